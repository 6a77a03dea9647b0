"""Files for other coders: copies without anybody else's codings, and a share of the answers for each."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from teema.errors import StudyExistsError, UnusableValueError
from teema.store import Store
from teema.store.contents import BLIND, Contents, contents
from teema.study.proposing import SETTING, WORKPLACES, without_originals

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row

__all__ = ["SPLIT", "Split", "blind", "blinded", "progress", "shares", "split"]

# The setting that says which answers each coder codes: coder -> ids of answers.
SPLIT = "split"


def blinded(rows: Contents, coder: str) -> Contents:
    """Return the rows of a study that a blind coder may see.

    The survey, the codebook, the settings, the analyses, and the coder's own codings, memos, summaries and extracts
    stay. An extract that others coded too loses its memo and reduced expression, since nobody knows whose they are.
    Snapshots and types go, because they show how others read the answers; so does which answers others have read, and
    what pseudonyms stand for.
    """
    own = {key: row for key, row in rows["codings"].items() if _is(row, coder)}
    memos = {key: row for key, row in rows["memos"].items() if _is(row, coder)}
    noted = {row["target"] for row in memos.values() if row["target_kind"] == "extract"}
    seen = {row["extract"] for row in own.values()} | noted
    shared = {row["extract"] for row in rows["codings"].values() if not _is(row, coder)}
    extracts = {
        key: {**row, "memo": "", "reduced": ""} if key in shared else row
        for key, row in rows["extracts"].items()
        if key in seen
    }
    members = {key: row for key, row in rows["members"].items() if row["extract"] is None or row["extract"] in extracts}
    members = {key: row for key, row in members.items() if row["reduced"] is None}
    summaries = {key: row for key, row in rows["summaries"].items() if _is(row, coder)}
    evidence = {
        key: row
        for key, row in rows["evidence"].items()
        if row["extract"] in extracts and (row["summary"] is None or row["summary"] in summaries)
    }
    return {
        **rows,
        "settings": _settings(rows["settings"], coder),
        "codings": own,
        "memos": memos,
        "extracts": extracts,
        "members": members,
        "snapshots": {},
        "summaries": summaries,
        "evidence": evidence,
        "reviews": {key: row for key, row in rows["reviews"].items() if _is(row, coder)},
        "types": {},
        "type_parts": {},
    }


def _settings(rows: dict[str, Row], coder: str) -> dict[str, Row]:
    """Return the settings without what is another's or identifies somebody."""
    found = {}
    for name, row in rows.items():
        others = name.startswith("read:") and not name.casefold().startswith(f"read:{coder.casefold()}:")
        if others or name == WORKPLACES:
            continue
        found[name] = {**row, "value": without_originals(str(row["value"]))} if name == SETTING else row
    return found


def _is(row: dict[str, object], coder: str) -> bool:
    return str(row["coder"]).casefold() == coder.casefold()


def blind(store: Store, coder: str, path: str | Path) -> Path:
    """Make a file for a coder who is not to see the others' work, and return its path.

    Raises:
        StudyExistsError: A file of this name is already there.
        UnusableValueError: No coder was named, or the folder cannot be written to.
    """
    coder = coder.strip()
    if not coder:
        raise UnusableValueError("The copy needs a coder.", hint='Name who codes: study.blind("MV", "mv.teema")')
    target = Path(path).absolute()
    if target.exists():
        raise StudyExistsError("There is already a file of this name.", where=target, hint="Choose another name.")
    unfinished = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        with (
            Store.create(unfinished, coder=coder) as copy,
            copy.step(BLIND, store.path.name, kind="import") as step,
        ):
            for table, rows in blinded(contents(store), coder).items():
                step.add(table, rows.values())
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.rename(target)
    return target


