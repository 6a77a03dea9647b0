"""A later export of the same survey: who is new, who changed, who vanished, and where coded words have moved to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.survey import answer_id

if TYPE_CHECKING:
    import pandas as pd

    from teema.survey import Survey

__all__ = ["Change", "Plan", "moved", "plan"]

# A text so long is hardly written twice by different people.
_TELLING = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One answer that reads otherwise than before.

    Attributes:
        answer: Id of the answer in the study; of a new answer of a known case, the id it gets.
        case: Id of the case in the study.
        question: Id of the question in the study.
        before: Its text in the study; empty for a new answer.
        after: Its text in the later export; empty for one that is no longer there.
    """

    answer: str
    case: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """How a later export fits a study.

    Attributes:
        questions: Question of the export -> question of the study; the ids of new ones are new.
        cases: Case of the export -> case of the study; the ids of new ones are new.
        new_questions: Questions of the export that the study does not have.
        new_cases: Cases of the export that the study does not have.
        vanished: Cases of the study that the export does not have; they stay in the study.
        changed: Answers that read otherwise.
    """

    questions: Mapping[str, str]
    cases: Mapping[str, str]
    new_questions: tuple[str, ...]
    new_cases: tuple[str, ...]
    vanished: tuple[str, ...]
    changed: tuple[Change, ...]


def plan(
    answers: pd.DataFrame, cases: pd.DataFrame, questions: pd.DataFrame, survey: Survey, *, key: str | None = None
) -> Plan:
    """Work out how a later export fits what a study holds; nothing is changed.

    Cases are the same that have the same value of `key`; without it, those with the same answers and background, then
    those with the same answers, the same id and something in common, or a telling answer in common.

    Args:
        answers: `answer`, `case`, `question`, `text` of the study.
        cases: Background of the study's cases.
        questions: `question`, `text` of the study.
        survey: The later export.
        key: Background variable that names each respondent in both.

    Raises:
        NotFoundError: The study or the export has no such variable.
        UnusableValueError: The key is missing or not unique; or the export has no question in common with the study.
    """
    same_questions, new_questions = _questions(questions, survey)
    old = _texts(answers, {})
    new = _texts(survey.answers, same_questions)
    if key is None:
        pairs = _by_content(old, new, _backgrounds(cases), _backgrounds(survey.cases))
    else:
        pairs = _by_key(cases, survey.cases, key)
    free = _free_ids(set(map(str, cases.index)))
    new_cases = tuple(str(case) for case in survey.cases.index if str(case) not in pairs)
    ids = {**pairs, **{case: free(case) for case in new_cases}}
    return Plan(
        questions=same_questions,
        cases=ids,
        new_questions=new_questions,
        new_cases=new_cases,
        vanished=tuple(str(case) for case in cases.index if str(case) not in set(pairs.values())),
        changed=tuple(_changed(old, new, pairs)),
    )


def _questions(questions: pd.DataFrame, survey: Survey) -> tuple[dict[str, str], tuple[str, ...]]:
    known = {_folded(text): str(name) for name, text in zip(questions["question"], questions["text"], strict=True)}
    found = {item.question: known[_folded(item.text)] for item in survey.questions if _folded(item.text) in known}
    if not found:
        raise UnusableValueError(
            "The export has no open question in common with the study.",
            where=survey.report.source,
            hint="Is it another survey? The study asks: " + "; ".join(map(str, questions["text"])),
        )
    new = tuple(item.question for item in survey.questions if item.question not in found)
    free = _free_ids(set(map(str, questions["question"])))
    return {**found, **{name: free(name) for name in new}}, new


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _free_ids(taken: set[str]) -> Callable[[str], str]:
    """Return a function that gives an id as it is, or numbered on when it is taken."""

    def free(wanted: str) -> str:
        letters = wanted.rstrip("0123456789")
        number = int(wanted[len(letters) :] or 0)
        found = wanted
        while found in taken:
            number += 1
            found = f"{letters}{number}"
        taken.add(found)
        return found

    return free


