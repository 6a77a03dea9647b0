"""The theme map as a page to walk in, with what the study holds behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.results import suppress
from teema.results.quotations import label_of
from teema.study.checking import remaining, warn_of
from teema.study.framework import groups_of
from teema.terms import term
from teema.themes import shows_counts

if TYPE_CHECKING:
    from teema.study.analysis import Analysis
    from teema.study.study import Study

__all__ = ["live_data", "write_live_map"]


def write_live_map(
    study: Study,
    analysis: Analysis,
    path: str | Path,
    *,
    extracts: bool,
    by: str | Iterable[str],
    label: str,
    min_cell: int | None,
    options: Mapping[str, Any],
) -> Path:
    """Write the page; see `Analysis.live_map`."""
    from teema.export.files import write_whole
    from teema.maps.live_page import live_page

    target = Path(path)
    if target.suffix.lower() not in (".html", ".htm"):
        raise UnusableValueError.of("ending", target.suffix, (".html",))
    variables = [study.variable(name) for name in ([by] if isinstance(by, str) else by)] if extracts else []
    # Without extracts the counts that are hidden must not stand on the drawing either.
    shown = {**options, "min_cell": None if extracts else min_cell}
    if not extracts and min_cell is not None:
        shown["show_counts"] = False
    drawn = analysis.map(**shown)
    counts = options.get("show_counts")
    data = live_data(
        study, analysis, extracts=extracts, counts=shows_counts(analysis.approach) if counts is None else bool(counts),
        variables=variables, label=label, min_cell=min_cell,
    )  # fmt: skip
    text = live_page(drawn.svg(), data, title=drawn.scene.title, variables=variables, language=analysis.language)
    written = write_whole(target, lambda place: place.write_text(text, encoding="utf-8"))
    said = [extract[2] for code in data["codes"].values() for extract in code["extracts"]]
    said += [extract[2] for theme in data["themes"].values() for extract in theme["extracts"]]
    about = [theme["definition"] for theme in data["themes"].values()]
    warn_of(study, remaining(study, {target.name: [*about, *said]}))
    return written.absolute()


def live_data(
    study: Study,
    analysis: Analysis,
    *,
    extracts: bool,
    counts: bool,
    variables: list[str],
    label: str,
    min_cell: int | None,
) -> dict[str, Any]:
    """Return what the page shows, as plain data.

    Args:
        study: The study.
        analysis: The analysis.
        extracts: Whether what was said is in it.
        counts: Whether the number of cases stands beside themes and codes.
        variables: Background variables to filter by.
        label: Template of who speaks.
        min_cell: Without extracts, the smallest count that is shown.
    """
    frame, members, levels = analysis.themes, analysis.members, analysis.levels
    held = members.groupby("theme", sort=False)["code"].agg(list).to_dict()
    themes: dict[str, dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        parent = row["parent"] if isinstance(row["parent"], str) else None
        themes[row["theme"]] = {
            "level": levels[row["kind"]], "parent": parent, "definition": row["definition"],
            "codes": held.get(row["theme"], []), "below": [], "extracts": [],
        }  # fmt: skip
        if parent is not None:
            themes[parent]["below"].append(row["theme"])
    codes: dict[str, dict[str, Any]] = {
        code.name: {"definition": code.definition, "extracts": []}
        for code in study.codebook
        if code.name in set(members["code"])
    }
    data: dict[str, Any] = {
        "themes": themes, "codes": codes, "cases": {}, "names": {}, "questions": {}, "variables": {},
        "extracts": extracts, "counts": counts, "told": {},
    }  # fmt: skip
    if extracts:
        _put_extracts(study, analysis, data, variables, label)
    else:
        for kind, table in (("theme", analysis.frequency()), ("code", study.frequency())):
            counted = (table if min_cell is None else suppress(table, min_cell=min_cell)).frame
            data["told"] |= {
                f"{kind}:{name}": str(n) for name, n in zip(counted["code"], counted["cases"], strict=True)
            }
    return data


def _put_extracts(study: Study, analysis: Analysis, data: dict[str, Any], variables: list[str], label: str) -> None:
    """Put what was said beside the codes and themes, and who said it."""
    parents = {code.id: code.parent for code in study.codebook}
    names = {code.id: code.name for code in study.codebook}
    home = {code.name: _held(code.id, parents, names, data["codes"]) for code in study.codebook}
    columns = ["code", "case", "question", "text", "extract"]
    spoken: set[str] = set()
    for code, case, question, text, extract in study.codings.drop_duplicates(["code", "extract"])[
        columns
    ].values.tolist():
        if home[code] is not None:
            data["codes"][home[code]]["extracts"].append([case, question, text, extract])
            spoken.add(case)
    placed = analysis.placed.drop_duplicates(["theme", "extract"])
    for theme, case, question, text, extract in placed[["theme", *columns[1:]]].values.tolist():
        data["themes"][theme]["extracts"].append([case, question, text, extract])
        spoken.add(case)
    template = label or term("results.quotation_label", analysis.language)
    backgrounds = study.cases.to_dict("index")
    data["names"] = {case: label_of(template, case, backgrounds[case], analysis.language) for case in sorted(spoken)}
    questions = study.questions
    data["questions"] = dict(zip(questions["question"], questions["text"], strict=True))
    data["cases"] = {
        case: {
            name: str(backgrounds[case][name])
            for name in variables
            if backgrounds[case][name] == backgrounds[case][name]
        }
        for case in sorted(spoken)
    }
    data["variables"] = {name: groups_of(study, name) for name in variables}


def _held(
    code: str, parents: Mapping[str, str | None], names: Mapping[str, str], held: Mapping[str, Any]
) -> str | None:
    """Return the nearest code, itself or above it, that a theme holds."""
    at: str | None = code
    while at is not None and names[at] not in held:
        at = parents[at]
    return None if at is None else names[at]
