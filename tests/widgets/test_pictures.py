"""The pictures of the coder in the documentation: the sample survey, coded in part.

`TEEMA_PICTURES=docs/pictures python -m pytest tests/widgets/test_pictures.py` takes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import teema
from teema.coding import read_codebook
from teema.study import Study

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


def test_reading_first(half_coded: Study, show: Callable[..., Any], pictures: Path) -> None:
    with half_coded as study:
        study.memo("Kiire toistuu tässäkin, vaikka sitä ei kysytä.", answer="1:Q1")
        page = show(study.coder(reading=True), width=1180, height=640)
        page.screenshot(path=pictures / "lukeminen.png")
        assert page.locator(".memo").count() == 1
