"""One key for all forms of a name: also of names that no list has."""

from __future__ import annotations

from collections.abc import Iterable

from teema.privacy.finding import listed
from teema.privacy.inflection import Forms

__all__ = ["guessed_base", "resolve"]

# The endings taken off a name whose base form nowhere stands, the longest first.
_ENDINGS = (
    "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "tta", "ttä", "an", "en", "in", "on", "un",
    "yn", "än", "ön", "n",
)  # fmt: skip
_NEN = ("sella", "sellä", "selta", "seltä", "selle", "sessa", "sessä", "sesta", "sestä", "seen", "seksi", "sen", "set")


def guessed_base(form: str) -> str:
    """Return what a name on no list may be in its base form, in small letters.

    Example:
        >>> guessed_base("Kuutsaselle"), guessed_base("Xhemajlilla"), guessed_base("Ruusuoja")
        ('kuutsanen', 'xhemajli', 'ruusuoja')
    """
    word = form.lower()
    for ending in _NEN:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + "nen"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            rest = word[: -len(ending)]
            if ending in ("an", "en", "in", "on", "un", "yn", "än", "ön") and rest[-1] != ending[0]:
                continue  # not Maija-an
            return rest
    return word


def resolve(keys: Iterable[str]) -> dict[str, str]:
    """Return for each key the one that stands for all forms of the same name.

    The last word of a key may be an inflected form of a name that is on no list. It becomes the base form that another
    key shows it to be, else a guess; forms whose guesses are the same become one.

    Example:
        >>> found = resolve(["kortesojan", "jenna kortesoja", "jenna kortesojan", "maija"])
        >>> found["jenna kortesojan"], found["kortesojan"], found["maija"]
        ('jenna kortesoja', 'kortesoja', 'maija')
    """
    given = set(keys)
    unknown = sorted({word for key in given for word in key.split()} - _listed_names())
    forms = Forms(unknown)
    bases: dict[str, str] = {}
    for word in unknown:
        others = [base for base in forms.bases(word, itself=False) if len(base) <= len(word) + 3]
        if others:
            bases[word] = min(others, key=lambda base: (len(base), base))
    shown = set(bases.values())  # words that others are forms of
    for word in unknown:
        if word not in bases and word not in shown:
            bases[word] = guessed_base(word)
    return {key: _with_base(key, bases) for key in given}


def _with_base(key: str, bases: dict[str, str]) -> str:
    head, space, word = key.rpartition(" ")
    seen = {word}
    while bases.get(word, word) not in seen:
        word = bases[word]
        seen.add(word)
    return head + space + word


def _listed_names() -> frozenset[str]:
    return frozenset(name.lower() for name in (*listed("given_names"), *listed("surnames")))