def shares(answers: pd.DataFrame, coders: Sequence[str], *, overlap: float, seed: int) -> pd.DataFrame:
    """Share answers out to coders: cases whole, even in words, every set of questions answered spread evenly.

    Args:
        answers: `answer`, `case`, `question`, `text`.
        coders: Two names or more.
        overlap: Share of the cases, from 0 to 1, that two coders code.
        seed: The same seed gives the same shares.

    Returns:
        `coder`, `case`, `answer`, `question`, `words`, `double` (True where two coders code it); in source order by
        coder.

    Raises:
        UnusableValueError: Fewer than two coders, a name twice, or an overlap outside 0–1.
    """
    import pandas as pd

    names = [name.strip() for name in coders]
    if len(names) < 2 or not all(names) or len({name.casefold() for name in names}) < len(names):
        raise UnusableValueError(
            f"coders={list(coders)!r} does not name two coders or more, each once.", hint='coders=["AJ", "MV"]'
        )
    if not 0 <= overlap <= 1:
        raise UnusableValueError(f"overlap={overlap} is not a share.", hint="Give a share from 0 to 1, such as 0.25.")
    frame = answers[["case", "answer", "question", "text"]]
    frame["words"] = [len(text.split()) for text in answers["text"]]
    given: dict[str, list[str]] = {}
    order = frame.groupby("case", sort=False, observed=True)
    size = cast("dict[str, int]", order["words"].sum().to_dict())
    kinds = cast("dict[str, str]", order["question"].agg(lambda its: " ".join(sorted(map(str, its)))).to_dict())
    double = _double(kinds, overlap, random.Random(seed))  # noqa: S311 -- a draw, no secret
    shuffled = list(size)
    random.Random(seed + 1).shuffle(shuffled)  # noqa: S311
    load = dict.fromkeys(names, 0)
    held: dict[tuple[str, str], int] = {}
    # What two code goes first, and the longest of each kind: then what is left evens the loads out.
    for case in sorted(shuffled, key=lambda case: (case not in double, kinds[case], -size[case])):
        rank = sorted(names, key=lambda name: (load[name], held.get((name, kinds[case]), 0)))
        given[case] = rank[: 2 if case in double else 1]
        for name in given[case]:
            load[name] += size[case]
            held[name, kinds[case]] = held.get((name, kinds[case]), 0) + 1
    parts = [frame[frame["case"].map(lambda case, name=name: name in given[case])].assign(coder=name) for name in names]
    found = pd.concat(parts, ignore_index=True)
    found["double"] = found["case"].isin(double)
    return found[["coder", "case", "answer", "question", "words", "double"]]


def _double(kinds: dict[str, str], overlap: float, draw: random.Random) -> set[str]:
    """Return the cases that two code: of every set of answered questions its share, in all the nearest whole number."""
    strata: dict[str, list[str]] = {}
    for case, kind in kinds.items():
        strata.setdefault(kind, []).append(case)
    wanted, found, due = round(len(kinds) * overlap), list[str](), 0.0
    for kind in sorted(strata):
        cases = sorted(strata[kind])
        draw.shuffle(cases)
        due += len(cases) * overlap
        found += cases[: max(0, min(len(cases), round(due) - len(found)))]
    return set(found[:wanted])


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The files that were handed out, and who codes what.

    Attributes:
        files: One per coder, in the order of the coders.
        frame: See `shares`.
    """

    files: list[Path]
    frame: pd.DataFrame


def split(
    store: Store, answers: pd.DataFrame, coders: Sequence[str], *, overlap: float, seed: int, folder: str | Path
) -> Split:
    """Make a blind file for each coder, with a list of what each codes; see `shares`.

    The list is kept in the study too, as one undoable step.

    Raises:
        UnusableValueError: The coders, the overlap or the folder cannot be used.
        StudyExistsError: A file of a coder's name is already there; then none is made.
    """
    frame = shares(answers, coders, overlap=overlap, seed=seed)
    names = [name.strip() for name in coders]
    paths = [Path(folder).absolute() / f"{store.path.stem}-{_file_name(name)}{store.path.suffix}" for name in names]
    for path in paths:
        if path.exists() or paths.count(path) > 1:
            raise StudyExistsError("There is already a file of this name.", where=path, hint="Choose another folder.")
    shared = {name: frame.loc[frame["coder"] == name, "answer"].tolist() for name in names}
    with store.step("study.split", ", ".join(names)) as step:
        step.put("settings", {"name": SPLIT, "value": json.dumps(shared, ensure_ascii=False)})
    return Split(
        files=[blind(store, name, path) for name, path in zip(names, paths, strict=True)],
        frame=frame,
    )


def _file_name(coder: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in coder)


def progress(store: Store) -> pd.DataFrame:
    """Return how far each coder of a split is: `coder`, `answers`, `coded` (answers with a coding of theirs)."""
    import pandas as pd

    shared: dict[str, list[str]] = json.loads(store.setting(SPLIT) or "{}")
    coded = {
        (str(row["coder"]).casefold(), row["answer"])
        for row in store.rows(
            "SELECT DISTINCT codings.coder, extracts.answer FROM codings JOIN extracts ON extracts.id = codings.extract"
        )
    }
    rows = [
        (name, len(answers), sum((name.casefold(), answer) in coded for answer in answers))
        for name, answers in shared.items()
    ]
    return pd.DataFrame(rows, columns=["coder", "answers", "coded"])
