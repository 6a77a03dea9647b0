"""Categories that have an order of their own: agreement scales, frequencies, and classes of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teema.importers.values import is_contentless

__all__ = ["ordered_categories"]

# From one end to the other; a survey may use any part of a scale.
_SCALES = (
    (
        "täysin eri mieltä", "eri mieltä", "jokseenkin eri mieltä", "melko eri mieltä", "osittain eri mieltä",
        "ei samaa eikä eri mieltä", "en samaa enkä eri mieltä",
        "osittain samaa mieltä", "jokseenkin samaa mieltä", "melko samaa mieltä", "samaa mieltä", "täysin samaa mieltä",
    ),
    ("erittäin tyytymätön", "tyytymätön", "melko tyytymätön", "ei tyytyväinen eikä tyytymätön", "melko tyytyväinen", "tyytyväinen", "erittäin tyytyväinen"),
    ("erittäin huono", "huono", "melko huono", "kohtalainen", "melko hyvä", "hyvä", "erittäin hyvä"),
    ("ei koskaan", "en koskaan", "harvoin", "joskus", "silloin tällöin", "usein", "lähes aina", "aina"),
    ("ei lainkaan", "en lainkaan", "vähän", "jonkin verran", "melko paljon", "paljon", "erittäin paljon"),
    (
        "helt av annan åsikt", "av annan åsikt", "delvis av annan åsikt", "varken av samma eller annan åsikt",
        "delvis av samma åsikt", "av samma åsikt", "helt av samma åsikt",
    ),
    ("instämmer inte alls", "instämmer inte", "instämmer delvis", "instämmer till stor del", "instämmer", "instämmer helt"),
    ("stämmer inte alls", "stämmer inte", "stämmer delvis", "stämmer ganska bra", "stämmer", "stämmer helt"),
    ("mycket missnöjd", "missnöjd", "ganska missnöjd", "varken nöjd eller missnöjd", "ganska nöjd", "nöjd", "mycket nöjd"),
    ("mycket dålig", "dålig", "ganska dålig", "varken bra eller dålig", "ganska bra", "bra", "mycket bra"),
    ("inte alls", "lite", "i någon mån", "ganska mycket", "mycket", "väldigt mycket"),
    ("aldrig", "sällan", "ibland", "ofta", "alltid"),
    ("strongly disagree", "disagree", "somewhat disagree", "neither agree nor disagree", "somewhat agree", "agree", "strongly agree"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("very poor", "poor", "fair", "good", "very good", "excellent"),
    ("not at all", "a little", "somewhat", "quite a bit", "quite a lot", "a lot", "very much"),
    ("very dissatisfied", "dissatisfied", "neither satisfied nor dissatisfied", "satisfied", "very satisfied"),
)  # fmt: skip
# Two sides, not steps: of these alone neither is more than the other.
_SIDES = frozenset(["samaa mieltä", "eri mieltä", "av samma åsikt", "av annan åsikt"])
# Answers outside a scale that may stand among its steps; they come last.
_OUTSIDE = frozenset(
    [
        "en osaa sanoa",
        "eos",
        "en halua vastata",
        "ei koske minua",
        "vet ej",
        "kan inte säga",
        "don't know",
        "not applicable",
    ]
)
_FIRST_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CODE = re.compile(r"0\d")  # 00100 names something
_BELOW = re.compile(r"^(alle|korkeintaan|enintään|under|mindre än|högst|less than|below|up to)\b|^<", re.IGNORECASE)
_ABOVE = re.compile(
    r"^(yli|vähintään|över|mer än|minst|more than|over|at least)\b|^>|\+$|\b(tai enemmän|eller mer|or more)$",
    re.IGNORECASE,
)


def ordered_categories(categories: Sequence[str]) -> list[str] | None:
    """Return the categories in the order they have, or None when they have none that is known.

    Known are steps of a common scale, and classes of which each holds a number (`alle 2 vuotta`, `2–5 vuotta`).

    Example:
        >>> ordered_categories(["yli 10 vuotta", "alle 2 vuotta", "2–10 vuotta"])
        ['alle 2 vuotta', '2–10 vuotta', 'yli 10 vuotta']
        >>> ordered_categories(["Turku", "Oulu"]) is None
        True
    """
    steps = {category: " ".join(category.casefold().split()) for category in categories}
    inside = [category for category in categories if not _is_outside(category, steps[category])]
    outside = [category for category in categories if _is_outside(category, steps[category])]
    if len(inside) < 2 or _SIDES.issuperset(steps[category] for category in inside):
        return None
    for scale in _SCALES:
        if all(steps[category] in scale for category in inside):
            return sorted(inside, key=lambda category: scale.index(steps[category])) + outside
    places = {category: _place(category) for category in inside}
    found = [place for place in places.values() if place is not None]
    # "Ryhmä 1", "Ryhmä 2" are names, not classes: classes begin with their number or with a word for below or above.
    if len(found) == len(inside) and len(set(found)) == len(found):
        return sorted(inside, key=lambda category: places[category] or (0.0, 0)) + outside
    return None


def _is_outside(category: str, step: str) -> bool:
    return step in _OUTSIDE or is_contentless(category)


def _place(category: str) -> tuple[float, int] | None:
    text = category.strip()
    below, above = _BELOW.search(text), _ABOVE.search(text)
    number = _FIRST_NUMBER.search(text)
    if number is None or not (below or above or number.start() == 0) or _CODE.match(text):
        return None
    return float(number[0].replace(",", ".")), -1 if below else 1 if above else 0
