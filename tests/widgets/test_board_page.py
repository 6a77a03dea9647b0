"""The theme board in a real browser: by mouse, by keyboard alone, with two boards, and when Python does not answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import teema
from teema.coding import sentences
from teema.study import Study
from teema.study.analysis import Analysis

Show = Callable[..., Any]


@pytest.fixture
def ta(coded: Study) -> Analysis:
    """Luottamus kantaa (Luottamus), Työn ehdot (empty); Kiire and Turvallinen arki unplaced."""
    coded.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    coded.code("1:Q2", "Kiire.", "Kiire")
    ta = coded.analysis("A", approach="content-analysis")
    ta.add("Luottamus kantaa", ["Luottamus"])
    ta.add("Työn ehdot")
    return ta


def card(page: Any, name: str, place: int = 0) -> Any:
    return page.locator(".card").filter(has=page.get_by_text(name, exact=True)).nth(place)


def head(page: Any, name: str) -> Any:
    return page.locator(".theme > .head").filter(has=page.get_by_text(name, exact=True))


def said(page: Any, words: str) -> None:
    page.locator(".said", has_text=words).wait_for()
    page.locator(".state", has_text="Tallessa").wait_for()


def held(ta: Analysis) -> list[tuple[str, str]]:
    return list(ta.members[["theme", "code"]].itertuples(index=False, name=None))


def drag(page: Any, source: Any, target: Any, part: float = 0.5, key: str | None = None) -> None:
    """Drag something to some height of something else, holding a key."""
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + start["height"] / 2)
    page.mouse.down()
    if key:
        page.keyboard.down(key)
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] * part, steps=6)
    page.mouse.up()
    if key:
        page.keyboard.up(key)


class TestMouse:
    def test_a_card_goes_into_a_theme_and_back(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        drag(page, card(page, "Kiire"), head(page, "Työn ehdot"))
        said(page, "Kiire → Työn ehdot")
        assert held(ta) == [("Luottamus kantaa", "Luottamus"), ("Työn ehdot", "Kiire")]
        page.locator(".unplaced .head", has_text="Sijoittamatta: 1").wait_for()
        drag(page, card(page, "Kiire"), page.locator(".unplaced"))
        said(page, "Kiire on sijoittamatta.")
        assert ta.unplaced == ["Kiire", "Turvallinen arki"]

    def test_with_a_key_held_it_stands_in_two_themes(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        drag(page, card(page, "Luottamus"), head(page, "Työn ehdot"), key="Control")
        said(page, "Luottamus on nyt myös luokassa Työn ehdot.")
        assert held(ta) == [("Luottamus kantaa", "Luottamus"), ("Työn ehdot", "Luottamus")]

    def test_a_dropped_card_becomes_a_new_theme(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        drag(page, card(page, "Kiire"), page.locator(".new"), 0.2)
        page.locator("[role=dialog] input").fill("Kiire uuvuttaa")
        page.keyboard.press("Enter")
        said(page, "Uusi luokka: Kiire uuvuttaa")
        assert held(ta)[-1] == ("Kiire uuvuttaa", "Kiire")

    @pytest.mark.parametrize(
        ("part", "order", "parent"),
        [
            (0.1, ["Työn ehdot", "Luottamus kantaa"], None),
            (0.8, ["Luottamus kantaa", "Työn ehdot"], "Luottamus kantaa"),
        ],
    )
    def test_a_theme_goes_before_another_or_under_it(
        self, ta: Analysis, show: Show, part: float, order: list[str], parent: str | None
    ) -> None:
        page = show(ta.board())
        drag(page, head(page, "Työn ehdot"), head(page, "Luottamus kantaa"), part)
        said(page, "Työn ehdot")
        assert ta.themes["theme"].tolist() == order
        assert (ta["Työn ehdot"].parent or None) == (ta[parent].id if parent else None)

    def test_merging_says_first_what_will_happen(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        drag(page, head(page, "Luottamus kantaa"), head(page, "Työn ehdot"), key="Shift")
        page.locator(".will li", has_text="Siirtyviä koodeja ja otteita: 1").wait_for()
        assert len(ta) == 2
        page.get_by_role("button", name="Yhdistä", exact=True).last.click()
        said(page, "Yhdistetty: Luottamus kantaa → Työn ehdot")
        assert held(ta) == [("Työn ehdot", "Luottamus")]

    def test_not_after_escape_and_not_under_itself(self, ta: Analysis, show: Show) -> None:
        ta.move("Työn ehdot", "Luottamus kantaa")
        page = show(ta.board())
        before = ta._store.revision()
        drag(page, head(page, "Luottamus kantaa"), head(page, "Työn ehdot"))
        page.locator(".said", has_text="Tähän ei voi pudottaa").wait_for()
        box = head(page, "Työn ehdot").bounding_box()
        card(page, "Kiire").hover()
        page.mouse.down()
        page.mouse.move(box["x"] + 30, box["y"] + 10, steps=4)
        page.keyboard.press("Escape")
        page.mouse.up()
        page.locator(".said", has_text="Peruttu: Kiire").wait_for()
        assert ta._store.revision() == before

    def test_a_hovered_card_tells_an_extract(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        card(page, "Luottamus").hover()
        page.locator(".tip .extract", has_text="”luottamus syntyy hitaasti” (1:Q1)").wait_for()


class TestKeyboard:
    def test_picks_a_card_up_and_drops_it(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        page.keyboard.press("Tab")
        card(page, "Kiire").focus()
        page.keyboard.press("Space")
        page.locator(".said", has_text="Poimittu: Kiire").wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.locator(".said", has_text="Kiire → luokkaan Työn ehdot").wait_for()
        page.keyboard.press("Space")
        said(page, "Kiire → Työn ehdot")
        assert held(ta)[-1] == ("Työn ehdot", "Kiire")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(
            "Koodi Kiire, paikka: Työn"
        )

    def test_escape_leaves_it_where_it_was(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        before = ta._store.revision()
        card(page, "Kiire").focus()
        for key in ("Space", "ArrowDown", "Escape"):
            page.keyboard.press(key)
        page.locator(".said", has_text="Peruttu: Kiire jäi paikalleen.").wait_for()
        assert page.locator("[data-drop]").count() == 0
        assert ta._store.revision() == before

    def test_copies_with_a_letter_and_takes_out_with_delete(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        card(page, "Luottamus").focus()
        for key in ("Space", "c", "ArrowDown", "Space"):
            page.keyboard.press(key)
        said(page, "Luottamus on nyt myös luokassa Työn ehdot.")
        page.keyboard.press("Delete")
        said(page, "Luottamus ei ole enää luokassa Työn ehdot.")
        page.keyboard.press("u")
        said(page, "Kumottu")
        assert [name for name, _ in held(ta)] == ["Luottamus kantaa", "Työn ehdot"]

    def test_a_theme_is_made_renamed_marked_moved_and_dropped(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        page.keyboard.press("n")
        page.keyboard.type("Arjen kannattelu")
        page.keyboard.press("Enter")
        said(page, "Uusi luokka: Arjen kannattelu")
        head(page, "Arjen kannattelu").focus()
        page.keyboard.press("F2")
        page.keyboard.type("Arki kannattelee")
        page.keyboard.press("Enter")
        said(page, "Arjen kannattelu on nyt Arki kannattelee.")
        page.keyboard.press("k")
        said(page, "Arki kannattelee on alustava.")
        for key in ("Space", "ArrowDown", "ArrowDown", "Space"):
            page.keyboard.press(key)
        said(page, "Arki kannattelee → Luottamus kantaa (alaluokka)")
        assert ta["Arki kannattelee"].candidate
        page.keyboard.press("Delete")
        page.keyboard.type("Sama kuin toinen")
        page.keyboard.press("Enter")
        said(page, "Poistettu luokka: Arki kannattelee")
        assert ta.trail().to_frame()["reason"].iloc[-1] == "Sama kuin toinen"

    def test_merges_by_keys_and_searches(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        head(page, "Työn ehdot").focus()
        page.keyboard.press("y")
        page.locator(".will li").first.wait_for()
        page.keyboard.press("Control+Enter")
        said(page, "Yhdistetty: Työn ehdot → Luottamus kantaa")
        page.keyboard.press("f")
        page.keyboard.type("turval")
        page.locator(".found", has_text="Löytyi 1").wait_for()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent").startswith("Turvallinen arki")

    def test_no_key_leaks_into_the_notebook(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        card(page, "Kiire").focus()
        for key in ("ArrowDown", "x", "d", "d", "Space", "ArrowDown", "a", "Escape", "f", "a", "b"):
            page.keyboard.press(key)
        assert page.evaluate("window.leaked") == []
        assert page.locator(".teema-board").get_attribute("data-lm-suppress-shortcuts") == "true"


class TestButtons:
    @pytest.mark.parametrize("width", [520, 1200])
    def test_do_what_keys_do_and_none_is_out_of_sight(self, ta: Analysis, show: Show, width: int) -> None:
        page = show(ta.board(), width=width)
        head(page, "Työn ehdot").focus()
        hidden = page.locator(".acts").evaluate("part => part.scrollHeight > part.clientHeight + 1")
        assert not hidden
        page.get_by_role("button", name="Alustava").click()
        said(page, "Työn ehdot on alustava.")
        page.get_by_label("Siirrä …").select_option("Luottamus kantaa")
        said(page, "Työn ehdot → Luottamus kantaa (alaluokka)")
        card(page, "Kiire").focus()
        page.get_by_label("Siirrä …").select_option("Työn ehdot")
        said(page, "Kiire → Työn ehdot")
        assert held(ta)[-1] == ("Työn ehdot", "Kiire")


class TestTwoBoards:
    def test_a_card_tells_where_its_code_stands_on_the_other(self, ta: Analysis, coded: Study, show: Show) -> None:
        coded.analysis("B").add("Suhde syntyy", ["Luottamus"])
        page = show(coded.board("A", "B"), width=1500)
        card(page, "Luottamus").focus()
        page.locator(".elsewhere", has_text="Taulussa B: Suhde syntyy").wait_for()
        assert page.locator(".card.same").count() == 2
        page.get_by_role("button", name="Suhde syntyy").click()
        assert page.evaluate("document.activeElement.closest('[data-board]').ariaLabel") == "B"
        card(page, "Kiire").focus()
        page.locator(".elsewhere", has_text="Taulussa B: Sijoittamattomat").wait_for()

    def test_a_card_dropped_on_the_other_board_stays_on_its_own(self, ta: Analysis, coded: Study, show: Show) -> None:
        other = coded.analysis("B")
        other.add("Suhde syntyy")
        page = show(coded.board("A", "B"), width=1500)
        drag(page, card(page, "Luottamus"), head(page, "Suhde syntyy"))
        said(page, "Luottamus → Suhde syntyy")
        assert held(other) == [("Suhde syntyy", "Luottamus")]
        assert held(ta) == [("Luottamus kantaa", "Luottamus")]

    def test_scroll_by_themselves(self, ta: Analysis, coded: Study, show: Show) -> None:
        for number in range(60):
            coded.codebook.add(f"Vuorovaikutuksellinen tukeminen {number}")
        coded.analysis("B")
        page = show(coded.board("A", "B"), width=1500)
        page.locator(".unplaced .cards").nth(0).evaluate("part => { part.scrollTop = 300; }")
        assert page.locator(".unplaced .cards").evaluate_all("parts => parts.map((part) => part.scrollTop)") == [300, 0]


class TestTrouble:
    def test_what_python_refuses_is_shown(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        page.keyboard.press("n")
        page.keyboard.type("Työn ehdot")
        page.keyboard.press("Enter")
        page.locator(".state.bad", has_text="EI TALLESSA").wait_for()
        assert page.locator(".new input").input_value() == "Työn ehdot"
        assert len(ta) == 2

    def test_silence_is_shown_and_can_be_tried_again(self, ta: Analysis, show: Show) -> None:
        page = show(ta.board())
        card(page, "Kiire").focus()
        page.locator(".tip .extract").wait_for()
        page.evaluate("window.dead = true")
        for key in ("Space", "ArrowDown", "Space"):
            page.keyboard.press(key)
        page.locator(".state.bad", has_text="Python ei vastaa").wait_for()
        assert held(ta) == [("Luottamus kantaa", "Luottamus")]
        page.evaluate("window.dead = false")
        page.get_by_role("button", name="Yritä uudelleen").click()
        said(page, "Kiire → Luottamus kantaa")
        assert held(ta) == [("Luottamus kantaa", "Luottamus"), ("Luottamus kantaa", "Kiire")]

    def test_hostile_names_are_only_text(self, ta: Analysis, coded: Study, show: Show) -> None:
        coded.codebook.add("<img src=x onerror=alert(1)>")
        ta.add("<b>lihava</b>")
        page = show(ta.board())
        assert page.locator(".board img, .head b b").count() == 0


# What codes of a thesis are called when they say what they mean.
_LONG = (
    "Luottamuksen rakentuminen pitkäjänteisessä asiakassuhteessa",
    "Moniammatillinen yhteistyöverkosto",
    "Lastensuojeluilmoituksentekemiskynnys",
    "Asiakkaan osallisuuden vahvistaminen",
    "Vuorovaikutuksellinen tukeminen kotikäynneillä",
    "Resurssien riittämättömyys",
)
_THEME = "Teema, joka kertoo asiakassuhteiden merkityksestä"


@pytest.mark.slow
@pytest.mark.parametrize("count", [0, 3, 12, 60, 200])
@pytest.mark.parametrize("boards", [1, 2])
def test_boards_of_long_names_fit(tmp_path: Path, show: Show, pictures: Path, count: int, boards: int) -> None:
    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    with teema.create(tmp_path / "pitkat.teema", survey, coder="AJ") as study:
        frame = study.answers[study.answers["text"].str.len() > 80]
        answers = list(zip(frame["answer"], frame["text"], strict=True))
        names = [f"{_LONG[place % len(_LONG)]} {place + 1}" for place in range(count)]
        for place, name in enumerate(names):
            study.codebook.add(name)
            answer, text = answers[place % len(answers)]
            study.code(answer, sentences(text)[0], name)
        for number, approach in enumerate(["content-analysis", "reflexive"][:boards]):
            ta = study.analysis(f"Vaihtoehto {'AB'[number]}", approach=approach)
            placed = names[: count * 2 // 3]
            for place in range(min(len(placed), max(2, count // 9))):
                under = f"{_THEME} {place - 1}" if place % 3 == 1 else None
                codes = placed[place + number :: max(2, count // 9)]
                ta.add(f"{_THEME} {place}", codes, parent=under, candidate=place % 4 == 3)
        page = show(study.board(), width=1500 if boards == 2 else 1200, height=760, dark=count == 60)
        if count:
            page.locator(".card").first.focus()
            page.locator(".tip .extract").wait_for()
        page.screenshot(path=pictures / f"teemataulu-{count}-{boards}.png")
        wide = page.evaluate(
            "[...document.querySelectorAll('.card, .head, .new, .bar')]"
            ".filter((part) => part.scrollWidth > part.clientWidth + 1).length"
        )
        assert wide == 0
        assert page.locator(".unplaced").count() == boards
