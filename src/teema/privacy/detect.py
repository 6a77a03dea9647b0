"""All detectors over all texts, as one table of proposals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.privacy.addresses import find_addresses, find_postal_codes
from teema.privacy.codes import find_business_ids, find_hetus, find_ibans
from teema.privacy.contacts import find_emails, find_handles, find_phones, find_urls
from teema.privacy.dates import find_dates
from teema.privacy.finding import Found, Readings, words_of
from teema.privacy.identity import resolve
from teema.privacy.names import find_people, senses_of, unknown_capitals
from teema.privacy.places import find_municipalities
from teema.privacy.plates import find_plates
from teema.privacy.workplaces import listed_workplaces, patterned_workplaces
from teema.progress import track
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "KINDS", "find", "summary"]

COLUMNS = ("answer", "start", "end", "kind", "text", "key", "certainty", "reason", "left", "right")

# In this order: of two that overlap the one before is kept, unless their ranks say otherwise.
_BY_FORM: dict[str, Callable[[str], Iterator[Found]]] = {
    "email": find_emails,
    "url": find_urls,
    "hetu": find_hetus,
    "iban": find_ibans,
    "business": find_business_ids,
    "phone": find_phones,
    "postal": find_postal_codes,
    "handle": find_handles,
    "date": find_dates,
    "plate": find_plates,
    "address": find_addresses,
}
_MANY = 2000  # texts for which a bar is worth showing
# What stands in square brackets has been replaced already.
_MARKED = re.compile(r"\[[^\[\]\n]{3,80}\]")
KINDS = (*_BY_FORM, "person", "municipality", "workplace")
# A text without any of these needs no look at the forms.
_SIGNS = re.compile(
    r"[\d@]|www\.|https?:|[(\[]at[)\]]|kuu|[kt]adu|katu|tie|kuja|pol[ku]|gatan|vägen|stig", re.IGNORECASE
)


def find(
    texts: Mapping[str, str] | pd.Series[str],
    *,
    kinds: Iterable[str] | None = None,
    workplaces: Sequence[str] = (),
    readings: Readings | None = None,
    context: int = 30,
    language: str = "fi",
) -> pd.DataFrame:
    """Return the places that may identify somebody. They are proposals: the researcher decides.

    A text without a proposal is not a text without identifiers: a nickname, a rare event or a job may tell as much.

    Args:
        texts: Texts by the id of their answer.
        kinds: Only these of `KINDS`.
        workplaces: Names of workplaces and units to look for, in their base forms.
        readings: Gives the dictionary's readings of a word as pairs of base form and kind (`first-name`, `surname`,
            `place`, `name`, or another for ordinary words); without it the lists of teema must do.
        context: How many characters are shown on either side.
        language: Language of the reasons.

    Returns:
        `answer`, `start`, `end`, `kind`, `text`, `key` (equal for all forms of one identifier), `certainty` (sure or
        unsure), `reason`, `left`, `right`; in the order of the texts.

    Raises:
        UnusableValueError: There is no such kind.

    Example:
        >>> found = find({"7:Q5": "Soita Maijalle, 040 000 0427."})
        >>> found[["answer", "kind", "text", "key"]].values.tolist()
        [['7:Q5', 'person', 'Maijalle', 'maija'], ['7:Q5', 'phone', '040 000 0427', '400000427']]
    """
    import pandas as pd

    chosen = tuple(kinds) if kinds is not None else KINDS
    for kind in chosen:
        if kind not in KINDS:
            raise UnusableValueError.of("kind", kind, KINDS)
    search = _Search(workplaces, readings)
    named = [(str(answer), text) for answer, text in texts.items()]
    items = track(named, term("privacy.looking", language)) if len(named) > _MANY else iter(named)
    by_answer = [(answer, text, search(text)) for answer, text in items]
    keys = resolve(found.key for _, _, hits in by_answer for found in hits if found.kind == "person")
    rows = [
        (
            answer, found.start, found.end, found.kind, text[found.start : found.end], keys.get(found.key, found.key),
            "sure" if found.sure else "unsure", term(f"privacy.{found.reason}", language),
            text[max(0, found.start - context) : found.start], text[found.end : found.end + context],
        )
        for answer, text, hits in by_answer
        for found in hits
        if found.kind in chosen
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


class _Search:
    """All detectors on one text after another; what was judged of a word is kept."""

    def __init__(self, workplaces: Sequence[str], readings: Readings | None) -> None:
        self._workplaces = listed_workplaces(workplaces)
        self._readings = readings
        self._senses = senses_of(readings)

    def __call__(self, text: str) -> list[Found]:
        marked = [match.span() for match in _MARKED.finditer(text)] if "[" in text else []
        return [
            item for item in _apart(self._all(text)) if not any(a <= item.start and item.end <= b for a, b in marked)
        ]

    def _all(self, text: str) -> Iterator[Found]:
        if _SIGNS.search(text):
            for detector in _BY_FORM.values():
                yield from detector(text)
        words = words_of(text)
        yield from self._workplaces(words)
        yield from patterned_workplaces(text)
        yield from find_people(words, text, self._senses)
        yield from find_municipalities(words, self._readings)
        if self._readings is not None:
            yield from unknown_capitals(words, text, self._senses)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Keep of places that overlap the one with the better rank, then the one found first."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: item.rank):
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return sorted(kept)


def summary(found: pd.DataFrame, language: str = "fi", *, kinds: Collection[str] = KINDS) -> str:
    """Return how many of each kind were found, without what was found.

    Example:
        >>> summary(find({"1:Q1": "maija@esimerkki.fi"}), "sv")
        'e-postadress 1'
    """
    counts: Counter[str] = Counter(found["kind"])
    return ", ".join(f"{term(f'privacy.{kind}', language)} {counts[kind]}" for kind in kinds if counts[kind])
