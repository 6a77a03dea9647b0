"""The framework matrix of an analysis, with what waits for a summary, gathered from the study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.errors import NotFoundError
from teema.terms import term
from teema.terms.case_unit import CaseUnit
from teema.themes.matrix import matrix_table

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.analysis import Analysis
    from teema.study.study import Study
    from teema.tables import Table

__all__ = ["groups_of", "matrix", "row_of"]


def row_of(study: Study, of: str, by: str | None) -> tuple[str, str]:
    """Return the variable and value that name a row; the variable of a case is empty.

    Raises:
        NotFoundError: There is no such variable, group or case.
    """
    if by is None:
        if of not in study.cases.index:
            raise NotFoundError.of("case", of, study.cases.index, where=study.path.name)
        return "", of
    variable = study.variable(by)
    groups = groups_of(study, variable)
    known = {group.casefold(): group for group in groups}
    if of.casefold() not in known:
        raise NotFoundError.of(f"group of {variable}", of, groups, where=study.path.name)
    return variable, known[of.casefold()]


def matrix(study: Study, analysis: Analysis, *, by: str | None, themes: str | Iterable[str] | None) -> Table:
    """Return the matrix; see `Analysis.matrix`."""
    variable = "" if by is None else study.variable(by)
    if themes is None:
        frame = analysis.themes
        wide = set(frame.loc[frame["kind"].isin(["overarching", "unifying"]), "theme"])
        top = frame["parent"].isna() | frame["parent"].isin(wide)
        chosen = frame.loc[top & ~frame["theme"].isin(set(frame["parent"].dropna()) & wide), "theme"].tolist()
    else:
        chosen = [analysis[theme].name for theme in ([themes] if isinstance(themes, str) else themes)]
    rows = groups_of(study, variable) if variable else [str(case) for case in study.cases.index]
    summaries = analysis.summaries
    unit = format(CaseUnit.of(analysis.language), "Nom")
    return matrix_table(
        rows, chosen, summaries[summaries["variable"] == variable], _waiting(study, analysis, variable),
        title=term("themes.title_matrix", analysis.language, name=analysis.name), first=variable or unit,
        language=analysis.language,
    )  # fmt: skip


def groups_of(study: Study, variable: str) -> list[str]:
    """Return the groups of a variable: its categories in their order, else its values as they first occur."""
    found = next(item for item in study.variables if item.name == variable)
    if found.categories:
        return list(map(str, found.categories))
    return [str(value) for value in study.cases[variable].explode().dropna().unique()]


def _waiting(study: Study, analysis: Analysis, variable: str) -> pd.DataFrame:
    """Return how many extracts each theme has in each row, those of themes below it too."""
    frame = analysis.themes
    parents = dict(zip(frame["theme"], frame["parent"], strict=True))
    said = analysis.codings[["code", "case", "extract"]].drop_duplicates()
    above: dict[str, list[str]] = {}
    for theme in frame["theme"]:
        chain, at = [], theme
        while isinstance(at, str):
            chain.append(at)
            at = parents[at]
        above[theme] = chain
    said = said.assign(theme=said["code"].map(above)).explode("theme")
    if variable:
        values = study.cases[variable].rename("value").explode().dropna().astype(str)
        said = said.merge(values, left_on="case", right_index=True)
    else:
        said = said.assign(value=said["case"].astype(str))
    return said.groupby(["theme", "value"], sort=False)["extract"].nunique().rename("extracts").reset_index()
