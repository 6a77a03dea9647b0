"""The coder in a real browser: by keyboard alone, by mouse, with odd texts, and when Python does not answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import teema
from teema.study import Study
from teema.survey import Survey
from teema.widgets import Coder

Show = Callable[..., Any]
ODD = [
    "Kesä 😀 oli hyvä 👩‍👧 ja lämmin.",
    "a\u0308iti ja i\u0301sä puhuivat hiljaa.",
    "שלום עולם ja hyvää päivää مرحبا kaikille.",
    "<script>alert('ei')</script> & <b>lihava</b> kiire.",
    "=1+1 sanoi hän.\n\nRivinvaihto\tja sarkain.",
]


# Presses keys before anything can be answered.
_ALL_AT_ONCE = """keys => keys.forEach(key => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  const field = document.activeElement;
  if (!field.dispatchEvent(event) || field.tagName !== "INPUT" || key.length > 1) return;
  field.value += key;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def words_of(page: Any) -> str:
    """Return the answer as the page shows it."""
    return page.locator(".words").first.evaluate("node => node.textContent")


def saved(page: Any) -> None:
    page.locator(".state", has_text="Tallessa").wait_for()


class TestKeyboard:
    def test_codes_a_sentence_with_a_few_keys(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.type("luot")
        page.keyboard.press("Enter")
        page.locator("[data-coding]").wait_for()
        saved(page)
        assert coded.codings[["text", "code"]].values.tolist() == [
            ["Minun kokemukseni on, että luottamus syntyy hitaasti.", "Luottamus"]
        ]
        assert page.locator(".tree .n").first.text_content() == "1"

    def test_goes_through_every_answer_and_codes_it(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        for place in range(6):
            page.locator(".place", has_text=f"{place + 1} / 6").wait_for()
            page.keyboard.press("ArrowRight")
            page.keyboard.type("kiire" if place % 2 else "turva")
            page.keyboard.press("Enter")
            page.locator("[data-coding]").wait_for()
            page.keyboard.press("Escape")
            page.keyboard.press("j")
        page.locator(".said", has_text="viimeinen").wait_for()
        assert coded.codings["answer"].tolist() == ["1:Q1", "1:Q2", "2:Q1", "3:Q1", "3:Q2", "4:Q2"]
        assert coded.progress[["read", "coded"]].values.tolist() == [[3, 3], [3, 3]]

    def test_keys_that_come_before_the_answer_of_python_wait_for_it(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        # All at once: without waiting they would act on the old page, and the "u" of "turva" would be undo.
        first, second = ["ArrowRight", *"luot", "Enter", "Escape"], ["j", "ArrowRight", *"turva", "Enter"]
        page.evaluate(_ALL_AT_ONCE, [*first, *second])
        page.locator(".said", has_text="Turvallinen arki").wait_for()
        saved(page)
        assert coded.codings[["answer", "code"]].values.tolist() == [
            ["1:Q1", "Luottamus"],
            ["2:Q1", "Turvallinen arki"],
        ]

    def test_makes_a_new_code_and_one_of_the_words_themselves(self, coded: Study, show: Show) -> None:
        page = show(coded.coder("1:Q2"))
        page.keyboard.press("ArrowRight")
        page.keyboard.type("Resurssipula")
        page.keyboard.press("Enter")
        page.locator("[data-coding]").wait_for()
        page.keyboard.press("Control+Enter")
        page.locator("[data-coding]").nth(1).wait_for()
        assert sorted(coded.codings["code"]) == ["Kiire.", "Resurssipula"]

    def test_widens_the_selection_by_words_and_sentences(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        chosen = page.locator(".selection")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Alt+ArrowRight")
        assert chosen.text_content() == "Valittu: Luottamus on kaiken perusta. Minun"
        page.keyboard.press("Alt+Shift+ArrowRight")
        assert chosen.text_content() == "Valittu: on kaiken perusta. Minun"
        page.keyboard.press("Shift+ArrowRight")
        assert (
            chosen.text_content() == "Valittu: on kaiken perusta. Minun kokemukseni on, että luottamus syntyy hitaasti."
        )
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Alt+ArrowLeft")
        assert chosen.text_content() == "Valittu: on kaiken perusta"
        page.keyboard.press("Escape")
        assert page.locator(".chosen").count() == 0

    def test_gives_the_codes_used_last_by_number(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        page.keyboard.press("ArrowRight")
        page.keyboard.type("turva")
        page.keyboard.press("Enter")
        page.locator("[data-coding]").wait_for()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("1")
        page.locator("[data-coding]").nth(1).wait_for()
        assert coded.codings["code"].tolist() == ["Turvallinen arki", "Turvallinen arki"]

    def test_changes_and_removes_a_coding_and_takes_that_back(self, coded: Study, show: Show) -> None:
        coded.code("1:Q1", "luottamus syntyy", "Luottamus")
        page = show(coded.coder())
        line = page.locator("[data-coding]")
        line.focus()
        page.keyboard.press("ArrowRight")
        page.locator(".quote", has_text="luottamus syntyy hitaasti").wait_for()
        page.keyboard.press("Shift+ArrowLeft")
        page.locator(".quote", has_text="että luottamus").wait_for()
        page.keyboard.press("l")
        page.locator(".tag", has_text="semanttinen").wait_for()
        page.keyboard.press("p")
        page.keyboard.type("luottamus vie aikaa")
        page.keyboard.press("Enter")
        page.locator(".reduced", has_text="luottamus vie aikaa").wait_for()
        line.focus()
        page.keyboard.press("m")
        page.keyboard.type("Avainkohta")
        page.keyboard.press("Control+Enter")
        page.locator(".memo", has_text="Avainkohta").wait_for()
        line.focus()
        page.keyboard.press("Delete")
        line.wait_for(state="detached")
        page.locator(".teema-coder").focus()
        page.keyboard.press("u")
        line.wait_for()
        found = coded.codings[["text", "level"]].values.tolist()
        assert found == [["että luottamus syntyy hitaasti", "semantic"]]

    def test_searches_all_forms_and_codes_the_hits(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        page.keyboard.press("f")
        page.keyboard.type("luottaa OR luottamus")
        page.keyboard.press("Enter")
        page.locator(".segment.hit").first.wait_for()
        assert page.locator(".segment.hit").all_text_contents() == ["Luottamus", "luottamus"]
        page.get_by_role("button", name="Koodaa kaikki osumat").click()
        page.locator("[role=dialog] [role=status]", has_text="3 uutta").wait_for()
        page.get_by_role("button", name="Koodaa", exact=True).click()
        page.locator("[data-coding]").nth(1).wait_for()
        assert len(coded.codings) == 3

    def test_no_key_leaks_into_the_notebook(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        for key in ("ArrowRight", "j", "k", "n", "u", "f"):
            page.keyboard.press(key)
        page.keyboard.type("aabbdd")
        page.keyboard.press("Escape")
        page.locator(".teema-coder").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.type("xd")
        page.keyboard.press("Enter")
        assert page.evaluate("window.leaked") == []
        assert page.locator(".teema-coder").get_attribute("data-lm-suppress-shortcuts") == "true"


class TestMouse:
    def test_selects_words_and_a_click_on_a_code_gives_it(self, coded: Study, show: Show) -> None:
        page = show(coded.coder("4:Q2"))
        box = page.locator(".words").bounding_box()
        page.mouse.move(box["x"] + 8, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 150, box["y"] + 20, steps=5)
        page.mouse.up()
        page.locator(".chosen").wait_for()
        quote = page.locator(".chosen").text_content()
        page.locator("[data-code]", has_text="Kiire").click()
        page.locator("[data-coding]").wait_for()
        assert coded.codings[["text", "code"]].values.tolist() == [[quote, "Kiire"]]

    def test_a_hovered_code_tells_what_it_means_and_lights_its_extracts(self, coded: Study, show: Show) -> None:
        coded.code("1:Q1", "luottamus syntyy", "Luottamus")
        coded.code("2:Q1", "hän luottaa", "Luottamus")
        page = show(coded.coder())
        page.locator("[data-code]", has_text="Luottamus").hover()
        page.locator(".about", has_text="”hän luottaa” (2:Q1)").wait_for()
        assert "Mitä luottamus tarkoittaa." in page.locator(".about").text_content()
        assert page.locator(".segment.lit").all_text_contents() == ["luottamus syntyy"]


class TestTexts:
    @pytest.fixture
    def odd(self, survey: Survey, tmp_path: Path) -> Study:
        answers = survey.answers.iloc[: len(ODD)].assign(text=ODD)
        study = teema.create(tmp_path / "outo.teema", replace(survey, answers=answers), coder="AJ")
        study.codebook.add("Kaikki")
        return study

    @pytest.mark.parametrize("place", range(len(ODD)))
    def test_every_sign_counts_as_python_counts(self, odd: Study, show: Show, place: int) -> None:
        with odd:
            answer = odd.answers["answer"].iloc[place]
            page = show(odd.coder(answer))
            assert words_of(page) == ODD[place]
            page.keyboard.press("ArrowRight")
            for _ in range(3):
                page.keyboard.press("Alt+Shift+ArrowRight")
                page.keyboard.type("kaikki")
                page.keyboard.press("Enter")
                page.locator(".said", has_text="Koodattu").wait_for()
                saved(page)
                page.locator(".teema-coder").focus()
            found = odd.codings
            assert len(found) == 3
            text = dict(zip(odd.answers["answer"], odd.answers["text"], strict=True))[answer]
            for start, end, quote in found[["start", "end", "text"]].itertuples(index=False):
                assert text[start:end] == quote == quote.strip()

    def test_a_hostile_answer_is_only_text(self, odd: Study, show: Show) -> None:
        with odd:
            odd.codebook.add("<img src=x onerror=alert(1)>")
            page = show(odd.coder(odd.answers["answer"].iloc[3]))
            assert page.locator(".words script, .words b, .tree img").count() == 0

    def test_places_in_units_and_in_code_points_agree(self, show: Show, coded: Study) -> None:
        page = show(coded.coder())
        page.evaluate(
            "async (esm) => { const url = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));"
            " window.Points = (await import(url)).Points; }",
            Coder._esm,
        )

        @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(st.text(alphabet=st.sampled_from("aäö 😀👩‍👧שלa\u0308.\n𝒳"), min_size=1, max_size=30), st.data())
        def law(text: str, data: st.DataObject) -> None:
            start = data.draw(st.integers(0, len(text)))
            end = data.draw(st.integers(start, len(text)))
            units = len(text[:start].encode("utf-16-le")) // 2
            assert page.evaluate(
                "([text, start, end, unit]) => { const p = new window.Points(text);"
                " return [p.length, p.slice(start, end), p.of(unit)]; }",
                [text, start, end, units],
            ) == [len(text), text[start:end], start]

        law()


class TestTrouble:
    def test_what_python_refuses_is_shown_and_the_selection_stays(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        page.keyboard.press("ArrowRight")
        coded.close()
        page.keyboard.type("luot")
        page.keyboard.press("Enter")
        page.locator(".state.bad", has_text="EI TALLESSA").wait_for()
        assert page.locator(".chosen").count() == 1
        assert page.locator(".right input").input_value() == "luot"

    def test_silence_is_shown_and_can_be_tried_again(self, coded: Study, show: Show) -> None:
        page = show(coded.coder())
        page.evaluate("window.dead = true")
        page.keyboard.press("ArrowRight")
        page.keyboard.type("luot")
        page.keyboard.press("Enter")
        page.locator(".state.bad", has_text="Python ei vastaa").wait_for()
        assert coded.codings.empty
        page.evaluate("window.dead = false")
        page.get_by_role("button", name="Yritä uudelleen").click()
        page.locator("[data-coding]").wait_for()
        saved(page)
        assert len(coded.codings) == 1


class TestModes:
    def test_reading_has_notes_and_no_codes(self, coded: Study, show: Show) -> None:
        coded.code("1:Q1", "luottamus syntyy", "Luottamus")
        page = show(coded.coder(reading=True))
        assert page.locator(".tree").count() == 0
        assert page.locator("[data-coding]").count() == 0
        page.keyboard.press("m")
        page.keyboard.type("Luottamus toistuu")
        page.keyboard.press("Control+Enter")
        page.locator(".memo", has_text="Luottamus toistuu").wait_for()
        assert coded.memos[["on", "target", "text"]].values.tolist() == [["answer", "1:Q1", "Luottamus toistuu"]]

    def test_the_whole_respondent_on_one_page(self, coded: Study, show: Show) -> None:
        page = show(coded.coder(by="case"))
        for _ in range(3):  # two sentences of the first answer, then the second answer
            page.keyboard.press("ArrowRight")
        page.keyboard.type("kiire")
        page.keyboard.press("Enter")
        page.locator("[data-coding]").wait_for()
        assert coded.codings["answer"].tolist() == ["1:Q2"]

    def test_readers_of_screens_get_names(self, coded: Study, show: Show) -> None:
        coded.code("1:Q1", "luottamus syntyy", "Luottamus")
        page = show(coded.coder())
        nameless = page.evaluate(
            "[...document.querySelectorAll('button, input, select, textarea, [role]')].filter((node) =>"
            " !(node.getAttribute('aria-label') || node.textContent.trim() || node.title"
            " || ['status', 'alert'].includes(node.getAttribute('role')))).map((node) => node.outerHTML)"
        )
        assert nameless == []
        assert page.locator("[aria-live=polite]").count() == 1

    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize("width", [520, 1200])
    def test_nothing_reaches_over_the_edge(
        self, coded: Study, show: Show, pictures: Path, dark: bool, width: int
    ) -> None:
        coded.codebook.add("Moniammatillisenyhteistyöverkostonkehittämissuunnitelmatyöryhmä")
        coded.code("1:Q1", "luottamus syntyy", "Luottamus")
        coded.code("1:Q1", "syntyy hitaasti", coded.codebook.to_frame()["code"].iloc[-1])
        page = show(coded.coder(), dark=dark, width=width)
        page.screenshot(path=pictures / f"koodain-{width}-{'tumma' if dark else 'vaalea'}.png")
        over = page.evaluate(
            "() => { const edge = document.querySelector('.teema-coder').getBoundingClientRect().right + 1;"
            " return [...document.querySelectorAll('.teema-coder button, .teema-coder li, .words, .segment')]"
            ".filter((node) => node.getBoundingClientRect().right > edge).map((node) => node.outerHTML); }"
        )
        assert over == []


class TestSuggestions:
    def test_are_switched_on_accepted_and_declined_with_keys(self, coded: Study, show: Show) -> None:
        coded.codebook.edit("Kiire", query="kiire")
        coded.codebook.edit("Turvallinen arki", query="katketa")
        page = show(coded.coder("4:Q2"))
        assert page.locator(".suggestions").count() == 0
        page.keyboard.press("s")
        page.locator("[data-suggestion='2']").wait_for()
        page.keyboard.press("1")
        assert page.evaluate("document.activeElement.dataset.suggestion") == "1"
        assert page.locator(".segment.proposed").count() > 0
        page.keyboard.press("Enter")
        page.locator("[data-coding]").wait_for()
        saved(page)
        assert len(coded.codings) == 1
        page.keyboard.press("1")
        page.keyboard.press("Delete")
        page.locator(".suggestions.none").wait_for()
        assert len(coded.codings) == 1
        assert page.evaluate("window.leaked") == []

    def test_a_reflexive_analysis_says_why_they_are_off(self, coded: Study, show: Show) -> None:
        coded.analysis("TA", approach="reflexive")
        page = show(coded.coder())
        button = page.get_by_role("button", name="Ehdotukset")
        assert "koodit syntyvät lukemalla" in str(button.get_attribute("title"))
        button.click()
        page.locator(".suggestions").first.wait_for()
