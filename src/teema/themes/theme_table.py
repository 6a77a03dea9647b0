"""The table of themes for the text: what each is, what is under it, what it is made of, and words that speak for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["theme_table"]


def theme_table(
    themes: pd.DataFrame,
    members: pd.DataFrame,
    quotations: pd.DataFrame,
    *,
    levels: Mapping[str, str],
    title: str,
    counts: Table | None = None,
    language: str = "fi",
) -> Table:
    """Return one row per theme that stands at the top or under an overarching one, with its sub-themes in it.

    Args:
        themes: `theme`, `parent`, `kind`, `definition`, `boundary`, `holding`, in tree order.
        members: `theme`, `code`.
        quotations: `theme`, `text`, `label`: the words shown beside a theme; those of its sub-themes serve it, too.
        levels: What the levels are called.
        title: What the table is called.
        counts: Result of `frequency` of the themes; adds the cases, the base and the notes.
        language: fi, sv or en.

    Returns:
        Table with `overarching`, `theme`, `definition`, `subthemes`, `codes`, `extracts`, and `cases` with counts.
        Columns without any text are left out.
    """
    import pandas as pd

    rows = themes.to_dict("records")
    kinds = {row["theme"]: row["kind"] for row in rows}
    parents = {row["theme"]: row["parent"] if isinstance(row["parent"], str) else None for row in rows}
    codes = members.groupby("theme", sort=False)["code"].agg(list).to_dict()
    said: dict[str, list[str]] = {}
    for theme, text, label in quotations[["theme", "text", "label"]].values.tolist():
        said.setdefault(theme, []).append(f"”{text}” ({label})" if label else f"”{text}”")

    def top(theme: str) -> str:
        """Return the theme that has a row of its own: the highest that is not overarching."""
        above = parents[theme]
        wide = above is None or kinds[above] in ("overarching", "unifying")
        return theme if above is None or wide else top(above)

    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        theme = row["theme"]
        wide = kinds[theme] in ("overarching", "unifying")
        if row["holding"] or (wide and theme in parents.values()):
            continue
        mine = found.setdefault(top(theme), {"subthemes": [], "codes": [], "extracts": []})
        if top(theme) != theme:
            mine["subthemes"].append(theme)
        mine["codes"] += [code for code in codes.get(theme, []) if code not in mine["codes"]]
        mine["extracts"] += said.get(theme, [])
    about = {row["theme"]: "\n".join(filter(None, (row["definition"], row["boundary"]))) for row in rows}
    frame = pd.DataFrame(
        [
            (
                parents[theme] or "", theme, about[theme], "\n".join(its["subthemes"]), ", ".join(its["codes"]),
                "\n".join(its["extracts"]),
            )
            for theme, its in found.items()
        ],
        columns=["overarching", "theme", "definition", "subthemes", "codes", "extracts"],
    )  # fmt: skip
    heads = {
        "overarching": levels["overarching"], "theme": levels["theme"],
        **{name: term(f"themes.table_{name}", language) for name in ("definition", "subthemes", "codes", "extracts")},
    }  # fmt: skip
    heads["subthemes"] = term("themes.table_subthemes", language, level=levels["subtheme"])
    shown = [name for name in heads if name == "theme" or (frame[name] != "").any()]
    columns = [Column(name, heads[name][:1].upper() + heads[name][1:], "wide-text") for name in shown]
    if counts is not None:
        frame["cases"] = frame["theme"].map(dict(zip(counts.frame["code"], counts.frame["cases"], strict=True)))
        columns.append(Column("cases", term("results.cases", language), "count"))
    return Table(
        frame=frame,
        title=title,
        base="" if counts is None else counts.base,
        notes=() if counts is None else counts.notes,
        columns=tuple(columns),
        language=language,
        merged=("overarching",) if "overarching" in shown else (),
    )
