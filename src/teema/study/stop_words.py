"""The stop words of a study: its languages' own lists, with the researcher's changes as one setting."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.store import from_json

if TYPE_CHECKING:
    from teema.store import Store

__all__ = ["change_stop_words", "stop_words_of"]

_SETTING = "stop_words"


def stop_words_of(store: Store, languages: Iterable[str]) -> frozenset[str]:
    """Return the lemmas that are left out of tables, all in lower case.

    Args:
        store: The study file.
        languages: The languages of the answers.
    """
    from teema.language import stop_words

    value = from_json(store.setting(_SETTING) or "{}", _SETTING)
    own = frozenset[str]().union(*map(stop_words, set(languages)))
    return (own - set(value.get("remove", []))) | set(value.get("add", []))


def change_stop_words(
    store: Store, languages: Iterable[str], *, add: str | Iterable[str] = (), remove: str | Iterable[str] = ()
) -> None:
    """Add and remove stop words as one undoable step; what is as the languages' lists have it leaves no setting.

    Raises:
        UnusableValueError: A word is empty, is to be both added and removed, or cannot be removed since it is none.
    """
    from teema.language import stop_words

    into, out = _lemmas(add, "add"), _lemmas(remove, "remove")
    chosen = set(languages)
    own, now = frozenset[str]().union(*map(stop_words, chosen)), stop_words_of(store, chosen)
    for word in sorted(into & out):
        raise UnusableValueError(f"{word!r} is to be both added and removed.", hint="Name it once.")
    for word in sorted(out - now):
        raise UnusableValueError(
            f"{word!r} is no stop word, so it cannot be removed.",
            where=store.path.name,
            hint="The list is study.words.stop_words; give the base form (lemma).",
        )
    wanted = (now | into) - out
    value = {"add": sorted(wanted - own), "remove": sorted(own - wanted)}
    summary = " ".join([*(f"+{word}" for word in sorted(into)), *(f"−{word}" for word in sorted(out))])
    with store.step("words.stop", summary) as step:
        if any(value.values()):
            step.put("settings", {"name": _SETTING, "value": json.dumps(value, ensure_ascii=False)})
        else:
            step.delete("settings", _SETTING)


def _lemmas(words: str | Iterable[str], argument: str) -> set[str]:
    """Return words as they are compared: in lower case, without space around them."""
    found = {str(word).strip().lower() for word in ([words] if isinstance(words, str) else words)}
    if "" in found:
        raise UnusableValueError(f"{argument} holds an empty word.", hint="Give lemmas, such as 'asiakas'.")
    return found
