"""Putting pseudonyms in the places of what was accepted, as one step; and taking them back with the key file."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.privacy import ACCEPTED, Edit, follow, rewrite
from teema.store.journal import KEYS
from teema.study.key_file import read_key, write_key
from teema.study.proposing import SETTING, kept
from teema.study.texts import TextPlace, text_places, with_texts
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Step, Store
    from teema.survey import Survey

__all__ = ["as_replaced", "digest", "log_frame", "reidentify", "replace_accepted"]

_Edits = Mapping[str, Sequence[Edit]]


def digest(text: str) -> str:
    """Return what tells whether a later export has the same text as one that was replaced."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def replace_accepted(store: Store, proposals: pd.DataFrame, *, key: str | Path | None, language: str) -> int:
    """Replace the accepted rows as one undoable step; see `Pseudonyms.apply`."""
    accepted = proposals[proposals["decision"] == ACCEPTED]
    if accepted.empty:
        raise UnusableValueError(
            "Nothing was accepted, so nothing is replaced.", hint="Decide first: names = names.accept(sure=True)"
        )
    places = {place.id: place for place in text_places(store, language=language)}
    edits: dict[str, list[Edit]] = defaultdict(list)
    columns = accepted[["answer", "where", "start", "end", "text", "replacement", "ending"]]
    for name, where, start, end, text, replacement, ending in columns.itertuples(index=False):
        place = places.get(name)
        if place is None or place.text[start:end] != text:
            raise UnusableValueError(
                "The study has changed since the proposal was made.", where=where,
                hint="Make it anew: study.pseudonyms()",
            )  # fmt: skip
        edits[place.id].append(Edit(int(start), int(end), replacement + ending))
    store.backup("survey.pseudonymise")
    file = None if key is None else write_key(Path(key), store.path.name, places, edits)
    try:
        summary = term("privacy.replaced", language, places=len(accepted), answers=len(edits))
        with store.step("survey.pseudonymise", summary) as step:
            _rewrite(store, step, places, edits)
            step.put("settings", {"name": SETTING, "value": _remembered(store, accepted, places, edits)})
    except BaseException:
        if file is not None:
            file.unlink(missing_ok=True)
        raise
    return len(accepted)


# What holds extracts, and what makes two of its rows the same.
_ON_EXTRACTS = (
    ("codings", ("code", "coder")),
    ("members", ("theme",)),
    ("evidence", ("theme", "relation", "summary")),
)


def _rewrite(store: Store, step: Step, places: Mapping[str, TextPlace], edits: _Edits) -> None:
    """Write the new texts, answers with a new version and their extracts after them."""
    rows: dict[tuple[str, str], dict[tuple[str, tuple[str | int, ...]], str]] = defaultdict(dict)
    for name, made in edits.items():
        place = places[name]
        rows[place.table, place.key][place.field, place.leaf] = rewrite(place.text, made)
    touched = {places[name].key: made for name, made in edits.items() if places[name].table == "answers"}
    for (table, name), texts in rows.items():
        query = f'SELECT * FROM {table} WHERE "{KEYS[table]}" = ?'  # noqa: S608 -- names from KEYS
        (row,) = store.rows(query, (name,))
        new = with_texts(row, texts)
        if table == "answers":
            new["version"] = int(row["version"]) + 1
        if table == "members" and _held(store, new):  # two expressions of a class have come to be one
            step.delete(table, name)
        else:
            step.put(table, new)
    for answer, made in touched.items():
        _follow(store, step, answer, made)


def _held(store: Store, member: Row) -> bool:
    query = "SELECT 1 FROM members WHERE theme = ? AND reduced = ? AND id <> ?"
    return bool(store.rows(query, (member["theme"], member["reduced"], member["id"])))


def _follow(store: Store, step: Step, answer: str, edits: Sequence[Edit]) -> None:
    (text,) = (str(row["text"]) for row in store.rows("SELECT text FROM answers WHERE answer = ?", (answer,)))
    old = store.rows('SELECT * FROM extracts WHERE answer = ? ORDER BY start, "end", id', (answer,))
    first: dict[tuple[int, int], Row] = {}
    doubles: list[tuple[Row, Row]] = []
    for row in old:
        span = follow((row["start"], row["end"]), edits)
        new = {**row, "start": span[0], "end": span[1], "quote": text[slice(*span)]}
        if span in first:
            doubles.append((new, first[span]))
        else:
            first[span] = new
    for double, one in doubles:
        _join(store, step, double, one)
    # Two extracts may not stand in one place even for a moment: those in the way are put aside first.
    before = {(row["start"], row["end"]): str(row["id"]) for row in old}
    changed = [row for row in first.values() if row not in old]
    for row in changed:
        in_the_way = before.get((row["start"], row["end"]), str(row["id"]))
        if in_the_way != row["id"]:
            step.delete("extracts", in_the_way)
    for row in changed:
        step.put("extracts", row)


