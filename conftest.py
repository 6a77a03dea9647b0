"""What tests and doctests share: an empty study file, and a small invented survey as a study."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

from teema.records import Question, Variable
from teema.store import Store
from teema.study import Study, create
from teema.survey import ImportReport, Survey

# A law holds however long its first example waits for a heavy import: no test is a clock.
settings.register_profile("teema", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("teema")

TEXTS = {
    ("1", "Q1"): "Luottamus on kaiken perusta. Minun kokemukseni on, että luottamus syntyy hitaasti.",
    ("1", "Q2"): "Kiire. Aina kiire!",
    ("2", "Q1"): "Asiakas uskaltaa puhua vasta, kun hän luottaa 🙂 – ja se vie aikaa.",
    ("3", "Q1"): "Turvallinen arki\nja selkeät rajat",
    ("3", "Q2"): "en osaa sanoa",
    ("4", "Q2"): "Asiakassuhteet katkeavat kiireen takia.",
}


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """An empty study file, open for writing."""
    store = Store.create(tmp_path / "tutkimus.teema", coder="AJ")
    yield store
    store.close()


@pytest.fixture
def survey() -> Survey:
    """Four invented respondents, two open questions, four background variables."""
    rows = [(f"{case}:{question}", case, question, text, int(case) + 1) for (case, question), text in TEXTS.items()]
    cases = pd.DataFrame(
        {
            "Kaupunki": pd.Categorical(["Turku", "Turku", "Oulu", None], categories=["Oulu", "Turku"]),
            "Kokemus": pd.Categorical(
                ["alle 2 v", "2–5 v", "2–5 v", "alle 2 v"], categories=["alle 2 v", "2–5 v"], ordered=True
            ),
            "Menetelmät": [["videointi"], [], ["videointi", "kotikäynti"], []],
            "Ikä": [31.0, 45.0, None, 52.0],
        },
        index=pd.Index(["1", "2", "3", "4"], name="case", dtype="str"),
    )
    return Survey(
        answers=pd.DataFrame(rows, columns=["answer", "case", "question", "text", "source_row"]),
        cases=cases,
        questions=(
            Question(question="Q1", text="Mikä kantaa asiakassuhdetta?", column="1. Mikä kantaa asiakassuhdetta?"),
            Question(question="Q2", text="Mikä on vaikeaa?", column="2. Mikä on vaikeaa?"),
        ),
        variables=(
            Variable(name="Kaupunki", label="Kaupunki", kind="choice", categories=("Oulu", "Turku")),
            Variable(name="Kokemus", label="Kokemus", kind="scale", categories=("alle 2 v", "2–5 v")),
            Variable(name="Menetelmät", label="Menetelmät", kind="multiple", categories=("videointi", "kotikäynti")),
            Variable(name="Ikä", label="Ikä", kind="number"),
        ),
        report=ImportReport(source="kysely.xlsx", sha256="0" * 64, layout="table"),
    )


@pytest.fixture
def study(survey: Survey, tmp_path: Path) -> Iterator[Study]:
    """The invented survey as a study, open for writing, its codebook empty."""
    made = create(tmp_path / "kysely.teema", survey, coder="AJ")
    yield made
    made.close()
