"""From codings of codes to codings of themes: what each theme rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["theme_codings"]


def theme_codings(codings: pd.DataFrame, members: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codings with the theme in the place of the code; a coding in two themes stands twice.

    A sub-code goes with the code above it, unless a theme holds the sub-code itself.

    Args:
        codings: As `study.codings`.
        members: `theme`, `code`.
        codes: `code`, `parent`, in tree order.

    Returns:
        The columns of `codings`, `code` holding the theme's name. Codings whose code is in no theme are left out.

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
    return joined.assign(code=joined["theme"]).drop(columns="theme")
