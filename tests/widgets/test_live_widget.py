"""The live map in a browser with Python behind it: walking, keys, what was done elsewhere, texts that would run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import teema
from teema.study import Study
from teema.study.analysis import Analysis
from teema.survey import Survey

Show = Callable[..., Any]
HOSTILE = "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> \u202e kiire"


@pytest.fixture
def ta(coded: Study) -> Analysis:
    coded.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus"), coded.code("1:Q2", "Aina kiire", "Kiire")
    coded.code("4:Q2", (0, 10), "Kiire")
    ta = coded.analysis("TA", approach="codebook")
    ta.add("Aika ei riitä", codes=["Kiire"], definition="Työaika loppuu kesken.")
    ta.add("Luottamus kantaa", codes=["Luottamus"])
    return ta


def node(page: Any, name: str) -> Any:
    return page.locator(f".picture [data-name='{name}']")


def goes_to(page: Any, name: str) -> None:
    page.locator(".side h2", has_text=re.compile(f"^{re.escape(name)}$")).wait_for()


def test_from_a_theme_to_what_was_said_in_two_clicks_and_back(ta: Analysis, show: Show) -> None:
    page = show(ta.live_map(by="Kaupunki"))
    node(page, "Aika ei riitä").click()
    goes_to(page, "Aika ei riitä")
    page.locator(".side li button", has_text="Kiire").click()
    goes_to(page, "Kiire")
    assert page.locator(".side blockquote p").all_text_contents() == ["Aina kiire", "Asiakassuh"]
    assert page.locator(".side blockquote footer").first.text_content() == "vastaaja 1 · Mikä on vaikeaa?"
    page.locator(".filters select").select_option("Turku")
    page.locator(".said", has_text="2 / 4 vastaajaa · otteita 2").wait_for()
    assert page.locator(".side blockquote p").all_text_contents() == ["Aina kiire"]
    page.locator(".teema-live").focus()
    page.keyboard.press("Escape")
    goes_to(page, "Aika ei riitä")
    page.keyboard.press("Escape")
    page.locator(".side h2").wait_for(state="detached")


def test_no_key_reaches_the_notebook(ta: Analysis, show: Show) -> None:
    page = show(ta.live_map())
    assert page.locator(".teema-live").get_attribute("data-lm-suppress-shortcuts") == "true"
    assert page.locator(".teema-live").get_attribute("tabindex") == "0"
    for key in ("k", "a", "b", "d", "d", "ArrowDown", "Enter", "x"):
        page.keyboard.press(key)
    page.keyboard.press("f")
    page.keyboard.type("kii d d")
    assert page.evaluate("window.leaked") == []


def test_what_a_cell_did_shows_at_the_next_click(coded: Study, ta: Analysis, show: Show) -> None:
    page = show(ta.live_map())
    node(page, "Kiire").click()
    goes_to(page, "Kiire")
    coded.code("2:Q1", "se vie aikaa", "Kiire")
    ta.rename("Luottamus kantaa", "Luottamus on kaikki")
    node(page, "Luottamus kantaa").click()
    goes_to(page, "Luottamus on kaikki")
    assert node(page, "Luottamus on kaikki").count() == 1
    assert node(page, "Aika ei riitä").locator("text").last.text_content() == "n = 3"
    assert page.locator(".picture .chosen").get_attribute("data-name") == "Luottamus on kaikki"


def test_the_button_brings_up_to_date_and_what_is_gone_is_told_of(ta: Analysis, show: Show) -> None:
    page = show(ta.live_map())
    node(page, "Luottamus kantaa").click()
    goes_to(page, "Luottamus kantaa")
    ta.drop("Luottamus kantaa", reason="liian laaja")
    page.get_by_role("button", name="Päivitä").click()
    page.locator(".said", has_text="ei ole enää kartalla").wait_for()
    assert page.locator(".side h2").count() == 0
    assert node(page, "Luottamus kantaa").count() == 0


def test_lines_come_with_the_slider_and_go_with_the_filter(ta: Analysis, show: Show) -> None:
    page = show(ta.live_map(by="Kaupunki"))
    slider = page.locator(".pairs input")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".together .band").count() == 1
    page.locator(".filters select").select_option("Oulu")
    page.locator(".lines", has_text="Pareja: 0.").wait_for()
    assert page.locator(".together .band").count() == 0
    page.locator(".clear").click()
    page.locator(".lines", has_text="Pareja: 1.").wait_for()


def test_a_silent_kernel_is_told_of_without_talk_of_saving(ta: Analysis, show: Show) -> None:
    page = show(ta.live_map())
    page.evaluate("window.dead = true")
    node(page, "Kiire").click()
    page.locator(".state.bad", has_text="Python ei vastaa").wait_for()
    assert "Tallentamatta" not in page.locator(".state").text_content()


def test_an_answer_that_comes_late_does_not_replace_a_later_one(ta: Analysis, show: Show) -> None:
    page = show(ta.live_map())
    page.evaluate("window.dead = true")
    node(page, "Kiire").click()
    page.evaluate("window.dead = false")
    node(page, "Luottamus kantaa").click()
    goes_to(page, "Luottamus kantaa")
    first = page.evaluate("window.sent.find((message) => message.given.node)")
    page.evaluate("async (message) => window.fire('msg:custom', (await window.python(message)).reply)", first)
    goes_to(page, "Luottamus kantaa")
    assert page.locator(".side blockquote").count() == 0


def test_nothing_that_somebody_wrote_runs(survey: Survey, tmp_path: Path, show: Show) -> None:
    answers = survey.answers.assign(text=[HOSTILE, *survey.answers["text"].iloc[1:]])
    questions = tuple(replace(question, text=f"{question.text} {HOSTILE}") for question in survey.questions)
    with teema.create(tmp_path / "x.teema", replace(survey, answers=answers, questions=questions), coder="AJ") as study:
        study.codebook.add(HOSTILE, definition=HOSTILE), study.code("1:Q1", None, HOSTILE)
        ta = study.analysis("<img src=x onerror='window.ran = 3'>", approach="codebook")
        ta.add(f"<b onclick='window.ran = 4'>{HOSTILE}</b>", codes=[HOSTILE], definition=HOSTILE)
        page = show(ta.live_map())
        page.locator(".picture g.code").first.click()
        goes_to(page, HOSTILE)
        assert page.locator(".side blockquote p").text_content() == HOSTILE
        page.locator(".picture g.theme").first.click()
        page.locator(".side h2", has_text="<b onclick").wait_for()
        assert page.evaluate("window.ran === undefined")
        assert page.locator("#home img, #home script, .side b").count() == 0
