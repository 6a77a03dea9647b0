"""The live map as a page: theme, codes, extracts in two clicks and back; offline, and nothing that was said can run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import teema
from teema.errors import NotFoundError, UnusableValueError
from teema.privacy import IdentifiersWarning
from teema.study import Study
from teema.study.analysis import Analysis
from teema.survey import Survey

HOSTILE = "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> \u202e \u2028 kiire"
NAME = " ".join(HOSTILE.split())  # as the name of a code or theme
Open = Callable[[Path], Any]


@pytest.fixture
def opened(browser: Any) -> Iterator[Open]:
    """Return a function that opens a file in the browser; every request for anything else is noted and refused."""
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
        page.locator(".side nav").wait_for()
        return page

    yield open_file
    page.close()
    assert asked == []
    assert problems == []


@pytest.fixture
def ta(study: Study) -> Analysis:
    """Työn ehdot with Aika ei riitä (Kiire: cases 1, 4) in it; Luottamus kantaa (Luottamus with Hitaus: cases 1, 2)."""
    study.codebook.add("Luottamus", definition="Luottamus työntekijään."), study.codebook.add("Kiire")
    study.codebook.add("Hitaus", parent="Luottamus")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Hitaus"), study.code("2:Q1", "hän luottaa", "Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire"), study.code("4:Q2", (0, 10), "Kiire")
    ta = study.analysis("TA", approach="codebook")
    ta.add("Työn ehdot", kind="overarching")
    ta.add("Aika ei riitä", codes=["Kiire"], parent="Työn ehdot", definition="Työaika loppuu kesken.")
    ta.add("Luottamus kantaa", codes=["Luottamus"])
    return ta


@pytest.fixture
def target(study: Study) -> Path:
    return study.path.with_name("kartta.html")


def node(page: Any, name: str) -> Any:
    return page.locator(f".picture [data-name='{name}']")


def heading(page: Any) -> Any:
    return page.locator(".side h2")


def goes_to(page: Any, name: str) -> None:
    page.locator(".side h2", has_text=re.compile(f"^{re.escape(name)}$")).wait_for()


def data_of(path: Path) -> Any:
    found = re.search(r'id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.S)
    assert found is not None
    return json.loads(found[1])


def slide(page: Any, least: int) -> None:
    page.locator(".pairs input").focus()
    page.keyboard.press("Home")
    for _ in range(least):
        page.keyboard.press("ArrowRight")


class TestWalking:
    def test_from_a_theme_over_a_code_to_what_was_said_and_back(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target))
        node(page, "Aika ei riitä").click()
        goes_to(page, "Aika ei riitä")
        assert "Työaika loppuu kesken." in page.locator(".side").text_content()
        page.locator(".side li button", has_text="Kiire").click()
        goes_to(page, "Kiire")
        quotes = page.locator(".side blockquote")
        assert quotes.count() == 2
        assert "Aina kiire" in quotes.first.text_content()
        assert quotes.first.locator("bdi").all_text_contents() == ["vastaaja 1", "Mikä on vaikeaa?"]
        page.locator(".side nav button", has_text="Aika ei riitä").click()
        goes_to(page, "Aika ei riitä")
        page.keyboard.press("Escape")
        heading(page).wait_for(state="detached")
        assert page.evaluate("document.activeElement.dataset.name") == "Aika ei riitä"  # where the reader left

    def test_a_theme_shows_how_it_relates_and_what_that_rests_on(
        self, ta: Analysis, target: Path, opened: Open
    ) -> None:
        ta.relate("Aika ei riitä", "Luottamus kantaa", "contrasts", label="syö aikaa")
        ta.add_evidence("Aika ei riitä", "Luottamus kantaa", ("1:Q2", "Aina kiire"), kind="contrasts")
        ta.relate("Aika ei riitä", "Luottamus kantaa", "leads_to")
        page = opened(ta.live_map(target))
        node(page, "Luottamus kantaa").click()
        goes_to(page, "Luottamus kantaa")
        relation = page.locator(".side li.relation").first
        assert page.locator(".side li.relation button").all_text_contents()[1:] == ["tähän johtaa: Aika ei riitä"]
        assert relation.locator("button").text_content() == "on jännitteessä: Aika ei riitä"
        assert relation.locator("p.label").text_content() == "syö aikaa"
        assert relation.locator("blockquote p").all_text_contents() == ["Aina kiire"]
        relation.locator("button").click()
        goes_to(page, "Aika ei riitä")
        assert page.locator(".side li.relation button").first.text_content() == "on jännitteessä: Luottamus kantaa"

    def test_a_relation_tells_no_extract_where_none_may_be_told(self, ta: Analysis, target: Path, opened: Open) -> None:
        ta.relate("Aika ei riitä", "Luottamus kantaa", "contrasts", label="syö aikaa")
        ta.add_evidence("Aika ei riitä", "Luottamus kantaa", ("1:Q2", "Aina kiire"))
        page = opened(ta.live_map(target, extracts=False))
        assert "Aina kiire" not in target.read_text(encoding="utf-8")
        node(page, "Luottamus kantaa").click()
        goes_to(page, "Luottamus kantaa")
        assert page.locator(".side li.relation p.label").text_content() == "syö aikaa"

    def test_a_sub_code_speaks_for_the_code_above_it(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target))
        node(page, "Luottamus").click()
        goes_to(page, "Luottamus")
        assert page.locator(".side blockquote p").all_text_contents() == ["luottamus syntyy hitaasti", "hän luottaa"]

    def test_by_keys_alone(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target))
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.dataset.name") == "Työn ehdot"
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.dataset.name") == "Aika ei riitä"
        page.keyboard.press("Enter")
        goes_to(page, "Aika ei riitä")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent") == "Kiire2"
        page.keyboard.press("Enter")
        goes_to(page, "Kiire")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent") == "Luottamus1"  # what occurs with it
        page.keyboard.press("Escape")
        goes_to(page, "Aika ei riitä")
        page.keyboard.press("Escape")
        page.keyboard.press("f")
        assert page.evaluate("document.activeElement.type") == "search"

    def test_one_stop_on_the_way_of_the_tabulator(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target))
        assert page.locator(".picture [tabindex='0']").count() == 1
        assert page.locator(".picture [role=button]").count() == 5

    def test_searching_finds_names_and_words(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target))
        page.locator(".search").fill("hitaasti")
        page.locator(".said", has_text="teemoja ja koodeja 1").wait_for()
        assert page.locator(".side li:not(nav li) button").all_text_contents() == ["Luottamusotteita 1"]
        assert node(page, "Luottamus kantaa").locator("text").last.text_content() == "n = 2"  # a search counts no cases
        assert set(page.locator(".picture .dim").evaluate_all("(all) => all.map((it) => it.dataset.name)")) == {
            "Työn ehdot", "Aika ei riitä", "Kiire",
        }  # fmt: skip
        page.locator(".side ul button").click()
        goes_to(page, "Luottamus")
        assert page.locator(".side blockquote p").all_text_contents() == ["luottamus syntyy hitaasti"]
        assert "hitaasti" in page.locator(".side h3").last.text_content()
        page.locator(".search").fill("Luottamus työntekijään")  # a definition: all of its extracts
        page.locator(".side ul button", has_text="Luottamus").click()
        goes_to(page, "Luottamus")
        assert page.locator(".side blockquote p").count() == 2
        page.locator(".search").fill("ei ole tätä")
        page.locator(".said", has_text="Mitään ei löytynyt.").wait_for()
        page.keyboard.press("Escape")
        page.locator(".side ul button", has_text="Työn ehdot").wait_for()

    def test_the_map_is_told_in_words(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target))
        svg = page.locator(".picture svg")
        assert svg.get_attribute("role") == "group"
        assert (
            "teema: Luottamus kantaa (n = 2)"
            in page.locator(f"#{svg.get_attribute('aria-describedby')}").text_content()
        )
        assert node(page, "Aika ei riitä").get_attribute("aria-label") == "teema: Aika ei riitä, 2 vastaajaa"

    def test_many_extracts_come_in_parts_and_a_long_one_first_in_part(
        self, study: Study, ta: Analysis, target: Path, opened: Open
    ) -> None:
        study.codebook.add("Sana")
        for answer, text in study.answers[["answer", "text"]].itertuples(index=False):
            for start in range(0, len(text) - 2, 2):
                study.code(answer, (start, start + 2), "Sana")
        ta.add("Kaikki", codes=["Sana"])
        count = len(study.codings.query("code == 'Sana'"))
        assert 100 < count < 200
        page = opened(ta.live_map(target))
        node(page, "Sana").click()
        goes_to(page, "Sana")
        assert page.locator(".side blockquote").count() == 100
        page.locator(".side .more", has_text=f"jäljellä {count - 100}").click()
        page.locator(f".side blockquote >> nth={count - 1}").wait_for()
        assert page.locator(".side .more:visible").count() == 0


class TestFilter:
    def test_a_group_narrows_extracts_counts_and_map(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target, by="Kaupunki"))
        page.locator(".filters select").select_option("Turku")
        page.locator(".said", has_text="2 / 4 vastaajaa · otteita 3").wait_for()
        assert page.locator(".filtered").text_content().replace("\u2068", "").replace("\u2069", "") == (
            "Rajaus: Kaupunki: Turku (2 / 4 vastaajaa)"
        )
        assert node(page, "Aika ei riitä").locator("text").last.text_content() == "n = 1"
        assert node(page, "Kiire").locator("text").last.text_content() == "Kiire\u00a0(1)"
        assert "Aika ei riitä (1 vastaaja)" in page.locator(".picture desc").text_content()
        node(page, "Kiire").click()
        goes_to(page, "Kiire")
        assert page.locator(".side blockquote").count() == 1
        page.locator(".filters select").select_option("Oulu")
        page.locator(".said", has_text="1 / 4 vastaajaa · otteita 0").wait_for()
        assert page.locator(".picture .dim").count() == 5

    def test_several_variables_at_once_and_all_cleared(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target, by=["Kaupunki", "Kokemus", "Menetelmät"]))
        kaupunki, kokemus, menetelmat = (
            page.get_by_label(name, exact=True) for name in ("Kaupunki", "Kokemus", "Menetelmät")
        )
        assert page.locator(".clear").is_hidden()
        kaupunki.select_option("Turku")
        kokemus.select_option("alle 2 v")
        page.locator(".said", has_text="1 / 4 vastaajaa").wait_for()
        menetelmat.select_option("kotikäynti")
        page.locator(".said", has_text="0 / 4 vastaajaa").wait_for()
        page.locator(".clear").click()
        page.locator(".said", has_text="4 / 4 vastaajaa").wait_for()
        assert kaupunki.input_value() == ""
        assert page.locator(".dim").count() == 0
        assert node(page, "Aika ei riitä").locator("text").last.text_content() == "n = 2"

    def test_where_many_can_be_chosen_a_case_is_in_each_group(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target, by="Menetelmät"))
        page.get_by_label("Menetelmät", exact=True).select_option("videointi")
        page.locator(".said", has_text="2 / 4 vastaajaa").wait_for()


class TestTogether:
    def test_lines_from_as_many_cases_as_the_slider_says(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target))
        assert page.locator(".together").count() == 0
        slide(page, 1)
        assert page.locator(".together .band").count() == 1  # case 1 says both; the theme above is another rank
        assert page.locator(".pairs output").text_content() == "1 vastaajalla"
        node(page, "Luottamus kantaa").focus()
        assert "Aika ei riitä\u2069 1" in page.locator(".readout").text_content()
        assert "yhdessä Aika ei riitä: 1" in node(page, "Luottamus kantaa").get_attribute("aria-label")
        page.locator(".pairs select").select_option("code")
        page.locator(".lines", has_text="(koodi)").wait_for()
        assert page.locator(".together .band").count() == 1
        slide(page, 0)
        assert page.locator(".together").count() == 0

    def test_the_lines_follow_the_filter_and_hide_no_word(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target, by="Kaupunki"))
        slide(page, 1)
        layer = page.locator(".together")
        assert layer.evaluate("(element) => getComputedStyle(element).mixBlendMode") == "multiply"
        assert layer.evaluate("(element) => element === element.ownerSVGElement.lastElementChild")
        page.locator(".filters select").select_option("Oulu")
        page.locator(".lines", has_text="Pareja: 0.").wait_for()
        assert page.locator(".together .band").count() == 0

    def test_what_occurs_together_stands_in_the_side_and_leads_there(
        self, ta: Analysis, target: Path, opened: Open
    ) -> None:
        page = opened(ta.live_map(target))
        node(page, "Luottamus kantaa").click()
        goes_to(page, "Luottamus kantaa")
        assert page.locator(".side .with li").all_text_contents() == ["Aika ei riitä1"]
        page.locator(".side .with button").click()
        goes_to(page, "Aika ei riitä")

    def test_where_counts_do_not_belong_they_come_when_asked_for_with_a_line(
        self, study: Study, ta: Analysis, target: Path, opened: Open
    ) -> None:
        ta = study.analysis("TA", approach="reflexive")
        page = opened(ta.live_map(target))
        node(page, "Luottamus kantaa").click()
        goes_to(page, "Luottamus kantaa")
        assert page.locator(".side .with").count() == 0
        assert page.locator(".side .n").count() == 0
        slide(page, 1)
        page.locator(".side .with").wait_for()
        assert "Lukumäärät eivät kuulu" in page.locator(".side .note").text_content()
        assert "Lukumäärät eivät kuulu" in page.locator(".lines").text_content()


class TestHostile:
    @pytest.fixture
    def hostile(self, survey: Survey, tmp_path: Path) -> Iterator[Analysis]:
        """Wherever somebody can write, something that would run or turn its surroundings around."""
        texts = [HOSTILE, f"{HOSTILE} {'pitkä ' * 180_000}", *survey.answers["text"].iloc[2:]]
        questions = tuple(replace(question, text=f"{question.text} {HOSTILE}") for question in survey.questions)
        cases = survey.cases.assign(Kaupunki=[HOSTILE, "Turku", "Turku", None])
        variables = tuple(
            replace(item, categories=(HOSTILE, "Turku")) if item.name == "Kaupunki" else item
            for item in survey.variables
        )
        changed = replace(
            survey, answers=survey.answers.assign(text=texts), questions=questions, cases=cases, variables=variables
        )
        with teema.create(tmp_path / "x.teema", changed, coder="AJ") as study:
            study.codebook.add(HOSTILE, definition=HOSTILE)
            for answer in study.answers["answer"].iloc[:2]:
                study.code(answer, None, NAME)
            ta = study.analysis("<img src=x onerror='window.ran = 3'>", approach="codebook")
            ta.add(f"<b onclick='window.ran = 4'>{HOSTILE}</b>", codes=[NAME], definition=HOSTILE)
            yield ta

    def test_nothing_runs_and_everything_is_shown_as_it_is(
        self, hostile: Analysis, tmp_path: Path, opened: Open
    ) -> None:
        page = opened(hostile.live_map(tmp_path / "x.html", by="Kaupunki"))
        page.locator(".picture g.code").first.click()
        goes_to(page, NAME)
        quotes = page.locator(".side blockquote p")
        assert quotes.first.text_content() == HOSTILE
        assert HOSTILE in page.locator(".side blockquote footer").first.text_content()
        assert HOSTILE in page.locator(".side").text_content()  # the definition
        assert len(quotes.nth(1).text_content()) == 2000
        page.locator(".side blockquote .more").click()
        assert len(quotes.nth(1).text_content()) > 1_000_000
        page.locator(".filters select").select_option(HOSTILE)
        page.locator(".said", has_text="1 / 4 vastaajaa").wait_for()
        slide(page, 0)
        page.locator(".search").fill("onerror")
        page.locator(".said", has_text="teemoja ja koodeja 2").wait_for()
        assert page.evaluate("window.ran === undefined")
        assert page.locator("img, .side b, script[src]").count() == 0
        assert page.locator("script").count() == 2

    def test_a_turned_text_turns_nothing_beside_it(self, hostile: Analysis, tmp_path: Path, opened: Open) -> None:
        page = opened(hostile.live_map(tmp_path / "x.html"))
        page.locator(".picture g.code").first.click()
        page.locator(".side blockquote").first.wait_for()
        isolated = (
            "(element) => ['isolate', 'plaintext', 'isolate-override'].includes(getComputedStyle(element).unicodeBidi)"
        )
        for place in (".side li bdi", ".side blockquote footer bdi", ".side blockquote p", ".side h2"):
            assert page.locator(place).first.evaluate(isolated), place

    def test_a_script_that_somebody_puts_into_the_page_does_not_run(
        self, ta: Analysis, target: Path, browser: Any
    ) -> None:
        ta.live_map(target)
        text = target.read_text(encoding="utf-8")
        bad = (
            "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'><svg onload='window.ran = 3'></svg>"
            "<iframe srcdoc='<script>parent.ran = 4</script>'></iframe><a id=bad href='javascript:window.ran = 5'>x</a>"
            "<script src='data:text/javascript,window.ran=6'></script>"
        )
        target.write_text(text.replace("<body>", f"<body>{bad}"), encoding="utf-8")
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(target.as_uri())
        page.locator(".side nav").wait_for()
        page.evaluate("document.getElementById('bad').click()")
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran === undefined")
        assert any("Content Security Policy" in text for text in said)
        page.close()


class TestWithoutExtracts:
    def test_nothing_that_was_said_stands_in_it_and_small_counts_are_hidden(self, ta: Analysis, target: Path) -> None:
        path = ta.live_map(target, extracts=False, by="Kaupunki")
        text = path.read_text(encoding="utf-8")
        assert "Aina kiire" not in text
        assert "Turku" not in text
        found = data_of(path)
        assert "live" not in found
        ids = {item["name"]: item["id"] for item in found["shown"]["nodes"]}
        assert found["told"]["counts"][ids["Kiire"]] == "–"
        assert all(not pairs["shown"] for pairs in found["told"]["pairs"].values())
        assert "n = 2" not in text
        bare = data_of(ta.live_map(path, extracts=False, min_cell=None))
        assert bare["told"]["counts"][ids["Kiire"]] == "2"
        assert bare["told"]["pairs"]["theme"]["shown"][0][2] == 1

    def test_it_can_be_walked_and_searched(self, ta: Analysis, target: Path, opened: Open) -> None:
        page = opened(ta.live_map(target, extracts=False))
        node(page, "Aika ei riitä").click()
        goes_to(page, "Aika ei riitä")
        assert page.locator(".side li:not(nav li) button").all_text_contents() == ["Kiire–"]
        page.locator(".side li:not(nav li) button").click()
        goes_to(page, "Kiire")
        assert page.locator(".side blockquote").count() == 0
        page.locator(".search").fill("työntekijään")  # a definition
        page.locator(".side li button", has_text="Luottamus").wait_for()


def test_identifiers_are_warned_of_and_other_endings_and_variables_refused(ta: Analysis, target: Path) -> None:
    ta.edit("Luottamus kantaa", definition="Soita 040 123 4567.")
    with pytest.warns(IdentifiersWarning):
        ta.live_map(target)
    with pytest.raises(UnusableValueError, match="ending"):
        ta.live_map(target.with_suffix(".pdf"))
    with pytest.raises(NotFoundError, match="Kaupunki"):
        ta.live_map(target, by="Kaupunk")
    assert not target.with_suffix(".pdf").exists()


def test_in_print_stand_the_map_and_what_is_shown(ta: Analysis, target: Path, opened: Open) -> None:
    page = opened(ta.live_map(target))
    node(page, "Kiire").click()
    goes_to(page, "Kiire")
    page.emulate_media(media="print", color_scheme="dark")
    for what in (".bar input", ".side nav", ".foot"):
        assert page.locator(what).first.is_hidden()
    for what in (".picture svg", ".side h2", ".side blockquote"):
        assert page.locator(what).first.is_visible()
    assert page.locator(".side blockquote p").first.evaluate("(it) => getComputedStyle(it).color") == "rgb(0, 0, 0)"
    # Nothing is scrolled on paper.
    assert page.locator(".side").evaluate("(it) => it.scrollHeight <= it.clientHeight + 1")


@pytest.mark.parametrize(("language", "words"), [("sv", "Sök i namn"), ("en", "Search names")])
def test_in_the_language_of_the_study(survey: Survey, tmp_path: Path, opened: Open, language: Any, words: str) -> None:
    with teema.create(tmp_path / "x.teema", survey, coder="AJ", language=language) as study:
        study.codebook.add("Kiire"), study.code("1:Q2", "Aina kiire", "Kiire")
        ta = study.analysis("TA", approach="codebook")
        ta.add("Tiden räcker inte", codes=["Kiire"])
        page = opened(ta.live_map(tmp_path / "x.html"))
    assert page.locator(".search").get_attribute("placeholder").startswith(words)
    assert page.locator("html").get_attribute("lang") == language
