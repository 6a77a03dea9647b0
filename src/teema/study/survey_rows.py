"""A survey as rows of the study file, and back as data frames."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from teema.records import Variable
from teema.store import from_json
from teema.survey import ANSWER_COLUMNS, ColumnDecision, ImportReport, Survey

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Store

__all__ = [
    "answers_frame",
    "case_rows",
    "cases_frame",
    "put_survey",
    "questions_frame",
    "report",
    "variable_row",
    "variables",
]


def put_survey(store: Store, survey: Survey, *, language: str) -> None:
    """Write a survey into an empty study as its first event."""
    source = survey.report.source
    with store.step("survey.import", source, kind="import") as step:
        step.add(
            "settings",
            [
                {"name": "language", "value": json.dumps(language)},
                {"name": "case_unit", "value": json.dumps(survey.case_unit, ensure_ascii=False)},
                {"name": "report", "value": json.dumps(dataclasses.asdict(survey.report), ensure_ascii=False)},
            ],
        )
        step.add("variables", (variable_row(item, i) for i, item in enumerate(survey.variables)))
        step.add("questions", ({**dataclasses.asdict(q), "position": i} for i, q in enumerate(survey.questions)))
        step.add("cases", case_rows(survey.cases))
        step.add("answers", _answer_rows(survey.answers))


def answers_frame(store: Store) -> pd.DataFrame:
    """Return `answer`, `case`, `question`, `text`, `source_row`, in source order."""
    names = ", ".join(f'"{name}"' for name in ANSWER_COLUMNS)
    return store.frame(f"SELECT {names} FROM answers ORDER BY position")  # noqa: S608 -- names of ours


def questions_frame(store: Store) -> pd.DataFrame:
    """Return `question`, `text`, `column`, in source order."""
    return store.frame('SELECT question, text, "column" FROM questions ORDER BY position')


def cases_frame(store: Store) -> pd.DataFrame:
    """Return one row per case, index `case`, one typed column per background variable."""
    import pandas as pd

    rows = store.rows('SELECT "case", background FROM cases ORDER BY position')
    index = pd.Index([row["case"] for row in rows], name="case", dtype="str")
    values = [from_json(row["background"], f"case {row['case']}") for row in rows]
    columns = {item.name: _column([value.get(item.name) for value in values], item) for item in variables(store)}
    return pd.DataFrame({name: pd.Series(column, index=index) for name, column in columns.items()}, index=index)


def variables(store: Store) -> list[Variable]:
    """Return the background variables in source order."""
    rows = store.rows('SELECT name, label, kind, categories, "column" FROM variables ORDER BY position')
    return [
        Variable(**{**row, "categories": tuple(from_json(row["categories"], f"variable {row['name']}"))})
        for row in rows
    ]


def report(store: Store) -> ImportReport:
    """Return the report of the import; what a damaged or newer file calls by other names is left out of it."""
    facts: dict[str, Any] = from_json(store.setting("report") or "", "report")
    facts = {"source": "", "sha256": "", "layout": "", **_known(ImportReport, facts)}
    nothing = {"column": "", "position": 0, "role": "", "name": "", "reason": ""}
    columns = facts.get("columns", ())
    facts["columns"] = tuple(ColumnDecision(**{**nothing, **_known(ColumnDecision, column)}) for column in columns)
    facts["decisions"] = tuple((what, value, reason) for what, value, reason in facts.get("decisions", ()))
    facts["warnings"] = tuple(facts.get("warnings", ()))
    return ImportReport(**facts)


def _known(record: type[ColumnDecision | ImportReport], facts: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(record)}
    return {name: value for name, value in facts.items() if name in names}


def variable_row(variable: Variable, position: int) -> Row:
    """Return a background variable as a row of the study file."""
    categories = json.dumps([_plain(item) for item in variable.categories], ensure_ascii=False)
    return {**dataclasses.asdict(variable), "categories": categories, "position": position}


def case_rows(cases: pd.DataFrame) -> list[Row]:
    """Return the cases as rows of the study file, in their order."""
    names = list(cases.columns)
    columns = [cases[name].astype(object) for name in names]
    rows = []
    for position, (case, *values) in enumerate(zip(cases.index, *columns, strict=True)):
        background = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        text = json.dumps({k: v for k, v in background.items() if v is not None}, ensure_ascii=False)
        rows.append({"case": str(case), "background": text, "position": position})
    return rows


def _answer_rows(answers: pd.DataFrame) -> list[Row]:
    columns = [answers[name].tolist() for name in ANSWER_COLUMNS]
    return [
        {**dict(zip(ANSWER_COLUMNS, values, strict=True)), "version": 1, "position": position}
        for position, values in enumerate(zip(*columns, strict=True))
    ]


def _plain(value: Any) -> Any:
    """Return a cell as JSON knows it; missing values of any kind as None."""
    import pandas as pd

    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if pd.isna(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _column(values: list[Any], variable: Variable) -> Any:
    import pandas as pd

    if variable.kind in ("choice", "scale"):
        return pd.Categorical(values, categories=list(variable.categories), ordered=variable.kind == "scale")
    if variable.kind == "number":
        return pd.to_numeric(pd.array(values, dtype="Float64").to_numpy(dtype="float64", na_value=float("nan")))
    if variable.kind == "date":
        return pd.to_datetime(pd.array(values, dtype="object"), format="ISO8601", errors="coerce")
    if variable.kind == "multiple":
        series = pd.Series([value or [] for value in values], dtype="object")
        return series.to_numpy()
    return pd.array(values, dtype="str")
