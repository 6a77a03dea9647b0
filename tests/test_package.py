"""The package as a whole: light to import, complete in its documentation, silent on the network."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import teema

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "teema"
ROOMS = ["coding", "export", "importers", "language", "maps", "privacy", "results", "study", "themes"]


def test_importing_teema_loads_nothing_heavy() -> None:
    heavy = ["pandas", "numpy", "scipy", "spacy", "matplotlib", "networkx", "openpyxl", "great_tables", "lark"]
    code = f"import sys, teema; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_a_survey_loads_no_language_model_and_no_drawing() -> None:
    code = (
        "import sys, teema; teema.read_survey(teema.samples() / 'asiakassuhde.csv');"
        "print([name for name in ['spacy', 'matplotlib', 'scipy', 'great_tables'] if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def public_objects() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [(f"teema.{name}", getattr(teema, name)) for name in teema.__all__]
    for room in ROOMS:
        module = import_module(f"teema.{room}")
        found += [(f"teema.{room}.{name}", getattr(module, name)) for name in module.__all__]
    return [(name, item) for name, item in found if inspect.isfunction(item) or inspect.isclass(item)]


@pytest.mark.parametrize(("name", "item"), public_objects(), ids=lambda item: item if isinstance(item, str) else "")
def test_every_public_name_says_what_it_does(name: str, item: object) -> None:
    text = inspect.getdoc(item)
    assert text, name
    assert text.splitlines()[0].endswith((".", "?", ":")), name


@pytest.mark.parametrize("command", ["import", "new", "find", "export", "pseudonymise", "demo"])
def test_every_command_has_its_how_to(command: str) -> None:
    page = (ROOT / "docs" / "how-to" / f"{command}.md").read_text(encoding="utf-8")
    assert f"teema {command}" in page


@pytest.mark.parametrize("command", ["check", "rescue", "restore"])
def test_keeping_the_file_safe_has_one_how_to(command: str) -> None:
    page = (ROOT / "docs" / "how-to" / "keep-safe.md").read_text(encoding="utf-8")
    assert f"teema {command} " in page


def test_no_module_reaches_for_the_network() -> None:
    forbidden = {"requests", "urllib", "http", "httpx", "socket", "ftplib", "smtplib"}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {name.split(".")[0] for name in names} & forbidden, path
