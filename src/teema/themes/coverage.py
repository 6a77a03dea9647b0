"""From codings of codes to codings of themes: what each theme rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["theme_codings"]


def theme_codings(
    codings: pd.DataFrame, members: pd.DataFrame, codes: pd.DataFrame, placed: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the codings with the theme in the place of the code; a coding in two themes stands twice.

    A sub-code goes with the code above it, unless a theme holds the sub-code itself. An extract that a theme holds by
    itself stands there beside those of its codes, once: not again where a code has already brought it.

    Args:
        codings: As `study.codings`.
        members: `theme`, `code`.
        codes: `code`, `parent`, in tree order.
        placed: As `analysis.placed`; None for none.

    Returns:
        The columns of `codings`, `code` holding the theme's name, in the order of the codings with single extracts
        last; a single extract has no `coding`, `level` or `created`, and `coder` is empty. Codings whose code is in no
        theme are left out.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame({"case": ["1", "2"], "code": ["Turva", "Rajat"]})
        >>> codes = pd.DataFrame({"code": ["Turva", "Rajat"], "parent": [None, "Turva"]})
        >>> members = pd.DataFrame({"theme": ["Luottamus kantaa"], "code": ["Turva"]})
        >>> theme_codings(codings, members, codes)["code"].tolist()
        ['Luottamus kantaa', 'Luottamus kantaa']
    """
    import pandas as pd

    themes: dict[str, list[str]] = {}
    for theme, code in zip(members["theme"], members["code"], strict=True):
        themes.setdefault(code, []).append(theme)
    for code, parent in zip(codes["code"], codes["parent"], strict=True):
        if code not in themes and parent in themes:
            themes[code] = themes[parent]
    pairs = [(code, theme) for code, names in themes.items() for theme in names]
    links = pd.DataFrame(pairs, columns=["code", "theme"], dtype="str")
    joined = codings.merge(links, on="code", how="inner")
    through_codes = joined.assign(code=joined["theme"]).drop(columns="theme")
    if placed is None or placed.empty:
        return through_codes
    single = _single(through_codes, placed)
    return single if through_codes.empty else pd.concat([through_codes, single], ignore_index=True)


def _single(through_codes: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return single extracts as rows like codings, each once for a theme that no code brings it to."""
    there = set(zip(through_codes["code"], through_codes["extract"], strict=True))
    rows = placed.drop_duplicates(["theme", "extract"])
    rows = rows[[pair not in there for pair in zip(rows["theme"], rows["extract"], strict=True)]]
    shaped = rows.assign(coder="").rename(columns={"theme": "code"}).reindex(columns=list(through_codes.columns))
    return shaped if through_codes.empty else shaped.astype(dict(through_codes.dtypes))
