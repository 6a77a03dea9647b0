"""Workplaces and units: those the researcher names, and names that stand before a word such as *päiväkoti*."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from teema.privacy.finding import Found, Word
from teema.privacy.inflection import Forms
from teema.privacy.places import is_municipality

__all__ = ["listed_workplaces", "patterned_workplaces"]

_HOUSES = (
    r"(?:päiväko[td]i|ensiko[td]i|hoivako[td]i|palveluko[td]i|vanhainko[td]i|lastenko[td]i|turvako[td]i|asumisyksik|koulu"
    r"|lukio|sairaala|terveysasema|terveyskesku|palvelukesku|perhekesku|neuvola|yliopisto|ammattikorkeakoulu|opisto|säätiö"
    r"|yhdisty|seurakun|päiväkesku|kuntoutuskesku|tehda|tehtaa)"
)
_PATTERN = re.compile(
    rf"(?<![\w-])((?:[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ]?[a-zåäöé]+)?n[ \u00a0]){_HOUSES}\w*)"
    rf"|(?<![\w-])((?:Päiväkoti|Ensikoti|Hoivakoti|Palvelukoti|Turvakoti|Asumisyksikkö)[ \u00a0][A-ZÅÄÖ][a-zåäöé]+)"
)


def listed_workplaces(names: Iterable[str]) -> Callable[[list[Word]], Iterator[Found]]:
    """Return a detector for workplaces: each of their words may be inflected, in any letter case.

    Example:
        >>> from teema.privacy.finding import words_of
        >>> detect = listed_workplaces(["Ensikoti Pihlaja"])
        >>> [found.text for found in detect(words_of("Tulin Ensikoti Pihlajaan keväällä, ensikodissa oli tilaa."))]
        ['Ensikoti Pihlajaan']
    """
    known = [(name, [Forms([part], genitive_s=True) for part in name.split()]) for name in names if name.strip()]
    known.sort(key=lambda item: -len(item[1]))

    def detect(words: list[Word]) -> Iterator[Found]:
        for place, word in enumerate(words):
            for name, parts in known:
                chosen = words[place : place + len(parts)]
                if len(chosen) == len(parts) and all(
                    form.bases(item.text) for form, item in zip(parts, chosen, strict=True)
                ):
                    text = " ".join(item.text for item in chosen)
                    yield Found(
                        word.start, chosen[-1].end, "workplace", text, name.lower(), sure=True, reason="reason_yours",
                        rank=1,
                    )  # fmt: skip
                    break

    return detect


def patterned_workplaces(text: str) -> Iterator[Found]:
    """Yield names before *päiväkoti*, *koulu*, *sairaala* and the like, as unsure.

    Example:
        >>> [found.text for found in patterned_workplaces("Hän on Vuoksenniskan koulussa.")]
        ['Vuoksenniskan koulussa']
    """
    for match in _PATTERN.finditer(text):
        before = text[: match.start()].rstrip()
        if match[1] and (not before or before[-1] in ".!?:;\n•*-–") and not is_municipality(match[1].split()[0]):
            continue  # any word has a capital there
        key = match[0].lower()
        yield Found(*match.span(), "workplace", match[0], key, sure=False, reason="reason_form", rank=1)
