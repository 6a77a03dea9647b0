"""A page in a real browser that shows a widget, with Python behind it but without a notebook."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.coder_page import CHROMIUM, LAUNCH
from benchmarks.coder_page import open_page as open_in

from teema.study import Study
from teema.widgets.command_widget import CommandWidget


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: install it, or name it in TEEMA_CHROMIUM")
    with api.sync_playwright() as engine:
        found = engine.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield found
        found.close()


@pytest.fixture
def show(browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that shows a widget on a page."""
    opened = []

    def open_page(widget: CommandWidget, *, dark: bool = False, width: int = 1200, height: int = 800) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.problems = problems
        open_in(page, widget)
        return page

    yield open_page
    for context in opened:
        for page in context.pages:
            assert page.problems == []
        context.close()


@pytest.fixture
def coded(study: Study) -> Study:
    """The small study with three codes."""
    for name in ("Luottamus", "Kiire", "Turvallinen arki"):
        study.codebook.add(name, definition=f"Mitä {name.casefold()} tarkoittaa.")
    return study


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures of the screen go: the folder named by TEEMA_PICTURES, else one that is thrown away."""
    folder = Path(os.environ.get("TEEMA_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
