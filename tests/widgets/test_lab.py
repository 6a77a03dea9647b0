"""The widgets in real JupyterLab: the few things that only show there — threads, shortcuts, a kernel that dies."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

pytestmark = pytest.mark.slow

SETUP = """\
import teema, pathlib
survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
path = pathlib.Path("koe.teema")
study = teema.open(path, coder="AJ") if path.exists() else teema.create(path, survey, coder="AJ", language="fi")
if "Luottamus" not in study.codebook:
    for name in ("Luottamus", "Kiire"):
        study.codebook.add(name)
study.coder()
"""
READ = "import sys, teema; teema.open(sys.argv[1], read_only=True).codings.to_json(sys.stdout, orient='records')"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab server over an empty folder: its address, and the folder."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: make test installs it")
    folder = tmp_path_factory.mktemp("lab")
    config = folder / "config"
    (config / "labconfig").mkdir(parents=True)
    # News from the network would be asked for, and a dialog would stand in the way.
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(quiet))
    work = folder / "work"
    work.mkdir()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0", "--ServerApp.port_retries=0",
        "--IdentityProvider.token=", "--ServerApp.password=", f"--ServerApp.root_dir={work}",
        "--ServerApp.ip=127.0.0.1", "--ServerApp.disable_check_xsrf=True",
    ]  # fmt: skip
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(folder / "data")}
    env |= {"JUPYTER_RUNTIME_DIR": str(folder / "run"), "IPYTHONDIR": str(folder / "ipython")}
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env, start_new_session=True)
    assert server.stderr is not None
    address = ""
    for line in server.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            address = found[0]
            break
    assert address, "JupyterLab did not start"
    # What it says further is let go, or it would wait for a reader.
    drain = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)
    yield address, work
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(20)
    server.stderr.close()
    drain.wait(20)


@pytest.fixture
def notebook(browser: Any, lab: tuple[str, Path]) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a notebook of some cells, runs them all, and returns the page."""
    address, work = lab
    contexts = []

    def open_notebook(name: str, *cells: str, wait: bool = True) -> Any:
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        (work / name).mkdir(exist_ok=True)
        nbformat.write(book, work / name / "koe.ipynb")
        context = browser.new_context(viewport={"width": 1500, "height": 1100})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.route(lambda url: not url.startswith(address), lambda route: route.abort())
        page.goto(f"{address}/lab/workspaces/{name}/tree/{name}/koe.ipynb")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        # What is run before the kernel is ready is dropped without a word.
        page.locator(".jp-StatusBar-Widget", has_text="| Idle").wait_for()
        for place in range(len(cells)):
            page.locator(".jp-Notebook .jp-InputArea .cm-content").nth(place).click()
            page.keyboard.press("Shift+Enter")
        if wait:
            page.locator(".teema-coder").first.wait_for()
        return page

    yield open_notebook
    for context in contexts:
        context.close()


