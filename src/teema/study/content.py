"""The table of content analysis of an analysis: what its classes rest on, gathered from the study."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from teema.errors import UnusableValueError
from teema.study.tabulate import question_ids
from teema.terms import term
from teema.themes.content_table import Variant, content_rows, content_table
from teema.trees import descendants

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.analysis import Analysis
    from teema.study.study import Study
    from teema.tables import Table

__all__ = ["content", "main_classes"]


def content(
    study: Study,
    analysis: Analysis,
    *,
    of: str | None,
    variant: Variant,
    counts: bool,
    questions: str | list[str] | None,
) -> Table:
    """Return the table; see `Analysis.content_table`."""
    if variant not in get_args(Variant):
        raise UnusableValueError.of("variant", variant, get_args(Variant))
    themes = analysis.themes
    said = _said(study, analysis)
    if chosen := question_ids(study, questions):
        said = said[said["question"].isin(chosen)]
    name = analysis.name
    if of is not None:
        name = analysis[of].name
        pairs = themes[["theme", "parent"]].values.tolist()
        parents = {str(theme): parent if isinstance(parent, str) else None for theme, parent in pairs}
        said = said[said["theme"].isin({name, *descendants(parents, name)})]
    language = analysis.language
    levels = analysis.levels
    if variant == "graneheim":
        levels = {kind: term(f"themes.content_graneheim_{kind}", language) for kind in levels}
    return content_table(
        content_rows(themes, said), levels=levels, variant=variant, counts=counts,
        left_out=len(analysis.ungrouped) if of is None and not chosen else 0,
        title=term("themes.title_content_of", language, name=name), language=language,
    )  # fmt: skip


def main_classes(analysis: Analysis) -> list[str]:
    """Return the classes that each make a table: those that stand highest, below unifying ones."""
    frame = analysis.themes
    unifying = set(frame.loc[frame["kind"] == "unifying", "theme"])
    highest = frame["parent"].isna() | frame["parent"].isin(unifying)
    divided = unifying & set(frame["parent"].dropna())
    return [str(name) for name in frame.loc[highest & ~frame["theme"].isin(divided) & ~frame["holding"], "theme"]]


def _said(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return what the classes rest on: through codes, as single extracts and through reduced expressions."""
    import pandas as pd

    from teema.themes import theme_codings

    codings = study.codings
    through_codes = theme_codings(codings.assign(own=codings["code"]), analysis.members, study.codebook.to_frame())
    words = {row["id"]: row["reduced"] for row in study.store.rows("SELECT id, reduced FROM extracts")}
    coded = through_codes.drop_duplicates(["code", "extract", "own"]).rename(columns={"code": "theme", "own": "code"})
    coded["reduced"] = coded["extract"].map(words).fillna("")
    placed = analysis.placed
    single = placed.assign(
        code="",
        reduced=[
            via or words.get(extract, "") for via, extract in zip(placed["reduced"], placed["extract"], strict=True)
        ],
    )
    if len(codings):
        by_extract = codings.groupby("extract", sort=False)["code"].agg(lambda names: ", ".join(dict.fromkeys(names)))
        single["code"] = single["extract"].map(by_extract).fillna("")
    names = ["theme", "extract", "answer", "case", "question", "start", "text", "reduced", "code"]
    parts = [frame[names] for frame in (coded, single) if len(frame)]
    if not parts:
        return pd.DataFrame(columns=names)
    place = {answer: at for at, answer in enumerate(study.answers["answer"])}
    found = pd.concat(parts, ignore_index=True)
    found = found.assign(_at=found["answer"].map(place)).sort_values(["_at", "start"], kind="stable")
    return found.drop(columns="_at").reset_index(drop=True)
