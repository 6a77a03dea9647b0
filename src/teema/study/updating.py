"""Taking a later export of the same survey into a study: looked at first, then applied as one step."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from teema.study import survey_rows
from teema.study.rounds import Plan, moved, plan
from teema.survey import answer_id
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Step
    from teema.study.study import Study
    from teema.survey import Survey

__all__ = ["Update"]


class Update:
    """What a later export would bring; nothing is written before `apply`.

    Attributes:
        changed: `answer`, `case`, `question`, `before`, `after`, `extracts` (how many it has), `status`: `new` (a known
            case has answered), `changed`, `keeps` (an extract's words are no longer in it, so the study keeps its own
            text) or `gone` (the export has no such answer; the study keeps it).
        new: Background of the new cases, under the ids they will have.
        vanished: Background of the cases that the export no longer has; they stay in the study.
    """

    def __init__(self, study: Study, survey: Survey, *, key: str | None = None) -> None:
        import pandas as pd

        self._study = study
        self._survey = survey
        self._plan: Plan = plan(
            study.answers, study.cases, study.questions, survey, key=None if key is None else study.variable(key)
        )
        self._spans = self._extracts()
        rows = [
            (item.answer, item.case, item.question, item.before, item.after, len(self._spans.get(item.answer, ())),
             self._status(item.answer, item.before, item.after))
            for item in self._plan.changed
        ]  # fmt: skip
        names = ["answer", "case", "question", "before", "after", "extracts", "status"]
        self.changed: pd.DataFrame = pd.DataFrame(rows, columns=names)
        new = survey.cases.loc[list(self._plan.new_cases)]
        self.new: pd.DataFrame = new.set_axis([self._plan.cases[str(case)] for case in new.index]).rename_axis("case")
        self.vanished: pd.DataFrame = study.cases.loc[list(self._plan.vanished)]

    def _extracts(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self._study.store.rows("SELECT * FROM extracts"):
            found.setdefault(str(row["answer"]), []).append(row)
        return found

    def _status(self, answer: str, before: str, after: str) -> str:
        if not before:
            return "new"
        if not after:
            return "gone"
        spans = [(row["start"], row["end"]) for row in self._spans.get(answer, ())]
        return "changed" if moved(before, after, spans) is not None else "keeps"

    def __bool__(self) -> bool:
        return bool(len(self.new) or len(self.changed) or len(self._plan.new_questions))

    def __repr__(self) -> str:
        found = self.changed["status"].value_counts()
        counts = {name: int(found.get(name, 0)) for name in ("changed", "keeps", "gone")}
        return term(
            "study.update_summary", self._study.language, source=self._survey.report.source, new=len(self.new),
            vanished=len(self.vanished), questions=len(self._plan.new_questions),
            answers=int(found.get("new", 0)), **counts,
        )  # fmt: skip

    def apply(self, *, keep: str | Collection[str] = ()) -> int:
        """Take the export in as one undoable step; every extract reads the same words afterwards.

        Args:
            keep: Answers whose text the study is to keep although the export has another.

        Returns:
            How many answers are new or read otherwise.
        """
        kept = {keep} if isinstance(keep, str) else set(keep)
        store = self._study.store
        survey = self._survey
        store.backup("survey.update")
        with store.step("survey.update", repr(self)) as step:
            self._put_variables(step)
            self._put_questions(step)
            self._put_cases(step)
            written = self._put_answers(step, kept)
            report = json.dumps(asdict(survey.report), ensure_ascii=False)
            step.put("settings", {"name": "report", "value": report})
        return written

    def _put_variables(self, step: Step) -> None:
        known = {item.name: item for item in self._study.variables}
        for position, item in enumerate(self._survey.variables):
            former = known.get(item.name)
            if former is None:
                step.put("variables", survey_rows.variable_row(item, len(known) + position))
                continue
            more = tuple(value for value in item.categories if value not in former.categories)
            if more:
                both = replace(former, categories=former.categories + more)
                step.put("variables", survey_rows.variable_row(both, list(known).index(item.name)))

    def _put_questions(self, step: Step) -> None:
        count = len(self._study.questions)
        new = [item for item in self._survey.questions if item.question in self._plan.new_questions]
        for position, item in enumerate(new, start=count):
            named = replace(item, question=self._plan.questions[item.question])
            step.put("questions", {**asdict(named), "position": position})

    def _put_cases(self, step: Step) -> None:
        positions = {
            str(row["case"]): int(row["position"])
            for row in self._study.store.rows('SELECT "case", position FROM cases')
        }
        following = max(positions.values(), default=-1) + 1
        rows = survey_rows.case_rows(self._survey.cases)
        for row in rows:
            case = self._plan.cases[row["case"]]
            if case not in positions:
                positions[case], following = following, following + 1
            step.put("cases", {**row, "case": case, "position": positions[case]})

    def _put_answers(self, step: Step, kept: set[str]) -> int:
        store = self._study.store
        rows = {str(row["answer"]): row for row in store.rows("SELECT * FROM answers")}
        following = max((int(row["position"]) for row in rows.values()), default=-1) + 1
        sources = {
            answer_id(self._plan.cases[str(case)], self._plan.questions[question]): (text, int(source_row))
            for case, question, text, source_row in self._survey.answers[
                ["case", "question", "text", "source_row"]
            ].itertuples(index=False)
        }
        known = set(rows)
        written = 0
        for answer, (text, source_row) in sources.items():
            case, question = answer.split(":", 1)
            if answer in known:
                status = self._status(answer, rows[answer]["text"], text)
                if rows[answer]["text"] != text and answer not in kept and status == "changed":
                    self._rewrite(step, rows[answer], text)
                    written += 1
                continue
            row = {"answer": answer, "case": case, "question": question, "text": text, "source_row": source_row}
            step.put("answers", {**row, "version": 1, "position": following})
            following += 1
            written += 1
        return written

    def _rewrite(self, step: Step, row: Row, text: str) -> None:
        """Give an answer its new text, and move its extracts to the same words."""
        extracts = self._spans.get(str(row["answer"]), [])
        spans = [(item["start"], item["end"]) for item in extracts]
        places = moved(row["text"], text, spans) or []
        step.put("answers", {**row, "text": text, "version": int(row["version"]) + 1})
        for item, (start, end) in zip(extracts, places, strict=True):
            if (start, end) != (item["start"], item["end"]):
                step.put("extracts", {**item, "start": start, "end": end})
