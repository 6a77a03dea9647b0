"""The live map: theme, codes, extracts in two clicks and back; offline, and nothing that was said can run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmarks.coder_page import CHROMIUM, LAUNCH

import teema
from teema.errors import UnusableValueError
from teema.privacy import IdentifiersWarning
from teema.study import Study
from teema.study.analysis import Analysis
from teema.survey import Survey

HOSTILE = "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> \u2028 kiire"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: install it, or name it in TEEMA_CHROMIUM")
    with api.sync_playwright() as engine:
        found = engine.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield found
        found.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[[Path], Any]]:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.set_default_timeout(20_000)
    asked: list[str] = []
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)

    def open_file(path: Path) -> Any:
        address = path.as_uri()
        page.on("request", lambda request: asked.append(request.url) if request.url != address else None)
        page.goto(address)
        page.locator("#side nav").wait_for()
        return page

    yield open_file
    page.close()
    assert asked == []
    assert problems == []


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Luottamus", definition="Luottamus työntekijään."), study.codebook.add("Kiire")
    study.codebook.add("Hitaus", parent="Luottamus")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Hitaus")
    study.code("1:Q2", "Aina kiire", "Kiire"), study.code("4:Q2", (0, 10), "Kiire")
    ta = study.analysis("TA", approach="codebook")
    ta.add("Työn ehdot", kind="overarching")
    ta.add("Aika ei riitä", codes=["Kiire"], parent="Työn ehdot", definition="Työaika loppuu kesken.")
    ta.add("Luottamus kantaa", codes=["Luottamus"])
    return ta


def data_of(path: Path) -> Any:
    found = re.search(r'id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.S)
    assert found is not None
    return json.loads(found[1])


def test_from_a_theme_over_a_code_to_what_was_said_and_back(study: Study, ta: Analysis, opened: Any) -> None:
    page = opened(ta.live_map(study.path.with_name("kartta.html")))
    page.locator("#map g.theme", has_text="Aika ei riitä").first.click()
    assert page.locator("#side h2").text_content() == "Aika ei riitä"
    assert "Työaika loppuu kesken." in page.locator("#side").text_content()
    page.locator("#side li button", has_text="Kiire").click()
    quotes = page.locator("#side blockquote")
    assert quotes.count() == 2
    assert "Aina kiire" in quotes.first.text_content()
    assert "vastaaja 1" in quotes.first.text_content()
    page.locator("#side nav button", has_text="Aika ei riitä").click()
    assert page.locator("#side h2").text_content() == "Aika ei riitä"
    page.keyboard.press("Escape")
    assert page.locator("#side h2").count() == 0


def test_a_sub_code_speaks_for_the_code_above_it(study: Study, ta: Analysis, opened: Any) -> None:
    page = opened(ta.live_map(study.path.with_name("kartta.html")))
    page.locator("#map g.code", has_text="Luottamus").first.click()
    assert page.locator("#side blockquote").count() == 1


def test_a_group_narrows_the_extracts_and_dims_what_has_none(study: Study, ta: Analysis, opened: Any) -> None:
    page = opened(ta.live_map(study.path.with_name("kartta.html"), by="Kaupunki"))
    page.locator("#variable").select_option("Kaupunki")
    page.locator("#value").select_option("Turku")
    page.locator("#map g.code", has_text="Kiire").first.click()
    assert page.locator("#side blockquote").count() == 1
    page.locator("#value").select_option("Oulu")
    assert page.locator("#map g.dim").count() > 0


def test_searching_finds_names_and_words_and_the_keyboard_walks(study: Study, ta: Analysis, opened: Any) -> None:
    page = opened(ta.live_map(study.path.with_name("kartta.html")))
    page.locator("#search").fill("hitaasti")
    assert page.locator("#side li button").all_text_contents() == ["Luottamus1"]
    page.locator("#search").fill("")
    page.locator("#map g[tabindex]").first.focus()
    before = page.evaluate("document.activeElement.dataset.name")
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.name") != before
    page.keyboard.press("Enter")
    page.locator("#side h2").wait_for()


def test_what_was_said_never_runs(survey: Survey, tmp_path: Path, opened: Any) -> None:
    answers = survey.answers.assign(text=[HOSTILE, *survey.answers["text"].iloc[1:]])
    with teema.create(tmp_path / "x.teema", replace(survey, answers=answers), coder="AJ") as study:
        study.codebook.add(HOSTILE[:40])
        study.code(study.answers["answer"].iloc[0], None, HOSTILE[:40])
        ta = study.analysis("<img src=x onerror='window.ran = 3'>")
        ta.add("<b onclick='window.ran = 4'>teema</b>", codes=[HOSTILE[:40]])
        page = opened(ta.live_map(tmp_path / "x.html"))
    page.locator("#map g.code").first.click()
    assert page.locator("#side blockquote p").text_content() == HOSTILE
    assert page.evaluate("window.ran === undefined")
    assert page.locator("img, #side b").count() == 0


def test_without_extracts_nothing_that_was_said_stands_in_it_and_small_counts_are_hidden(
    study: Study, ta: Analysis
) -> None:
    path = ta.live_map(study.path.with_name("kartta.html"), extracts=False)
    text = path.read_text(encoding="utf-8")
    assert "Aina kiire" not in text
    found = data_of(path)
    assert found["names"] == found["cases"] == {}
    assert found["told"]["code:Kiire"] == "–"
    assert "n = 2" not in text
    assert data_of(ta.live_map(path, extracts=False, min_cell=None))["told"]["code:Kiire"] == "2"


def test_identifiers_are_warned_of_and_other_endings_refused(study: Study, ta: Analysis) -> None:
    ta.edit("Luottamus kantaa", definition="Soita 040 123 4567.")
    with pytest.warns(IdentifiersWarning):
        ta.live_map(study.path.with_name("kartta.html"))
    with pytest.raises(UnusableValueError, match="ending"):
        ta.live_map(study.path.with_name("kartta.pdf"))
