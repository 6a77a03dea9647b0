"""What a study proposes to replace, with the pseudonyms that are in use already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.privacy import KINDS, find, propose
from teema.privacy.finding import words_of
from teema.privacy.inflection import Forms
from teema.study.pseudonyms import Pseudonyms, readings_of
from teema.study.texts import TextPlace, text_places

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store
    from teema.study.study import Study

__all__ = ["SETTING", "WORKPLACES", "added", "kept", "proposal", "without_originals", "workplaces"]

# The settings that hold pseudonyms in use and the names of workplaces; neither goes into a shared copy.
SETTING, WORKPLACES = "pseudonyms", "workplaces"
_CONTEXT = 40


def kept(store: Store) -> dict[str, Any]:
    """Return what is known of earlier replacing: `names` (one dict each) and `originals` (digest by answer)."""
    text = store.setting(SETTING)
    return json.loads(text) if text else {"names": [], "originals": {}}


def without_originals(value: str) -> str:
    """Return the setting as others may have it: which pseudonyms there are, not what they stand for."""
    names = [{**item, "key": "", "forms": []} for item in json.loads(value)["names"]]
    return json.dumps({"names": names, "originals": {}}, ensure_ascii=False)


def workplaces(store: Store) -> list[str]:
    """Return the workplaces that the researcher has named."""
    return list(json.loads(store.setting(WORKPLACES) or "[]"))


def proposal(study: Study, names: Iterable[str], *, endings: bool) -> Pseudonyms:
    """Return what the study proposes; new names of workplaces are kept as an undoable step, if it may be written to."""
    store = study.store
    known = workplaces(store)
    new = [name.strip() for name in names if name.strip() and name.strip() not in known]
    if new and not store.read_only:
        with store.step("privacy.workplaces", str(len(new))) as step:
            step.put("settings", {"name": WORKPLACES, "value": json.dumps([*known, *new], ensure_ascii=False)})
    places = list(text_places(store, language=study.language))
    found = find(
        {place.id: place.text for place in places}, workplaces=[*known, *new], readings=readings_of(study),
        context=_CONTEXT, language=study.language,
    )  # fmt: skip
    return Pseudonyms(study, _proposed(study, found, places, endings=endings))


def _proposed(
    study: Study, found: pd.DataFrame, places: Sequence[TextPlace], *, endings: bool, more: Iterable[Any] = ()
) -> pd.DataFrame:
    given = {(name["kind"], name["key"]): name["replacement"] for name in kept(study.store)["names"]}
    given |= {(row.kind, row.key): row.replacement for row in more}
    cases: dict[str, str] = dict(study.answers[["answer", "case"]].itertuples(index=False))
    frame = propose(found, groups=cases, given=given, endings=endings, language=study.language)
    named = {place.id: place.where for place in places}
    frame.insert(1, "where", frame["answer"].map(named))
    return frame


def added(study: Study, proposals: pd.DataFrame, words: str, kind: str) -> pd.DataFrame:
    """Return finds of the researcher's own words in all inflections, where nothing else is proposed."""
    import pandas as pd

    if kind not in KINDS:
        raise UnusableValueError.of("kind", kind, KINDS)
    places = list(text_places(study.store, language=study.language))
    taken = {(row.answer, row.start): row.end for row in proposals.itertuples()}
    spans = proposals.groupby("answer")[["start", "end"]].apply(lambda rows: list(rows.itertuples(index=False)))
    rows = []
    for place in places:
        for start, end in _occurrences(place.text, words):
            near = spans.get(place.id, [])
            if (place.id, start) in taken or any(start < b and a < end for a, b in near):
                continue
            left, right = place.text[max(0, start - _CONTEXT) : start], place.text[end : end + _CONTEXT]
            text = place.text[start:end]
            rows.append((place.id, start, end, kind, text, words.strip().lower(), "sure", "", left, right))
    found = pd.DataFrame(rows, columns=["answer", "start", "end", "kind", "text", "key", "certainty", "reason", "left",
                                        "right"])  # fmt: skip
    return _proposed(study, found, places, endings=True, more=proposals.itertuples())


def _occurrences(text: str, words: str) -> list[tuple[int, int]]:
    parts = words.split()
    if not all(re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", part) for part in parts):
        return [match.span() for match in re.finditer(re.escape(words.strip()), text, re.IGNORECASE)]
    forms = [Forms([part], genitive_s=True) for part in parts]
    found = words_of(text)
    spans = []
    for first in range(len(found) - len(parts) + 1):
        chosen = found[first : first + len(parts)]
        if all(form.bases(word.text) for form, word in zip(forms, chosen, strict=True)):
            spans.append((chosen[0].start, chosen[-1].end))
    return spans