def on_disk(folder: Path) -> pd.DataFrame:
    """Return the codings as another process reads them."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder / "koe.teema")], capture_output=True, text=True, check=True
    )
    return pd.DataFrame(json.loads(done.stdout))


def cells(page: Any) -> int:
    return int(page.locator(".jp-Notebook .jp-Cell").count())


def code_next(page: Any, number: int, name: str = "luot") -> None:
    """Select the next sentence, give it a code, and wait until the page says that it is saved."""
    page.keyboard.press("ArrowRight")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.locator(".tree .n", has_text=re.compile(f"^{number}$")).first.wait_for()
    page.locator(".state", has_text="Tallessa").first.wait_for()


def test_fifty_codings_by_keyboard_alone(notebook: Callable[..., Any], lab: tuple[str, Path]) -> None:
    page = notebook("viisikymmenta", SETUP)
    before = cells(page)
    page.locator(".teema-coder").focus()
    for number in range(1, 51):
        code_next(page, number)
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.locator(".place", has_text=re.compile(rf"^{number + 1} /")).wait_for()
    found = on_disk(lab[1] / "viisikymmenta")
    assert len(found) == 50
    assert found["answer"].nunique() == 50
    assert set(found["code"]) == {"Luottamus"}
    assert cells(page) == before  # a, b, x and d d are keys of the notebook: none of them reached it


def test_a_busy_kernel_still_saves(notebook: Callable[..., Any], lab: tuple[str, Path]) -> None:
    page = notebook("kiire", SETUP)
    page.locator(".teema-coder").focus()
    for key, place in (("j", "2 /"), ("k", "1 /")):  # JupyterLab opens the second channel while the first is free
        page.keyboard.press(key)
        page.locator(".place", has_text=place).wait_for()
    page.locator(".jp-Notebook .jp-InputArea .cm-content").nth(1).click()
    page.keyboard.type("import time; time.sleep(25)")
    page.keyboard.press("Shift+Enter")
    running = page.locator(".jp-InputPrompt", has_text="[*]:")
    running.wait_for()
    page.locator(".teema-coder").focus()
    code_next(page, 1, "kiir")
    assert running.count() == 1
    assert len(on_disk(lab[1] / "kiire")) == 1


def test_a_killed_kernel_loses_nothing_that_was_acknowledged(
    notebook: Callable[..., Any], lab: tuple[str, Path]
) -> None:
    page = notebook("kuollut", SETUP + "\nimport os; pathlib.Path('pid').write_text(str(os.getpid()))\nstudy.coder()")
    page.locator(".teema-coder").first.focus()
    for number in range(1, 6):
        code_next(page, number)
    os.kill(int((lab[1] / "kuollut" / "pid").read_text()), signal.SIGKILL)
    page.keyboard.press("ArrowRight")
    page.keyboard.type("kiir")
    page.keyboard.press("Enter")
    page.locator(".state.bad").first.wait_for()
    assert len(on_disk(lab[1] / "kuollut")) == 5


def test_two_coders_on_one_study_show_each_others_work(notebook: Callable[..., Any], lab: tuple[str, Path]) -> None:
    page = notebook("kaksi", SETUP, "study.coder()")
    first, second = page.locator(".teema-coder").nth(0), page.locator(".teema-coder").nth(1)
    second.wait_for()
    first.focus()
    code_next(page, 1)
    second.focus()
    page.keyboard.press("j")
    page.keyboard.press("k")
    second.locator("[data-coding]").wait_for()
    assert second.locator(".tree .n").first.text_content() == "1"
    assert len(on_disk(lab[1] / "kaksi")) == 1


def test_the_saved_notebook_holds_one_answer_at_most(notebook: Callable[..., Any], lab: tuple[str, Path]) -> None:
    page = notebook("tallessa", SETUP)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    saved = (lab[1] / "tallessa" / "koe.ipynb").read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ.replace("codings", "answers"), str(lab[1] / "tallessa" / "koe.teema")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    held = {
        item["answer"]
        for item in json.loads(done.stdout)
        if item["text"][:40] in saved or json.dumps(item["text"][:40])[1:-1] in saved
    }
    assert held <= {"1:Q1"}


def test_the_codebook_is_ordered_and_renamed_while_a_cell_runs(
    notebook: Callable[..., Any], lab: tuple[str, Path]
) -> None:
    page = notebook("koodikirja", SETUP.replace("study.coder()", "study.codebook_view()"), wait=False)
    view = page.locator(".teema-codebook")
    view.locator(".named textarea").wait_for()
    before = cells(page)
    view.focus()
    page.keyboard.press("End")
    page.keyboard.press("Alt+ArrowUp")
    view.locator(".said", has_text="Kiire: ylimmällä tasolla, 1 / 2").wait_for()
    page.locator(".jp-Notebook .jp-InputArea .cm-content").nth(1).click()
    page.keyboard.type("import time; time.sleep(25)")
    page.keyboard.press("Shift+Enter")
    running = page.locator(".jp-InputPrompt", has_text="[*]:")
    running.wait_for()
    source = view.locator("[data-code]", has_text="Luottamus").bounding_box()
    target = view.locator("[data-code]", has_text="Kiire").bounding_box()
    page.mouse.move(source["x"] + 90, source["y"] + source["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 90, target["y"] + target["height"] / 2, steps=6)
    page.mouse.up()
    view.locator(".said", has_text="Luottamus: koodin ”Kiire” alla, 1 / 1").wait_for()
    page.keyboard.press("F2")
    page.keyboard.type("abxdd luottamus")  # a, b, x and d d are keys of the notebook
    page.keyboard.press("Enter")
    view.locator(".said", has_text="Uusi nimi: Luottamus → abxdd luottamus").wait_for()
    view.locator(".state", has_text="Tallessa").wait_for()
    assert running.count() == 1
    file = lab[1] / "koodikirja" / "koe.teema"
    done = subprocess.run(
        [sys.executable, "-c", READ.replace("codings", "codebook.to_frame()"), str(file)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [(item["code"], item["depth"]) for item in json.loads(done.stdout)] == [
        ("Kiire", 0),
        ("abxdd luottamus", 1),
    ]
    assert cells(page) == before + 1  # the one that Shift Enter makes


def test_the_live_map_answers_while_a_cell_runs_and_leaves_no_extract_in_the_notebook(
    notebook: Callable[..., Any], lab: tuple[str, Path]
) -> None:
    made = (
        'study.code("1:Q1", (0, 60), "Luottamus")\nstudy.code("2:Q1", (0, 60), "Kiire")\n'
        'ta = study.analysis("A", approach="codebook")\nta.add("Luottamus kantaa", codes=["Luottamus"])\n'
        'ta.add("Aika ei riitä", codes=["Kiire"])\nta.live_map(by="Yksikkötyyppi")'
    )
    page = notebook("elavakartta", SETUP.replace("study.coder()", made), wait=False)
    live = page.locator(".teema-live")
    live.locator(".side li button", has_text="Aika ei riitä").wait_for()
    before = cells(page)
    live.focus()
    for key in ("k", "Enter"):
        page.keyboard.press(key)
    live.locator(".side h2", has_text="Luottamus kantaa").wait_for()
    page.locator(".jp-Notebook .jp-InputArea .cm-content").nth(1).click()
    page.keyboard.type('study.code("3:Q1", (0, 20), "Luottamus"); import time; time.sleep(25)')
    page.keyboard.press("Shift+Enter")
    running = page.locator(".jp-InputPrompt", has_text="[*]:")
    running.wait_for()
    live.locator(".side ul button", has_text="Luottamus").click()
    live.locator(".side h2", has_text=re.compile("^Luottamus$")).wait_for()
    live.locator(".side blockquote").nth(1).wait_for()  # the one that the running cell made is there too
    assert live.locator(".picture g.theme text").nth(1).text_content() == "n = 2"
    for key in ("a", "b", "x", "d", "d"):  # keys of the notebook
        page.keyboard.press(key)
    assert (running.count(), cells(page)) == (1, before + 1)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    saved = (lab[1] / "elavakartta" / "koe.ipynb").read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(lab[1] / "elavakartta" / "koe.teema")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    extracts = [item["text"] for item in json.loads(done.stdout)]
    assert len(extracts) == 3
    assert not [text for text in extracts if text in saved or json.dumps(text)[1:-1] in saved]


def test_cards_are_moved_while_a_cell_runs(notebook: Callable[..., Any], lab: tuple[str, Path]) -> None:
    made = 'ta = study.analysis("A")\nta.add("Aika ei riitä")\nta.board()'
    page = notebook("teemataulu", SETUP.replace("study.coder()", made), wait=False)
    board = page.locator(".teema-board")
    board.locator(".card", has_text="Kiire").wait_for()
    before = cells(page)
    board.locator(".card", has_text="Luottamus").focus()
    for key in ("Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    board.locator(".said", has_text="Luottamus → Aika ei riitä").wait_for()
    board.locator(".state", has_text="Tallessa").wait_for()
    page.locator(".jp-Notebook .jp-InputArea .cm-content").nth(1).click()
    page.keyboard.type("import time; time.sleep(25)")
    page.keyboard.press("Shift+Enter")
    running = page.locator(".jp-InputPrompt", has_text="[*]:")
    running.wait_for()
    board.locator(".card", has_text="Kiire").scroll_into_view_if_needed()
    source = board.locator(".card", has_text="Kiire").bounding_box()
    target = board.locator(".theme > .head").bounding_box()
    page.mouse.move(source["x"] + 60, source["y"] + source["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] / 2, steps=6)
    page.mouse.up()
    board.locator(".said", has_text="Kiire → Aika ei riitä").wait_for()
    for key in ("a", "b", "x", "d", "d", "n"):  # keys of the notebook, and then one of the board
        page.keyboard.press(key)
    page.keyboard.type("abxdd luottamus")
    page.keyboard.press("Enter")
    board.locator(".said", has_text="Uusi teema: abxdd luottamus").wait_for()
    board.locator(".state", has_text="Tallessa").wait_for()
    assert (running.count(), cells(page)) == (1, before + 1)
    file = lab[1] / "teemataulu" / "koe.teema"
    done = subprocess.run(
        [sys.executable, "-c", READ.replace("codings", 'analysis("A").members'), str(file)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [
        {"theme": "Aika ei riitä", "code": "Luottamus"},
        {"theme": "Aika ei riitä", "code": "Kiire"},
    ]