def _join(store: Store, step: Step, double: Row, one: Row) -> None:
    """Make two extracts one that have come to the same place: codings, members and notes go over, none twice."""
    for table, same in _ON_EXTRACTS:
        query = f"SELECT * FROM {table} WHERE extract = ?"  # noqa: S608 -- names of ours
        there = {tuple(row[name] for name in same) for row in store.rows(query, (one["id"],))}
        for row in store.rows(query, (double["id"],)):
            if tuple(row[name] for name in same) in there:
                step.delete(table, row["id"])
            else:
                step.put(table, {**row, "extract": one["id"]})
    for field in ("reduced", "memo"):
        one[field] = " / ".join(dict.fromkeys(text for text in (one[field], double[field]) if text))
    step.delete("extracts", double["id"])


def _remembered(store: Store, accepted: pd.DataFrame, places: Mapping[str, TextPlace], edits: _Edits) -> str:
    """Return what is kept for the next round: names with their pseudonyms, and what the answers were."""
    known = kept(store)
    names = {(name["kind"], name["key"], name["replacement"]): name for name in known["names"]}
    for (kind, key, replacement), rows in accepted.groupby(["kind", "key", "replacement"], sort=False):
        former = names.get((kind, key, replacement), {"n": 0, "forms": []})
        forms = [*former["forms"], *map(str, rows["text"])]
        names[kind, key, replacement] = {
            "kind": kind, "key": key, "replacement": replacement, "n": former["n"] + len(rows),
            "forms": list(dict.fromkeys(forms)),
        }  # fmt: skip
    originals = dict(known["originals"])
    for name in edits:
        place = places[name]
        if place.table == "answers":
            originals.setdefault(place.key, digest(place.text))
    return json.dumps({"names": list(names.values()), "originals": originals}, ensure_ascii=False)


def log_frame(store: Store, *, originals: bool) -> pd.DataFrame:
    """Return what was replaced: `kind`, `replacement`, `n`; with originals also `key` and `forms`."""
    import pandas as pd

    frame = pd.DataFrame(kept(store)["names"], columns=["kind", "replacement", "n", "key", "forms"])
    if originals:
        return frame
    return frame.groupby(["kind", "replacement"], sort=False)[["n"]].sum().reset_index()


def as_replaced(store: Store, survey: Survey) -> Survey:
    """Return a later export with the study's own text for each answer that it has as it was before replacing."""
    originals = kept(store)["originals"]
    if not originals:
        return survey
    texts = {row["answer"]: row["text"] for row in store.rows("SELECT answer, text FROM answers")}
    new = {sign: texts[answer] for answer, sign in originals.items() if answer in texts}
    answers = survey.answers.copy()
    answers["text"] = [new.get(digest(text), text) for text in answers["text"]]
    return replace(survey, answers=answers)


def reidentify(store: Store, key: str | Path, *, language: str) -> int:
    """Bring the originals back as one undoable step; see `Study.reidentify`."""
    places = {place.id: place for place in text_places(store, language=language)}
    wanted = read_key(Path(key))
    edits = {
        name: [Edit(start, end, original) for start, end, _, original in found]
        for name, found in wanted.items()
        if name in places and all(places[name].text[start:end] == new for start, end, new, _ in found)
    }
    count = sum(map(len, edits.values()))
    if not count:
        raise UnusableValueError(
            "Nothing in the study is as this key left it.", where=key,
            hint="Is it the key of this study? Keys of later replacing are used before earlier ones.",
        )  # fmt: skip
    gone = [new for name in edits for _, _, new, _ in wanted[name]]
    store.backup("survey.reidentify")
    with store.step("survey.reidentify", term("privacy.reidentified", language, places=count)) as step:
        _rewrite(store, step, places, edits)
        step.put("settings", {"name": SETTING, "value": _forgotten(kept(store), gone, edits)})
    return count


def _forgotten(known: dict[str, Any], gone: Iterable[str], edits: _Edits) -> str:
    """Return what is kept without pseudonyms that have been taken back."""
    names = [dict(name) for name in known["names"]]
    for new in gone:
        fitting = [name for name in names if name["n"] > 0 and new.startswith(name["replacement"])]
        if fitting:
            fitting[0]["n"] -= 1
    originals = {answer: sign for answer, sign in known["originals"].items() if answer not in edits}
    left = [name for name in names if name["n"] > 0]
    return json.dumps({"names": left, "originals": originals}, ensure_ascii=False)
