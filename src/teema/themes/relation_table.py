"""The table of relations for the text: which themes, how they relate, in what words, and what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["relation_table"]


def relation_table(
    relations: pd.DataFrame, evidence: pd.DataFrame, who: Mapping[str, str], *, title: str, language: str = "fi"
) -> Table:
    """Return one row per relation, with the words of the extracts it rests on.

    Args:
        relations: `source`, `target`, `kind`, `label`.
        evidence: `source`, `target`, `kind`, `case`, `text`.
        who: Who speaks, by case.
        title: What the table is called.
        language: fi, sv or en.

    Returns:
        Table with `source`, `kind` in words, `target`, `label` and `extracts`. Labels and extracts are left out when
        no relation has any.
    """
    import pandas as pd

    said: dict[tuple[str, str, str], list[str]] = {}
    for source, target, kind, case, text in evidence[["source", "target", "kind", "case", "text"]].values.tolist():
        label = who.get(case, "")
        said.setdefault((source, target, kind), []).append(f"”{text}” ({label})" if label else f"”{text}”")
    rows = [
        (source, term(f"maps.{kind}", language), target, label, "\n".join(said.get((source, target, kind), ())))
        for source, target, kind, label in relations[["source", "target", "kind", "label"]].values.tolist()
    ]
    frame = pd.DataFrame(rows, columns=["source", "kind", "target", "label", "extracts"])
    shown = [name for name in frame.columns if name not in ("label", "extracts") or (frame[name] != "").any()]
    return Table(
        frame=frame,
        title=title,
        columns=tuple(
            Column(name, term(f"themes.relation_{name}", language), "text" if name == "kind" else "wide-text")
            for name in shown
        ),
        language=language,
    )
