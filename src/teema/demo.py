"""The main job on the sample data: from a Webropol export to a theme map and frequency tables."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from teema.coding import read_codebook
from teema.errors import NotFoundError
from teema.privacy import IdentifiersWarning
from teema.terms import term
from teema.themes import read_themes

if TYPE_CHECKING:
    from teema.study import Analysis, Study

__all__ = ["DemoResult", "run_demo", "samples"]


class DemoResult(NamedTuple):
    """What the demo made: lines to print, and the files."""

    lines: list[str]
    files: list[Path]


def samples() -> Path:
    """Return the folder of the sample data: an invented survey, its codebook and its themes.

    Raises:
        NotFoundError: The installation has no sample data.

    Example:
        >>> (samples() / "asiakassuhde.xlsx").exists()
        True
    """
    package = Path(__file__).parent
    for folder in (package / "data_samples", package.parent.parent / "data_samples"):
        if (folder / "asiakassuhde.xlsx").exists():
            return folder
    raise NotFoundError.of("folder", "data_samples", [], where=package, advice="Install teema again.")


def run_demo(folder: Path, *, say: Callable[[str], None] = lambda _line: None) -> DemoResult:
    """Do the main job on the sample survey and write the results into a folder.

    A study that an earlier run made from the same data is continued, so that a second run is quick.

    Args:
        folder: Where to write; made when it is not there.
        say: Gets a line at each step, for the impatient.

    Returns:
        Summary lines in Finnish, and the files: study, workbook, and the theme map as SVG, PNG and PDF.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    with _study(folder / "asiakassuhde.teema", say, lines) as study:
        say(term("cli.step_lemmas", "fi"))
        _ = study.tokens
        say(term("cli.step_codes", "fi"))
        study.codebook.add_all(read_codebook(samples() / "koodikirja.xlsx"))
        proposed = study.autocode()
        new = proposed.apply()
        lines.append(term("cli.demo_autocoded", "fi", new=new, codes=proposed.proposals["code"].nunique()))
        say(term("cli.step_themes", "fi"))
        analysis = _themes(study)
        unplaced = len(analysis.unplaced)
        lines.append(term("cli.demo_themes", "fi", themes=len(analysis), unplaced=unplaced))
        top = study.frequency().to_frame().sort_values("cases", ascending=False, kind="stable").head(5)
        named = ", ".join(f"{code} {cases}" for code, cases in zip(top["code"], top["cases"], strict=True))
        lines.append(term("cli.demo_top", "fi", top=named))
        say(term("cli.step_files", "fi"))
        with warnings.catch_warnings(record=True, action="always", category=IdentifiersWarning) as remaining:
            files = [study.path, study.export(folder / "tulokset.xlsx", analysis=analysis.name)]
        lines += [str(item.message) for item in remaining]
        theme_map = analysis.map()
        files += [theme_map.save(folder / f"teemakartta{suffix}") for suffix in (".svg", ".png", ".pdf")]
    return DemoResult(lines, files)


def _study(path: Path, say: Callable[[str], None], lines: list[str]) -> Study:
    from teema.importers import read_survey
    from teema.study import create
    from teema.study import open as open_study

    source = samples() / "asiakassuhde.xlsx"
    say(term("cli.step_import", "fi", path=source.name))
    survey = read_survey(source)
    lines += str(survey.report).splitlines()
    if path.exists():
        study = open_study(path, coder="demo")
        if study.report.sha256 == survey.report.sha256:
            lines.append(term("cli.demo_reused", "fi"))
            return study
        study.close()
        path.unlink()  # made by an older demo from other data; nobody's work is in it
    return create(path, survey, coder="demo", language="fi")


def _themes(study: Study) -> Analysis:
    name = term("cli.demo_analysis", "fi")
    known = name in study.analyses
    analysis = study.analysis(name, approach="reflexive", unit="ajatuskokonaisuus")
    if not known:
        themes, relations = read_themes(samples() / "teemat.xlsx")
        analysis.add_all(themes, relations)
        analysis.snapshot("kehitelty kartta", stage="developed")
    return analysis
