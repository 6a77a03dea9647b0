"""The codebook and the coded extracts as tables for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.errors import NotFoundError
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["codebook_table", "extract_table"]


def codebook_table(codes: pd.DataFrame, *, language: Language = "fi") -> Table:
    """Return the codebook as the appendix of a thesis shows it.

    Args:
        codes: `code`, `depth`, `definition`, `include`, `exclude`, `example`, `origin`; in tree order.
        language: Language of the table.
    """
    labels = ("code", "definition", "include", "exclude", "example", "origin")
    origins = {name: term(f"results.origin_{name}", language) for name in ("data", "theory", "mixed")}
    frame = codes[["depth", *labels]].assign(origin=codes["origin"].map(origins))
    return Table(
        frame=frame,
        title=term("results.title_codebook", language),
        columns=tuple(
            Column(name, term(f"results.{name}", language), "text" if name == "origin" else "wide-text")
            for name in labels
        ),
        language=language,
        indent="depth",
    )


def extract_table(
    codings: pd.DataFrame,
    *,
    order: list[str] | None = None,
    cases: pd.DataFrame | None = None,
    background: list[str] | None = None,
    language: Language = "fi",
) -> Table:
    """Return the coded extracts, sorted by code, with who said them.

    Args:
        codings: As `study.codings`.
        order: Codes in the order of the table; None takes them as they first occur.
        cases: Index `case`; needed when `background` is given.
        background: Background variables to print beside the extract. A rare combination may tell who a respondent is.
        language: Language of the table.

    Raises:
        NotFoundError: There is no such background variable.
    """
    shown = background or []
    if shown and cases is not None:
        for name in shown:
            if name not in cases.columns:
                raise NotFoundError.of("background variable", name, cases.columns)
        frame = codings.merge(cases[shown], left_on="case", right_index=True, how="left")
    else:
        frame, shown = codings, []
    places = {code: i for i, code in enumerate(dict.fromkeys([*(order or []), *codings["code"]]))}
    frame = frame.assign(_order=frame["code"].map(places)).sort_values("_order", kind="stable").drop(columns="_order")
    return Table(
        frame=frame.reset_index(drop=True),
        title=term("results.title_extracts", language),
        columns=(
            Column("code", term("results.code", language), "wide-text"),
            Column("text", term("results.extract", language), "wide-text"),
            Column("case", term("results.case", language)),
            Column("question", term("results.question", language)),
            *(Column(name, name) for name in shown),
            Column("coder", term("results.coder", language)),
        ),
        language=language,
    )
