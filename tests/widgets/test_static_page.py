"""The coder as a page to read in: opens from the disk, asks nobody for anything, runs nothing but its own script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import teema
from teema.errors import UnusableValueError
from teema.privacy import IdentifiersWarning
from teema.study import Study
from teema.survey import Survey

HOSTILE = (
    "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> kiire",
    "kiire <!-- --> & \u2028 \u2029 ]]> ${window.ran = 3} \"'`",
    "שלום 😀 kiire javascript:window.ran=4",
)


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Return a function that opens a file in the browser; every request for anything else is noted and refused."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.asked, page.problems = [], []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)

    def open_file(path: Path) -> Any:
        address = path.as_uri()
        page.on("request", lambda request: page.asked.append(request.url) if request.url != address else None)
        page.goto(address)
        page.locator(".words").first.wait_for()
        return page

    yield open_file
    assert page.asked == []
    assert page.problems == []
    context.close()


def test_shows_answers_codings_and_progress_and_goes_through_them(coded: Study, opened: Any) -> None:
    coded.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    coded.code("1:Q2", "Aina kiire", "Kiire")
    page = opened(coded.coder_page(coded.path.with_name("luku.html"), questions=["Q1", "Q2"]))
    assert page.locator(".place").text_content() == "1 / 6"
    assert "luottamus syntyy hitaasti" in page.locator("[data-coding]").first.text_content()
    page.keyboard.press("j")
    page.locator(".place", has_text="2 / 6").wait_for()
    page.keyboard.press("f")
    page.keyboard.type("KIIRE")
    page.keyboard.press("Enter")
    page.locator(".segment.hit").first.wait_for()
    assert page.locator(".words").first.get_attribute("data-answer") in ("1:Q2", "4:Q2")


def test_a_code_shows_its_definition_and_its_extracts(coded: Study, opened: Any) -> None:
    coded.code("1:Q2", "Aina kiire", "Kiire")
    page = opened(coded.coder_page(coded.path.with_name("luku.html")))
    page.locator(".tree li", has_text="Kiire").hover()
    page.locator(".about dd", has_text="”Aina kiire” (1:Q2)").wait_for()
    assert "Mitä kiire tarkoittaa." in page.locator(".about").text_content()


def test_nothing_can_be_changed(coded: Study, opened: Any) -> None:
    page = opened(coded.coder_page(coded.path.with_name("luku.html")))
    page.keyboard.press("ArrowRight")
    page.keyboard.type("kiire")
    page.keyboard.press("Enter")
    assert page.locator("[data-coding]").count() == 0
    for name in ("Kumoa", "Tee uudelleen", "Muistiinpano"):
        button = page.get_by_role("button", name=name, exact=True)
        assert button.count() == 0 or button.is_disabled()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_answer_says_never_runs(survey: Survey, tmp_path: Path, opened: Any, text: str) -> None:
    answers = survey.answers.assign(text=[text, *survey.answers["text"].iloc[1:]])
    with teema.create(tmp_path / "x.teema", replace(survey, answers=answers), coder="AJ") as study:
        study.codebook.add("<img src=x onerror='window.ran = 5'>")
        study.code(study.answers["answer"].iloc[0], (0, 5), "<img src=x onerror='window.ran = 5'>")
        page = opened(study.coder_page(tmp_path / "x.html"))
    assert page.locator(".words").first.evaluate("node => node.textContent") == text
    assert page.evaluate("window.ran === undefined")
    assert page.locator("img").count() == 0


def data_of(path: Path) -> Any:
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.S
    )
    assert found is not None
    return json.loads(found[1])


def test_background_and_notes_stay_at_home_unless_named(coded: Study) -> None:
    coded.memo("Vain minulle.", answer="1:Q1")
    path = coded.path.with_name("luku.html")
    plain = data_of(coded.coder_page(path))
    assert all(page["background"] == [] for page in plain["pages"])
    assert "Vain minulle" not in path.read_text(encoding="utf-8")
    full = data_of(coded.coder_page(path, background="Kaupunki", memos=True))
    assert full["pages"][0]["background"] == [{"label": "Kaupunki", "value": "Turku"}]
    assert "Vain minulle" in path.read_text(encoding="utf-8")


def test_the_policy_forbids_every_request(coded: Study) -> None:
    text = coded.coder_page(coded.path.with_name("luku.html")).read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert re.search(r"https?://(?!www\.w3\.org)", text) is None


def test_identifiers_are_warned_of_and_other_endings_refused(survey: Survey, tmp_path: Path) -> None:
    answers = survey.answers.assign(text=["Soita 040 123 4567", *survey.answers["text"].iloc[1:]])
    with teema.create(tmp_path / "x.teema", replace(survey, answers=answers), coder="AJ") as study:
        with pytest.warns(IdentifiersWarning):
            study.coder_page(tmp_path / "x.html")
        with pytest.raises(UnusableValueError, match="ending"):
            study.coder_page(tmp_path / "x.pdf")


def test_identifiers_in_notes_definitions_and_reduced_expressions_are_warned_of(coded: Study) -> None:
    path = coded.path.with_name("luku.html")
    coded.memo("Soita 040 123 4567", answer="1:Q1")
    coded.coder_page(path)  # the note stays at home: nothing to warn of
    with pytest.warns(IdentifiersWarning, match="puhelinnumero 1"):
        coded.coder_page(path, memos=True)
    coded.codebook.add("Yhteydenotto", definition="Kysy: 050 765 4321")
    with pytest.warns(IdentifiersWarning, match="puhelinnumero 1"):
        coded.coder_page(path)