def _texts(answers: pd.DataFrame, questions: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the texts of each case by question, questions under the study's ids."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for case, question, text in answers[["case", "question", "text"]].itertuples(index=False):
        found[str(case)][questions.get(question, question)] = text
    return found


def _backgrounds(cases: pd.DataFrame) -> dict[str, str]:
    rows = zip(cases.index, cases.astype(object).to_numpy().tolist(), strict=True)
    return {str(case): json.dumps(values, default=str, ensure_ascii=False) for case, values in rows}


def _by_key(old: pd.DataFrame, new: pd.DataFrame, key: str) -> dict[str, str]:
    values = []
    for frame, where in ((old, "the study"), (new, "the export")):
        if key not in frame.columns:
            raise NotFoundError.of("background variable", key, map(str, frame.columns), where=where)
        column = frame[key].astype(object)
        if column.isna().any() or column.duplicated().any():
            raise UnusableValueError(
                f"{key!r} does not name every respondent once.",
                where=where,
                hint="Use a variable that is different for each, or leave key out to compare answers.",
            )
        values.append({str(value): str(case) for case, value in column.items()})
    known, given = values
    return {case: known[value] for value, case in given.items() if value in known}


def _by_content(
    old: Mapping[str, dict[str, str]],
    new: Mapping[str, dict[str, str]],
    old_background: Mapping[str, str],
    new_background: Mapping[str, str],
) -> dict[str, str]:
    pairs: dict[str, str] = {}
    shared = {question for texts in old.values() for question in texts}

    def said(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((name, _folded(text)) for name, text in texts.items() if name in shared))

    def join(of_old: Callable[[str], Hashable | None], of_new: Callable[[str], Hashable | None]) -> None:
        left, right = (
            [case for case in old_background if case not in set(pairs.values())],
            [case for case in new_background if case not in pairs],
        )
        waiting: dict[Hashable, list[str]] = defaultdict(list)
        for case in reversed(left):
            if (sign := of_old(case)) is not None:
                waiting[sign].append(case)
        for case in right:
            if (sign := of_new(case)) is not None and waiting.get(sign):
                pairs[case] = waiting[sign].pop()

    empty: dict[str, str] = {}
    join(lambda case: (said(old.get(case, empty)), old_background[case]),
         lambda case: (said(new.get(case, empty)), new_background[case]))  # fmt: skip
    join(lambda case: said(old.get(case, empty)) or None, lambda case: said(new.get(case, empty)) or None)
    for case in new_background:
        if case not in pairs and case in old_background and case not in set(pairs.values()):
            common = set(said(old.get(case, empty))) & set(said(new.get(case, empty)))
            if common or old_background[case] == new_background[case]:
                pairs[case] = case
    for question in sorted(shared):
        join(_telling(old, question), _telling(new, question))
    return pairs


def _telling(texts: Mapping[str, dict[str, str]], question: str) -> Callable[[str], Hashable | None]:
    def sign(case: str) -> Hashable | None:
        text = _folded(texts.get(case, {}).get(question, ""))
        return text if len(text) >= _TELLING else None

    return sign


def _changed(
    old: Mapping[str, dict[str, str]], new: Mapping[str, dict[str, str]], pairs: Mapping[str, str]
) -> Iterator[Change]:
    for given, case in pairs.items():
        before, after = old.get(case, {}), new.get(given, {})
        for question in sorted({*before, *after}):
            was, now = before.get(question, ""), after.get(question, "")
            if was != now:
                yield Change(answer=answer_id(case, question), case=case, question=question, before=was, after=now)


def moved(before: str, after: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """Return where spans of a text stand in its corrected version, reading the same words; None when one does not.

    Example:
        >>> moved("Kiire. Aina kiire!", "Kova kiire. Aina kiire!", [(7, 18)])
        [(12, 23)]
        >>> moved("Kiire. Aina kiire!", "Ei kiirettä.", [(7, 18)]) is None
        True
    """
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    found = []
    for start, end in spans:
        words = before[start:end]
        shift = next((b - a for a, b, size in blocks if a <= start < a + size), 0)
        places = [(abs(place - start - shift), place) for place in _places(after, words)]
        if not places:
            return None
        _, at = min(places)  # the nearest to where it would be by what stands before it
        found.append((at, at + len(words)))
    return found


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
