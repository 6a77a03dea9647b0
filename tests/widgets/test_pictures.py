"""The pictures of the widgets in the documentation: the sample survey, coded in part.

`TEEMA_PICTURES=docs/pictures python -m pytest tests/widgets/test_pictures.py` takes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import teema
from teema.coding import read_codebook, sentences
from teema.study import Study
from teema.themes import read_themes

pytestmark = pytest.mark.slow


@pytest.fixture
def half_coded(tmp_path: Path) -> Study:
    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    study = teema.create(tmp_path / "asiakassuhde.teema", survey, coder="AJ")
    study.codebook.add_all(read_codebook(teema.samples() / "koodikirja.xlsx"))
    study.autocode().apply()
    return study


def test_coding_an_answer(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        page = show(study.coder(), width=1180, height=640)
        for _ in range(4):
            page.keyboard.press("j")
        page.locator(".place", has_text="5 / 130").wait_for()
        page.keyboard.press("ArrowRight")
        page.keyboard.type("luot")
        page.locator(".tree [aria-selected=true]").wait_for()
        page.locator(".about dd").first.wait_for()
        page.screenshot(path=pictures / "koodain.png")
        assert page.locator(".chosen").count() > 0


def test_all_that_a_respondent_wrote(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        coder = study.coder(study.find("~suhde"), by="case")
        page = show(coder, width=1180, height=640, dark=True)
        page.locator("[data-coding]").first.focus()
        page.screenshot(path=pictures / "koodain-vastaaja.png")
        assert page.locator(".words").count() > 1


def test_suggestions_for_an_answer(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        page = show(study.coder("12:Q4"), width=1180, height=640)
        page.keyboard.press("s")
        page.locator("[data-suggestion='1']").wait_for()
        page.keyboard.press("1")
        page.screenshot(path=pictures / "koodain-ehdotukset.png")
        assert page.locator(".segment.proposed").count() > 0


def test_the_page_to_read_in(half_coded: Study, browser: Any, pictures: Path, tmp_path: Path) -> None:
    import warnings

    with half_coded as study, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the sample has planted identifiers
        path = study.coder_page(tmp_path / "luku.html", by="case", background="Yksikkötyyppi")
    page = browser.new_page(viewport={"width": 1180, "height": 640})
    page.goto(path.as_uri())
    page.locator(".tree li").nth(1).hover()
    page.locator(".about dd").first.wait_for()
    page.screenshot(path=pictures / "lukusivu.png")
    page.close()


def test_reading_first(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        study.memo("Kiire toistuu tässäkin, vaikka sitä ei kysytä.", answer="1:Q1")
        page = show(study.coder(reading=True), width=1180, height=640)
        page.screenshot(path=pictures / "lukeminen.png")
        assert page.locator(".memo").count() == 1


# What codes of a thesis are called when they say what they mean.
_LONG = (
    "Luottamuksen rakentuminen pitkäjänteisessä asiakassuhteessa",
    "Moniammatillinen yhteistyöverkosto",
    "Työntekijän emotionaalinen kuormittuminen",
    "Asiakkaan osallisuuden vahvistaminen",
    "Vuorovaikutuksellinen tukeminen kotikäynneillä",
    "Resurssien riittämättömyys",
    "Tiedonkulun katkeaminen siirtymävaiheissa",
    "Vanhemmuuden voimavarojen tunnistaminen",
    "Lastensuojeluilmoituksen tekemisen kynnys",
    "Toimintakäytäntöjen yhdenmukaistaminen",
)


@pytest.mark.parametrize("count", [3, 12, 60])
def test_a_codebook_of_long_names(tmp_path: Path, show: Callable[..., Any], pictures: Path, count: int) -> None:
    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    with teema.create(tmp_path / "pitkat.teema", survey, coder="AJ") as study:
        frame = study.answers[study.answers["text"].str.len() > 80]
        answers = list(zip(frame["answer"], frame["text"], strict=True))
        made: list[str] = []
        for place in range(count):
            again = place // len(_LONG)
            name = _LONG[place % len(_LONG)] + (f" {again + 1}" if again else "")
            under = None if count == 3 or place % 4 == 0 else made[place - (place % 4 if place % 4 < 3 else 1)]
            made.append(study.codebook.add(name, parent=under).name)
            for answer, text in answers[place * 3 % 40 : place * 3 % 40 + place % 7]:
                spans = sentences(text)
                study.code(answer, spans[place % len(spans)], name)
        page = show(study.codebook_view(), width=1180, height=740, dark=count == 60)
        page.locator(".tree [data-code]").nth(2).click()
        page.locator(".named textarea").wait_for()
        page.locator(".right.stale").wait_for(state="detached")
        page.locator(".extracts li").first.wait_for()
        page.screenshot(path=pictures / f"koodikirja-{count}.png")
        assert page.locator(".tree [data-code]").count() == count


def test_the_codebook(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        first = study.codebook.to_frame()["code"].iloc[0]
        page = show(study.codebook_view(), width=1180, height=740)
        page.locator(".tree [data-code]", has_text=first).first.click()
        page.locator(".extracts input").first.wait_for()
        page.screenshot(path=pictures / "koodikirja.png")
        page.keyboard.press("y")
        page.locator(".will li").first.wait_for()
        page.screenshot(path=pictures / "koodikirja-yhdista.png")
        assert page.locator(".will li").count() > 0


def test_the_theme_board(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        codes = study.codebook.to_frame()["code"].tolist()
        first = study.analysis("Alustava A", approach="content-analysis")
        first.add(
            "Luottamus kantaa kuntoutusta", codes[:3], definition="Mistä luottamus syntyy ja mitä se mahdollistaa."
        )
        first.add("Arjen kannattelu", codes[3:5], parent="Luottamus kantaa kuntoutusta")
        first.add("Työn reunaehdot", codes[5:8], candidate=True)
        second = study.analysis("Alustava B", approach="reflexive")
        second.add("Suhde syntyy ajassa", [codes[0], codes[5]])
        second.add("Kohtaaminen muuttaa", codes[2:4], candidate=True)
        page = show(first.board(), width=1180, height=740)
        page.locator(".theme .card").first.focus()
        page.locator(".tip .extract").wait_for()
        page.screenshot(path=pictures / "teemataulu.png")
        assert page.locator(".theme .theme").count() == 1
        page = show(study.board("Alustava A", "Alustava B"), width=1400, height=740)
        page.locator(".theme .card").first.focus()
        page.locator(".tip .elsewhere").wait_for()
        page.keyboard.press("Space")
        page.keyboard.press("End")
        page.keyboard.press("ArrowUp")
        page.screenshot(path=pictures / "teemataulu-kaksi.png")
        assert page.locator("[data-drop=into]").count() == 1


def test_the_live_map(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        themes, relations = read_themes(teema.samples() / "teemat.xlsx")
        ta = study.analysis("Temaattinen analyysi", approach="codebook")
        ta.add_all(themes, relations)
        page = show(ta.live_map(by="Yksikkötyyppi"), width=1300, height=740)
        page.locator(".picture [data-name='Luottamus kantaa kuntoutusta']").click()
        page.locator(".side ul button", has_text="Luottamus").first.wait_for()
        page.locator(".pairs input").focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        page.mouse.move(5, 5)
        page.screenshot(path=pictures / "elava-kartta.png")
        assert page.locator(".together .hot").count() > 0
