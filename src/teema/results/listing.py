"""The codebook, the coded extracts, and who was coded with what, as tables for a reader or another program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from teema.errors import NotFoundError
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["binary_matrix", "codebook_table", "extract_table"]


def codebook_table(codes: pd.DataFrame, *, frequencies: Table | None = None, language: Language = "fi") -> Table:
    """Return the codebook as the appendix of a thesis shows it.

    Args:
        codes: `code`, `depth`, `definition`, `include`, `exclude`, `example`, `origin`; in tree order.
        frequencies: Result of `frequency`, perhaps suppressed; adds the mentions and the cases of each code, the base
            and the notes.
        language: Language of the table.
    """
    labels = ("code", "definition", "include", "exclude", "example", "origin")
    origins = {name: term(f"results.origin_{name}", language) for name in ("data", "theory", "mixed")}
    frame = codes[["depth", *labels]].assign(origin=codes["origin"].map(origins))
    columns = [
        Column(name, term(f"results.{name}", language), "text" if name == "origin" else "wide-text") for name in labels
    ]
    if frequencies is not None:
        frame = frame.merge(frequencies.frame[["code", "mentions", "cases"]], on="code", how="left")
        columns += [Column(name, term(f"results.{name}", language), "count") for name in ("mentions", "cases")]
    return Table(
        frame=frame,
        title=term("results.title_codebook", language),
        base="" if frequencies is None else frequencies.base,
        notes=() if frequencies is None else frequencies.notes,
        columns=tuple(columns),
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


def binary_matrix(codings: pd.DataFrame, cases: pd.DataFrame, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """Return one row per case and one 0/1 column per code, for statistics programs.

    Args:
        codings: `case`, `code`.
        cases: Index `case`; cases without codings have zeros.
        codes: The columns and their order; None takes the codes that occur, in alphabetical order.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame({"case": ["1"], "code": ["Kiire"]})
        >>> binary_matrix(codings, pd.DataFrame(index=["1", "2"]))["Kiire"].tolist()
        [1, 0]
    """
    import numpy as np
    import pandas as pd

    columns = pd.Index(codes if codes is not None else sorted(set(codings["code"])), dtype=object)
    flags = np.zeros((len(cases), len(columns)), dtype=np.int8)
    case = cases.index.get_indexer(pd.Index(codings["case"]))
    code = columns.get_indexer(pd.Index(codings["code"], dtype=object))
    kept = (case >= 0) & (code >= 0)
    flags[case[kept], code[kept]] = 1
    return pd.DataFrame(flags, index=cases.index, columns=columns)
