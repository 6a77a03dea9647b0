"""Names of people, inflected, told from ordinary words by their letters, their neighbours and what stands before.

Lists of common Finnish and Finland-Swedish names come with teema; a name that is on none of them is found by its
place: after a title or *nimeni on*, beside a known name, with the shape of a surname, or, where a dictionary is given,
as a capitalised word inside a sentence that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from teema.privacy.cues import cue, followed
from teema.privacy.finding import Found, Readings, Word, listed, listed_set
from teema.privacy.inflection import Forms
from teema.privacy.places import is_municipality

__all__ = ["find_people", "senses_of", "unknown_capitals"]

# Ranks: a whole or announced name goes before a place, a bare one after it.
_WHOLE, _BARE = 1, 4
# Kinds of readings that are proper names.
_NAMES = frozenset({"first-name", "surname", "place", "name"})
_SURNAME = re.compile(r"(?:nen|sen|selle|sella|sellä|selta|seltä|sesta|sestä|seen|sten|silla|sille|siltä|silta|set)$")
# Last parts of surnames that are compounds, in their stems.
_COMPOUND = re.compile(
    r"^.{3,}(?:mä[ke]|niem|nien|järv|kosk|lah[td]|saar|jo[ek]|kiv|leh[td]|salm|vuor|lam[pm]|ran[tn]|aho|harju|kan[kg]a"
    r"|oja|rin[tn]e|huh[td]|vaara|virt|virr|kallio|laakso|korp|korv|pel[tl]o|puro|luoto|viita)\w{0,6}$"
)
# Doings such as piirtäminen are no surnames.
_DEED = re.compile(r"(?:mi(?:nen|se[nl]?\w*|sta|stä)|lainen|läinen|l[aä]i(?:se|s)\w*)$")


class _Sense(NamedTuple):
    """What a word may be.

    Attributes:
        given: Base form as a given name.
        surname: Base form as a surname.
        ordinary: It is an everyday word, too: a capital at the beginning of a sentence tells nothing.
        other: It is any other word, too.
        small: It may be a given name also when it is written in small letters.
        place: The dictionary knows it as a place or as another proper name.
        known: The lists or the dictionary know it.
    """

    given: str = ""
    surname: str = ""
    ordinary: bool = False
    other: bool = False
    small: bool = False
    place: bool = False
    known: bool = False

    @property
    def name(self) -> str:
        return self.given or self.surname


@cache
def _given() -> Forms:
    return Forms(listed("given_names"), genitive_s=True, given=True)


@cache
def _surnames() -> Forms:
    return Forms(listed("surnames"), genitive_s=True)


@cache
def _not_names() -> Forms:
    return Forms(listed("not_names"))


def _only_nouns(read: Sequence[tuple[str, str]]) -> bool:
    return any(kind == "first-name" for _, kind in read) and all(kind in _NAMES or kind == "noun" for _, kind in read)


def _begins(text: str, name: str, letters: int) -> bool:
    return bool(name) and text.lower().startswith(name.lower()[: max(3, letters)])


def _plainly(text: str, given: str) -> bool:
    """Say whether a word that no dictionary knows is a given name with one of the commonest endings."""
    rest = text.lower().removeprefix(given.lower())
    return (
        bool(given) and rest in ("", "n", "lle", "lla", "llä", "lta", "ltä") and text.lower().startswith(given.lower())
    )


class _Senses:
    """The senses of words, each judged once."""

    def __init__(self, readings: Readings | None) -> None:
        self._readings = readings
        self.dictionary = readings is not None
        self._known: dict[str, _Sense] = {}

    def __call__(self, text: str) -> _Sense:
        if text not in self._known:
            self._known[text] = self._judge(text)
        return self._known[text]

    def _judge(self, text: str) -> _Sense:
        head, hyphen, tail = text.rpartition("-")
        if hyphen and head:
            return self._double(head, tail)
        if len(text) < 2 or (_not_names().bases(text) and text[0].isupper()):
            return _Sense(ordinary=True, other=True, known=True)
        given = (*_given().bases(text), "")[0]
        surname = (*_surnames().bases(text), "")[0]
        if self._readings is None:
            names = {given, surname}
            everyday = bool(names & listed_set("everyday_words")) or len(text) < 3
            other = everyday or bool(names & listed_set("also_words"))
            small = not other and text[:3].lower() == given[:3].lower()
            return _Sense(given, surname, everyday, other, small, known=bool(given or surname))
        read = self._readings(text)
        mine = {given, surname} - {""}
        for lemma, kind in read:
            if kind == "first-name" and not given:
                given = lemma
            elif kind == "surname" and not surname:
                surname = lemma
        # A form that the lists make and the dictionary knows as another word only is hardly a name.
        unnamed = bool(read) and not any(kind in _NAMES for _, kind in read)
        if unnamed:
            given = given if _begins(text, given, len(given) - 1) else ""
            surname = surname if _begins(text, surname, 3) else ""
        other = any(kind not in ("first-name", "surname") for _, kind in read)
        everyday = (
            bool({given, surname} & listed_set("everyday_words"))
            or unnamed
            or (other and not ({given, surname} & mine))
        )
        small = bool(given) and not everyday and (_only_nouns(read) if read else _plainly(text, given))
        place = any(kind in ("place", "name") for _, kind in read)
        return _Sense(given, surname, everyday, other, small, place, known=bool(read or given or surname))

    def _double(self, head: str, tail: str) -> _Sense:
        first, last = self(head), self(tail)
        if head[0].isupper() and tail[:1].isupper():
            if first.given and last.given and first.given.lower() == head.lower():
                return _Sense(given=f"{head}-{last.given}", known=True)
            if (first.surname and last.surname) or (first.surname and _SURNAME.search(tail)):
                return _Sense(surname=f"{head}-{last.surname or tail}", known=True)
        return _Sense(ordinary=True, other=True, known=True)


def find_people(words: list[Word], text: str, senses: _Senses) -> Iterator[Found]:
    """Yield names of people; whole names as one.

    Args:
        words: The words of a text.
        text: The text.
        senses: As `senses_of` makes them, kept from text to text.
    """
    place = 0
    while place < len(words):
        found = _whole(words, place, text, senses) or _announced(words, place, text, senses)
        if found is not None:
            yield found[0]
            place += found[1]
            continue
        alone = _alone(words[place], senses(words[place].text), person=senses.dictionary and followed(words, place))
        if alone is not None:
            yield alone
        place += 1


def senses_of(readings: Readings | None) -> _Senses:
    """Return the judge of words for one search."""
    return _Senses(readings)


def _whole(words: list[Word], place: int, text: str, senses: _Senses) -> tuple[Found, int] | None:
    """Find a given name or several with a surname, in either order; the name may be known by one of them."""
    first = words[place]
    sense = senses(first.text)
    if not first.text[0].isupper() or (sense.known and not sense.name):
        return None
    run = [first]
    while len(run) < 4 and place + len(run) < len(words) and _beside(run[-1], words[place + len(run)], text):
        run.append(words[place + len(run)])
    if len(run) < 2:
        return None
    if not sense.name:  # unknown, beside a surname on the list
        surname = senses(run[1].text).surname
        return (_person(run[:2], [first.text, surname], sure=True), 2) if surname and senses.dictionary else None
    if not sense.given:
        second = senses(run[1].text)
        if not second.given or second.ordinary or (first.first and sense.ordinary) or not _before_given(first, sense):
            return None
        return _person(run[:2], [second.given, sense.surname], sure=True), 2
    if not _plain(first, sense.given):
        return None
    count = 1
    while count < len(run) and senses(run[count].text).given and not _ends_run(run, count, senses):
        count += 1
    if count == len(run) or not _surname_like(run[count], senses):
        count -= 1
        if count == 0 or not senses(run[count].text).name:
            return None
    last = senses(run[count].text)
    listed_pair = bool(last.surname)
    if first.first and sense.ordinary and not listed_pair:
        return None
    bases = [senses(item.text).given for item in run[:count]]
    surname = last.surname or ("" if last.given else run[count].text)
    return _person(run[: count + 1], [*bases, surname or last.given], sure=listed_pair or not sense.ordinary), count + 1


def _plain(word: Word, base: str) -> bool:
    """Say whether a word is in its base form: of a whole name only the last part is inflected."""
    return word.text.lower() == base.lower()


def _before_given(word: Word, sense: _Sense) -> bool:
    """Say whether a surname may stand before a given name: Virtanen Pekka, Virtasen Pekka, but not Lahteen Pekka."""
    return _plain(word, sense.surname) or (word.text.endswith("n") and not is_municipality(word.text))


def _ends_run(run: list[Word], count: int, senses: _Senses) -> bool:
    """Say whether the surname begins here: Anna Kari is one person, Anna Kari Lehto has two given names."""
    return bool(senses(run[count].text).surname) and count + 1 == len(run)


def _surname_like(word: Word, senses: _Senses) -> bool:
    """Say whether a capitalised word after a given name is a surname: nearly every one is, but no place or body."""
    if senses(word.text).surname:
        return True
    return not _not_names().bases(word.text) and not is_municipality(word.text)


def _announced(words: list[Word], place: int, text: str, senses: _Senses) -> tuple[Found, int] | None:
    """Find a name by the title, kin or *nimeni on* before it."""
    kind = cue(words, place)
    word = words[place]
    if not kind or len(word.text) < 2:
        return None
    sense = senses(word.text)
    if word.text[0].isupper():
        if _not_names().bases(word.text) or (not sense.name and (sense.place or is_municipality(word.text))):
            return None
        if not sense.name and word.shouted:
            return None
        count = 1
        if place + 1 < len(words) and _beside(word, words[place + 1], text) and _surname_like(words[place + 1], senses):
            count = 2
        run = words[place : place + count]
        bases = [senses(item.text).name or item.text for item in run]
        return _person(run, bases, sure=bool(sense.name) or kind == "named", reason="reason_context"), count
    if senses.dictionary and not sense.known and len(word.text) > 3:
        return _person([word], [word.text], sure=False, reason="reason_context"), 1
    if sense.given and word.text.lower() == sense.given.lower() and len(word.text) > 2:
        return _person([word], [sense.given], sure=False, reason="reason_context"), 1
    return None


def _alone(word: Word, sense: _Sense, *, person: bool) -> Found | None:
    """Find a name by itself; `person` tells that what follows speaks of somebody."""
    if not word.text[0].isupper():
        return (
            _person([word], [sense.given], sure=False, rank=_BARE + 1) if sense.small and len(word.text) > 3 else None
        )
    if word.shouted:
        plain = sense.name and not sense.other and len(word.text) > 3
        return _person([word], [sense.name], sure=False, rank=_BARE + 1) if plain else None
    if sense.name and not word.first:
        # Nothing is done *in* a person: Wilmassa is the programme of schools.
        sure = (bool(sense.given) or not sense.ordinary) and not word.text.endswith(("ssa", "ssä"))
        return _person([word], [sense.name], sure=sure, rank=_BARE)
    if sense.name and not sense.ordinary:
        return _person([word], [sense.name], sure=not sense.other, rank=_BARE)
    if person and word.capital and len(word.text) > 3 and (sense.name or not sense.known):
        return _person([word], [sense.name or word.text], sure=False, rank=_BARE, reason="reason_after")
    if not word.first and len(word.text) > 2 and _shaped(word, sense):
        return _person([word], [word.text], sure=False, rank=_BARE, reason="reason_shape")
    return None


def unknown_capitals(words: list[Word], text: str, senses: _Senses) -> Iterator[Found]:
    """Yield capitalised words inside sentences that the dictionary does not know, as unsure; two beside are one."""
    run: list[Word] = []
    for word in words:
        if run and not (_beside(run[-1], word, text) and _unknown(word, senses)):
            yield _person(run, [item.text for item in run], sure=False, rank=_BARE + 3, reason="reason_capital")
            run = []
        if run or (_unknown(word, senses) and not word.first):
            run.append(word)
    if run:
        yield _person(run, [item.text for item in run], sure=False, rank=_BARE + 3, reason="reason_capital")


def _unknown(word: Word, senses: _Senses) -> bool:
    return word.capital and len(word.text) > 2 and not senses(word.text).known


def _shaped(word: Word, sense: _Sense) -> bool:
    """Say whether a capitalised word inside a sentence looks like a surname: -nen, or a compound such as Tuomikoski."""
    if not word.capital or len(word.text) < 6 or sense.place or _DEED.search(word.text):
        return False
    if _COMPOUND.search(word.text.lower()):
        return not is_municipality(word.text) and not _not_names().bases(word.text)
    return _SURNAME.search(word.text) is not None and not (sense.known and sense.ordinary)


def _beside(left: Word, right: Word, text: str) -> bool:
    return text[left.end : right.start] in (" ", "\u00a0") and right.capital


def _person(run: list[Word], bases: list[str], *, sure: bool, rank: int = _WHOLE, reason: str = "reason_name") -> Found:
    start, end = run[0].start, run[-1].end
    shown = " ".join(item.text for item in run)
    return Found(start, end, "person", shown, " ".join(bases).lower(), sure, reason, rank)
