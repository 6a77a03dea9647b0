"""The codebook view in a real browser: by mouse, by keyboard alone, and when something cannot be saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teema.study import Study

Show = Callable[..., Any]


@pytest.fixture
def book(coded: Study) -> Study:
    """Luottamus with two extracts, Kiire with one that overlaps, Turvallinen arki unused."""
    coded.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    coded.code("2:Q1", "hän luottaa", "Luottamus")
    coded.code("1:Q1", "syntyy hitaasti", "Kiire")
    return coded


def saved(page: Any) -> None:
    page.locator(".state", has_text="Tallessa").wait_for()


def row(page: Any, name: str) -> Any:
    return page.locator(".tree [data-code]").filter(has=page.get_by_text(name, exact=True))


def said(page: Any, words: str) -> None:
    page.locator(".said", has_text=words).wait_for()
    saved(page)


def tree(study: Study) -> list[tuple[str, int]]:
    return list(study.codebook.to_frame()[["code", "depth"]].itertuples(index=False, name=None))


def drag(page: Any, name: str, onto: str, part: float, key: str | None = None) -> None:
    """Drag a row to some height of another one, holding a key."""
    source, target = row(page, name).bounding_box(), row(page, onto).bounding_box()
    page.mouse.move(source["x"] + 90, source["y"] + source["height"] / 2)
    page.mouse.down()
    if key:
        page.keyboard.down(key)
    page.mouse.move(target["x"] + 90, target["y"] + target["height"] * part, steps=6)
    page.mouse.up()
    if key:
        page.keyboard.up(key)


class TestMouse:
    @pytest.mark.parametrize(
        ("onto", "part", "expected"),
        [
            ("Luottamus", 0.1, [("Turvallinen arki", 0), ("Luottamus", 0), ("Kiire", 0)]),
            ("Luottamus", 0.9, [("Luottamus", 0), ("Turvallinen arki", 0), ("Kiire", 0)]),
            ("Luottamus", 0.5, [("Luottamus", 0), ("Turvallinen arki", 1), ("Kiire", 0)]),
        ],
    )
    def test_a_dragged_code_goes_between_rows_or_under_one(
        self, book: Study, show: Show, onto: str, part: float, expected: list[tuple[str, int]]
    ) -> None:
        page = show(book.codebook_view())
        drag(page, "Turvallinen arki", onto, part)
        said(page, "Turvallinen arki: ")
        assert tree(book) == expected
        assert [
            (line["name"], int(line["level"]) - 1)
            for line in page.evaluate(
                "[...document.querySelectorAll('.tree [data-code]')].map((line) => ({"
                " name: line.querySelector('.name').textContent, level: line.getAttribute('aria-level') }))"
            )
        ] == expected

    def test_below_the_last_row_is_the_end_of_the_top(self, book: Study, show: Show) -> None:
        book.codebook.move("Luottamus", "Kiire")
        page = show(book.codebook_view())
        source, box = row(page, "Luottamus").bounding_box(), page.locator(".tree").bounding_box()
        page.mouse.move(source["x"] + 90, source["y"] + 8)
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + box["height"] - 40, steps=6)
        page.locator(".said", has_text="Viimeiseksi ylimmälle tasolle").wait_for()
        page.mouse.up()
        said(page, "Luottamus: ylimmällä tasolla, 3 / 3")

    def test_not_onto_its_own_branch_and_not_after_escape(self, book: Study, show: Show) -> None:
        book.codebook.move("Kiire", "Luottamus")
        page = show(book.codebook_view())
        before = book.store.revision()
        drag(page, "Luottamus", "Kiire", 0.5)
        page.locator(".said", has_text="Tähän ei voi pudottaa").wait_for()
        source, target = row(page, "Turvallinen arki").bounding_box(), row(page, "Luottamus").bounding_box()
        page.mouse.move(source["x"] + 90, source["y"] + 8)
        page.mouse.down()
        page.mouse.move(target["x"] + 90, target["y"] + 12, steps=4)
        page.keyboard.press("Escape")
        page.mouse.up()
        page.locator(".teema-codebook:not(.dragging)").wait_for()
        assert book.store.revision() == before

    def test_with_a_key_held_it_merges_and_says_first_what_will_happen(self, book: Study, show: Show) -> None:
        book.code("1:Q1", "syntyy hitaasti", "Luottamus")
        page = show(book.codebook_view())
        drag(page, "Kiire", "Luottamus", 0.5, key="Shift")
        page.locator(".will li", has_text="1 koodaus poistuu, koska").wait_for()
        assert "Kiire" in book.codebook
        page.get_by_role("button", name="Yhdistä", exact=True).click()
        said(page, "Yhdistetty: Kiire → Luottamus")
        assert "Kiire" not in book.codebook
        assert row(page, "Luottamus").get_attribute("aria-selected") == "true"

    def test_cancelled_nothing_is_merged(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        before = book.store.revision()
        drag(page, "Kiire", "Luottamus", 0.5, key="Control")
        page.locator(".will li", has_text="1 koodaus siirtyy").wait_for()
        page.get_by_role("button", name="Peru").click()
        assert book.store.revision() == before

    def test_chosen_extracts_become_a_new_code(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".extracts li", has_text="hän luottaa").get_by_role("checkbox").check()
        page.get_by_role("button", name="Siirrä uuteen koodiin").click()
        page.get_by_label("Uuden koodin nimi").fill("Luottamuksen hinta")
        page.locator(".will li", has_text="1 koodaus siirtyy").wait_for()
        page.locator(".over").get_by_role("button", name="Siirrä uuteen koodiin").click()
        said(page, "Jaettu: Luottamus → Luottamuksen hinta")
        assert book.codings.query("text == 'hän luottaa'")["code"].tolist() == ["Luottamuksen hinta"]
        page.locator(".named textarea").wait_for()
        assert row(page, "Luottamuksen hinta").get_attribute("aria-selected") == "true"

    def test_an_extract_becomes_the_example_and_a_colour_is_chosen(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".extracts li", has_text="hän luottaa").get_by_role("button", name="Esimerkiksi").click()
        said(page, "Muutettu: Luottamus")
        page.get_by_role("button", name="vihreä").click()
        page.locator(".swatch[aria-pressed=true]").wait_for()
        code = book.codebook["Luottamus"]
        assert (code.example, code.colour) == ("hän luottaa", "#009e73")
        page.locator("input[type=color]").fill("#123456")
        page.locator("input.own").wait_for()
        assert book.codebook["Luottamus"].colour == "#123456"


class TestKeyboard:
    def test_orders_and_nests(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.keyboard.press("End")
        page.keyboard.press("Alt+ArrowUp")
        said(page, "Turvallinen arki: ylimmällä tasolla, 2 / 3")
        page.keyboard.press("Alt+ArrowRight")
        said(page, "Turvallinen arki: koodin ”Luottamus” alla, 1 / 1")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Alt+ArrowRight")
        said(page, "Kiire: koodin ”Luottamus” alla, 2 / 2")
        assert tree(book) == [("Luottamus", 0), ("Turvallinen arki", 1), ("Kiire", 1)]
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Alt+ArrowLeft")
        said(page, "Turvallinen arki: ylimmällä tasolla, 2 / 2")
        page.keyboard.press("Alt+ArrowDown")
        said(page, "Koodi on jo viimeinen tasollaan.")
        page.keyboard.press("u")
        said(page, "Kumottu: ")
        assert tree(book) == [("Luottamus", 0), ("Turvallinen arki", 1), ("Kiire", 1)]

    def test_keys_pressed_fast_are_done_one_after_the_other(self, book: Study, show: Show) -> None:
        for name in ("Rajat", "Perhe", "Jono"):
            book.codebook.add(name)
        page = show(book.codebook_view())
        for _ in range(5):
            page.keyboard.press("Alt+ArrowDown")
        said(page, "Luottamus: ylimmällä tasolla, 6 / 6")
        assert [code.name for code in book.codebook][-1] == "Luottamus"

    def test_opens_and_closes_what_is_below(self, book: Study, show: Show) -> None:
        book.codebook.move("Kiire", "Luottamus")
        page = show(book.codebook_view())
        page.keyboard.press("ArrowLeft")
        row(page, "Kiire").wait_for(state="detached")
        assert row(page, "Luottamus").get_attribute("aria-expanded") == "false"
        page.keyboard.press("ArrowRight")
        row(page, "Kiire").wait_for()
        page.keyboard.press("ArrowRight")
        assert row(page, "Kiire").get_attribute("aria-selected") == "true"
        page.keyboard.press("ArrowLeft")
        assert row(page, "Luottamus").get_attribute("aria-selected") == "true"

    def test_renames_and_defines(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".named textarea").wait_for()
        page.keyboard.press("F2")
        page.keyboard.type("Luottamus suhteessa")
        page.locator(".state", has_text="Muokkaus kesken").wait_for()
        assert "Luottamus" in book.codebook
        page.keyboard.press("Enter")
        said(page, "Uusi nimi: Luottamus → Luottamus suhteessa")
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.keyboard.press("Control+a")
        page.keyboard.type("Asiakkaan ja työntekijän välillä.")
        page.keyboard.press("Tab")
        said(page, "Muutettu: Luottamus suhteessa")
        assert book.codebook["Luottamus suhteessa"].definition == "Asiakkaan ja työntekijän välillä."

    def test_what_is_typed_at_once_is_the_name_and_no_command(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.keyboard.press("ArrowDown")
        page.keyboard.press("F2")
        page.keyboard.type("Uusi nimi")  # u undoes and n makes a code, in the tree
        page.keyboard.press("Enter")
        said(page, "Uusi nimi: Kiire → Uusi nimi")
        assert page.locator("[data-field=definition]").input_value() == "Mitä kiire tarkoittaa."
        assert tree(book) == [("Luottamus", 0), ("Uusi nimi", 0), ("Turvallinen arki", 0)]

    def test_escape_gives_up_what_was_typed(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".named textarea").wait_for()
        page.keyboard.press("F2")
        page.keyboard.type("Roska")
        page.keyboard.press("Escape")
        saved(page)
        assert page.locator(".named textarea").input_value() == "Luottamus"
        assert "Roska" not in book.codebook

    def test_a_field_is_saved_when_another_code_is_chosen(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator("[data-field=exclude]").fill("Kun kyse on kiireestä.")
        row(page, "Kiire").click()
        page.locator(".facts", has_text="maininnat: 1").wait_for()
        saved(page)
        assert book.codebook["Luottamus"].exclude == "Kun kyse on kiireestä."

    def test_merges_splits_and_deletes(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".extracts input").first.wait_for()
        page.keyboard.press("j")
        page.keyboard.press("Space")
        page.keyboard.press("j")
        page.keyboard.type("Hitaus")
        page.locator(".will li", has_text="1 koodaus siirtyy").wait_for()
        page.keyboard.press("Enter")
        said(page, "Jaettu: Luottamus → Hitaus")
        page.keyboard.press("y")
        page.locator(".will li", has_text="1 koodaus siirtyy").wait_for()
        page.keyboard.press("Control+Enter")
        said(page, "Yhdistetty: Hitaus → Luottamus")
        page.keyboard.press("End")
        page.keyboard.press("Delete")
        page.locator(".will li", has_text="tämä ei muuta").wait_for()
        page.keyboard.press("Control+Enter")
        said(page, "Poistettu koodi: Turvallinen arki")
        assert tree(book) == [("Luottamus", 0), ("Kiire", 0)]
        assert len(book.codings) == 3

    def test_makes_new_codes(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.keyboard.press("Shift+N")
        page.keyboard.type("Luottamuksen menetys")
        page.keyboard.press("Enter")
        said(page, "Uusi koodi: Luottamuksen menetys")
        assert tree(book)[:2] == [("Luottamus", 0), ("Luottamuksen menetys", 1)]
        assert row(page, "Luottamuksen menetys").evaluate("line => line === document.activeElement")

    def test_no_key_leaks_into_the_notebook(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".named textarea").wait_for()
        for key in ("ArrowDown", "ArrowUp", "Home", "End", "a", "b", "d", "d", "x", "Alt+ArrowUp", "f"):
            page.keyboard.press(key)
        page.keyboard.type("aabbdd")
        page.keyboard.press("Escape")
        page.keyboard.press("F2")
        page.keyboard.type("xd")
        page.keyboard.press("Escape")
        assert [key for key in page.evaluate("window.leaked") if key not in ("Alt", "Shift")] == []
        assert page.locator(".teema-codebook").get_attribute("data-lm-suppress-shortcuts") == "true"


class TestLookingFor:
    def test_search_finds_names_and_definitions_and_shows_what_stands_above(self, book: Study, show: Show) -> None:
        book.codebook.move("Kiire", "Luottamus")
        book.codebook.edit("Turvallinen arki", definition="Kiireetön arki.")
        page = show(book.codebook_view())
        page.keyboard.press("f")
        page.keyboard.type("kiire")
        page.locator(".count", has_text="Näkyvissä 2 / 3").wait_for()
        assert page.locator(".tree .name").all_text_contents() == ["Luottamus", "Kiire", "Turvallinen arki"]
        assert "dim" in row(page, "Luottamus").get_attribute("class")
        page.keyboard.press("Enter")
        assert row(page, "Kiire").get_attribute("aria-selected") == "true"

    def test_unused_and_overlapping_codes(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.get_by_label("Näytä", exact=True).select_option("unused")
        assert page.locator(".tree .name").all_text_contents() == ["Turvallinen arki"]
        page.get_by_label("Näytä", exact=True).select_option("overlapping")
        assert page.locator(".tree .name").all_text_contents() == ["Luottamus", "Kiire"]
        page.locator(".overlaps button", has_text="Kiire").click()
        page.locator(".overlaps button", has_text="Luottamus").wait_for()
        assert row(page, "Kiire").get_attribute("aria-selected") == "true"

    def test_a_rule_tells_its_hits_before_it_is_kept(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator("[data-field=query]").fill("kiire")
        page.get_by_role("button", name="Laske osumat").click()
        page.locator(".hits", has_text="Osumia: 3. Vastauksia: 2. Vastaajia: 2.").wait_for()
        page.locator("[data-field=query]").fill("(kiire")
        page.get_by_role("button", name="Laske osumat").click()
        page.locator(".hits.bad").wait_for()

    def test_history(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.get_by_text("Koodin historia").click()
        page.locator(".history li", has_text="AJ: lisättiin – Luottamus").wait_for()
        assert "klo" in page.locator(".history time").first.text_content()

    def test_an_empty_codebook_says_what_to_do(self, study: Study, show: Show) -> None:
        page = show(study.codebook_view())
        page.locator(".tree", has_text="Koodikirja on tyhjä").wait_for()
        page.get_by_role("button", name="Uusi koodi").click()
        page.keyboard.type("Ensimmäinen")
        page.keyboard.press("Enter")
        row(page, "Ensimmäinen").wait_for()
        page.locator(".named textarea").wait_for()

    def test_many_extracts_come_in_parts(self, book: Study, show: Show) -> None:
        with book.store.step("code.autocode") as _:
            for start in range(60):
                book.code("1:Q1", (start, start + 20), "Kiire")
        page = show(book.codebook_view())
        row(page, "Kiire").click()
        page.locator(".count", has_text="50 / 61").wait_for()
        page.get_by_role("button", name="Näytä lisää").click()
        page.locator("section .count", has_text="61").wait_for()
        assert page.locator(".extracts li").count() == 61


class TestTrouble:
    def test_what_python_refuses_is_shown_and_what_was_typed_stays(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".named textarea").wait_for()
        page.keyboard.press("F2")
        page.keyboard.type("Kiire")
        page.keyboard.press("Enter")
        page.locator(".state.bad", has_text="EI TALLESSA").wait_for()
        assert page.locator(".named textarea").input_value() == "Kiire"
        assert "unsaved" in page.locator(".named textarea").get_attribute("class")
        assert tree(book)[0] == ("Luottamus", 0)
        page.keyboard.type("en takana luottamus")
        page.keyboard.press("Enter")
        said(page, "Uusi nimi: Luottamus → Kiireen takana luottamus")

    def test_a_closed_study_is_told_of(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".named textarea").wait_for()
        book.close()
        page.keyboard.press("Alt+ArrowDown")
        page.locator(".state.bad", has_text="EI TALLESSA").wait_for()

    def test_silence_is_shown_and_can_be_tried_again(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".named textarea").wait_for()
        page.evaluate("window.dead = true")
        page.keyboard.press("Alt+ArrowDown")
        page.locator(".state.bad", has_text="Python ei vastaa").wait_for()
        assert tree(book)[0] == ("Luottamus", 0)
        page.evaluate("window.dead = false")
        page.get_by_role("button", name="Yritä uudelleen").click()
        said(page, "Luottamus: ylimmällä tasolla, 2 / 3")

    def test_hostile_names_and_answers_are_only_text(self, book: Study, show: Show) -> None:
        book.codebook.add("<img src=x onerror=alert(1)>", definition="<b>lihava</b>")
        page = show(book.codebook_view())
        row(page, "<img src=x onerror=alert(1)>").click()
        page.locator(".named textarea").wait_for()
        assert page.locator(".teema-codebook img, .teema-codebook b").count() == 0

    def test_readers_of_screens_get_names(self, book: Study, show: Show) -> None:
        page = show(book.codebook_view())
        page.locator(".extracts input").first.wait_for()
        nameless = page.evaluate(
            "[...document.querySelectorAll('button, input, select, textarea, [role]')].filter((node) =>"
            " !(node.getAttribute('aria-label') || node.textContent.trim() || node.title"
            " || (node.labels && node.labels.length && node.labels[0].textContent.trim())"
            " || ['status', 'alert'].includes(node.getAttribute('role')))).map((node) => node.outerHTML)"
        )
        assert nameless == []
        assert row(page, "Luottamus").get_attribute("aria-label") == (
            "Luottamus. Vastaajat: 2, maininnat: 2. Päällekkäin yhden koodin kanssa"
        )

    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize("width", [520, 1200])
    def test_nothing_reaches_over_the_edge(
        self, book: Study, show: Show, pictures: Path, dark: bool, width: int
    ) -> None:
        long = "Moniammatillisenyhteistyöverkostonkehittämissuunnitelmatyöryhmä"
        book.codebook.add(long, parent="Kiire")
        book.codebook.add(f"Toinen {long}", parent=long)
        book.code("1:Q1", "syntyy hitaasti", long)
        page = show(book.codebook_view(), dark=dark, width=width)
        row(page, long).click()
        page.locator(".extracts input").first.wait_for()
        page.screenshot(path=pictures / f"koodikirja-{width}-{'tumma' if dark else 'vaalea'}.png")
        over = page.evaluate(
            "() => { const edge = document.querySelector('.teema-codebook').getBoundingClientRect().right + 1;"
            " return [...document.querySelectorAll('.teema-codebook :is(button, li, input, textarea, .name, .n)')]"
            ".filter((node) => node.getBoundingClientRect().right > edge).map((node) => node.outerHTML); }"
        )
        assert over == []
