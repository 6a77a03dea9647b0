"""A copy of a study for others: what it is now, without what it was."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from teema.coding.declined import PREFIX as DECLINED
from teema.errors import StudyExistsError
from teema.privacy.finding import words_of
from teema.store import Store
from teema.store.journal import KEYS
from teema.study.proposing import SETTING, WORKPLACES, without_originals
from teema.terms import term

if TYPE_CHECKING:
    from teema.store import Row
    from teema.study.study import Study

__all__ = ["share"]


def share(study: Study, path: Path, *, without: Iterable[str]) -> Path:
    """Write the copy; see `Study.share`."""
    left_out = {study.variable(name) for name in without}
    path = path.absolute()
    if path.exists():
        raise StudyExistsError("There is already a file of this name.", where=path, hint="Choose another name.")
    # A new file, into which only what stands now is written: it has no former rows, and no pages that once held them.
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with (
            Store.create(unfinished, coder=study.store.coder or "teema") as copy,
            copy.step("survey.share", term("privacy.shared", study.language), kind="import") as step,
        ):
            for table in KEYS:
                step.add(table, _rows(study, table, left_out))
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _rows(study: Study, table: str, left_out: set[str]) -> list[Row]:
    rows = study.store.rows(f'SELECT * FROM {table} ORDER BY "{KEYS[table]}"')  # noqa: S608 -- names from KEYS
    if table == "variables":
        return [row for row in rows if row["name"] not in left_out]
    if table == "cases" and left_out:
        return [{**row, "background": _without(row["background"], left_out)} for row in rows]
    if table == "settings":
        return _settings(study, rows, left_out)
    return rows


def _without(background: str, left_out: set[str]) -> str:
    values = json.loads(background)
    return json.dumps({name: value for name, value in values.items() if name not in left_out}, ensure_ascii=False)


def _settings(study: Study, rows: list[Row], left_out: set[str]) -> list[Row]:
    """Return the settings without workplaces, declined hits, what pseudonyms stand for, and forms that have gone."""
    said = {word.text.casefold() for text in study.answers["text"] for word in words_of(text)}
    result = []
    for row in rows:
        name, value = str(row["name"]), str(row["value"])
        if name == WORKPLACES:
            continue
        if name.startswith(DECLINED):
            continue  # checksums of words that may have been replaced
        if name.startswith("lemma:") and json.loads(value)["form"].casefold() not in said:
            continue  # a correction of a word that no answer has any more
        if name == SETTING:
            value = without_originals(value)
        elif name == "report" and left_out:
            value = _report(value, left_out)
        result.append({**row, "value": value})
    return result


def _report(value: str, left_out: set[str]) -> str:
    report = json.loads(value)
    report["columns"] = [item for item in report["columns"] if item["name"] not in left_out]
    return json.dumps(report, ensure_ascii=False)
