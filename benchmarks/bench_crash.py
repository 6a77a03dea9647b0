"""Whether a killed program loses anything: SIGKILL at random moments of work on a study."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

import teema
from benchmarks.row import BenchRow
from teema.coding.autocode import apply
from teema.errors import TeemaError
from teema.records import Question
from teema.store import Store, backups
from teema.store.check import check
from teema.study import Study
from teema.survey import ImportReport, Survey

__all__ = ["Outcome", "kill_and_look", "rows"]

KILLS = 1000
_KILLS_PER_STUDY = 25
# Most programs are killed within so many seconds after one of their changes, the others from their start on.
_AT_WORK = 0.8
_MOST_CHANGES = 30
_NEXT = 0.02
_START = 0.1
_ANSWERS = 60
_CODES = [f"Koodi {letter}" for letter in "ABCDEFGH"]


@dataclass
class Outcome:
    """What came of killing a program many times.

    Attributes:
        kills: How often.
        acknowledged: Changes whose call had returned.
        lost: Of them, those that are not in the study afterwards.
        half: Studies whose tables are not what their journal makes of them.
        integrity: Studies that fail SQLite's integrity check or ours.
        references: Studies with a reference to nothing.
        copies: Copies beside the studies that are not sound.
        refused: Studies that could not be opened again.
    """

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    integrity: int = 0
    references: int = 0
    copies: int = 0
    refused: int = 0


def rows() -> list[BenchRow]:
    """Kill a working program 1,000 times; half of the studies lie in a folder that a sync program carries."""
    start = time.perf_counter()
    found = kill_and_look(KILLS, seed=1)
    facts = [
        ("times that a working program was killed", found.kills, ""),
        ("… changes that it had acknowledged", found.acknowledged, ""),
        ("… of them lost", found.lost, "0"),
        ("… studies with a half-applied change", found.half, "0"),
        ("… failures of the integrity check", found.integrity, "0"),
        ("… failures of the foreign keys", found.references, "0"),
        ("… copies that were not whole", found.copies, "0"),
        ("… studies that did not open again", found.refused, "0"),
    ]
    result = [BenchRow(what, value, "", None, "", target) for what, value, target in facts]
    seconds = (time.perf_counter() - start) / found.kills
    return [*result, BenchRow("… seconds for each kill, with looking through", seconds, "s", None, "", "")]


def kill_and_look(kills: int, *, seed: int) -> Outcome:
    """Let a program work on studies, kill it at random moments, and look at what is left each time."""
    warnings.simplefilter("ignore", UserWarning)  # that the folder is synced
    chance = random.Random(seed)
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        while outcome.kills < kills:
            place = Path(folder) / str(outcome.kills) / chance.choice(["Tutkimus", "OneDrive"])
            place.mkdir(parents=True)
            path = place / "tutkimus.teema"
            with teema.create(path, _survey(), coder="AJ") as study:
                study.analysis("TA")
                for name in _CODES[:5]:
                    study.codebook.add(name)
            for _ in range(min(_KILLS_PER_STUDY, kills - outcome.kills)):
                said = _killed(path, chance)
                _look(path, said, outcome)
    return outcome


def _killed(path: Path, chance: random.Random) -> list[tuple[int, str]]:
    """Start a program that works, kill it, and return the journal lines that it had acknowledged."""
    reader, writer = os.pipe()
    seed = chance.random()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with contextlib.suppress(BaseException):
            _work(path, random.Random(seed), writer)
        os._exit(3)
    os.close(writer)
    said = b""
    if chance.random() < _AT_WORK:
        wanted = chance.randrange(1, _MOST_CHANGES)
        while said.count(b"\n") < wanted and (more := os.read(reader, 4096)):
            said += more
        time.sleep(chance.uniform(0, _NEXT))
    else:
        time.sleep(chance.uniform(0, _START))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        print("the working program ended by itself", file=sys.stderr)
    with os.fdopen(reader, "rb") as pipe:
        lines = (said + pipe.read()).decode().split("\n")[:-1]
    return [(int(event), when) for event, when in (line.split(" ") for line in lines)]


def _work(path: Path, chance: random.Random, writer: int) -> None:
    """Open the study, do commands and say each when it has returned, close it, and begin anew."""
    while True:
        with teema.open(path, coder="AJ") as study:
            for _ in range(chance.randrange(25)):
                with contextlib.suppress(TeemaError):  # what cannot be done now is refused and changes nothing
                    chance.choices(_COMMANDS, _WEIGHTS)[0](study, chance)
                line = study.store.rows("SELECT event, time FROM journal ORDER BY event DESC LIMIT 1")[0]
                os.write(writer, f"{line['event']} {line['time']}\n".encode())


def _code(study: Study, chance: random.Random) -> None:
    start = chance.randrange(10)
    study.code(f"{chance.randrange(_ANSWERS)}:Q1", (start, start + chance.randrange(1, 20)), chance.choice(_CODES))


def _autocode(study: Study, chance: random.Random) -> None:
    code, start = chance.choice(_CODES), chance.randrange(20)
    answers = chance.sample(range(_ANSWERS), chance.randrange(1, _ANSWERS))
    proposals = pd.DataFrame({"answer": [f"{answer}:Q1" for answer in answers]})
    proposals = proposals.assign(start=start, end=start + 9, code=code, status="new")
    apply(study.store, proposals, {code: study.codebook[code].id})


def _update(study: Study, chance: random.Random) -> None:
    survey = _survey()
    texts = survey.answers["text"].str.replace("arkea", chance.choice(["arkea", "arkipäivää", "arkista"]))
    study.update(replace(survey, answers=survey.answers.assign(text=texts))).apply()


def _theme(study: Study, chance: random.Random) -> None:
    study.analysis("TA").add(chance.choice("abcdef"), [chance.choice(_CODES)])


_Command = Callable[[Study, random.Random], object]
_ALL: list[tuple[int, _Command]] = [
    (15, lambda study, chance: study.codebook.add(chance.choice(_CODES), definition="x" * chance.randrange(3000))),
    (40, _code),
    (4, _autocode),
    (
        3,
        lambda study, chance: study.uncode(study.codings["coding"].sample(frac=0.3, random_state=chance.randrange(99))),
    ),
    (2, lambda study, chance: study.codebook.merge(chance.choice(_CODES), into=chance.choice(_CODES))),
    (2, lambda study, chance: study.codebook.delete(chance.choice(_CODES), with_codings=True)),
    (3, lambda study, chance: study.codebook.rename(chance.choice(_CODES), chance.choice(_CODES))),
    (3, lambda study, chance: study.codebook.move(chance.choice(_CODES), chance.choice(_CODES))),
    (4, _theme),
    (2, lambda study, chance: study.analysis("TA").merge(chance.choice("abcdef"), chance.choice("abcdef"))),
    (2, lambda study, chance: study.analysis("TA").snapshot(f"vaihe {chance.randrange(99)}")),
    (3, lambda study, chance: study.memo("Pohdi.", code=chance.choice(_CODES))),
    (5, lambda study, chance: study.undo(chance.randrange(1, 4))),
    (4, lambda study, chance: study.redo(chance.randrange(1, 4))),
    (1, _update),
    (1, lambda study, _: study.store.backup("kokeilu")),
    (1, lambda study, _: study.restore()),
]
_WEIGHTS = [weight for weight, _ in _ALL]
_COMMANDS = [command for _, command in _ALL]


def _look(path: Path, said: list[tuple[int, str]], outcome: Outcome) -> None:
    """Look at what a killed program left: as it lies, and after opening it again."""
    outcome.kills += 1
    acknowledged = set(said)
    outcome.acknowledged += len(acknowledged)
    kinds = Counter(fault.kind for fault in check(path).faults)
    try:
        with Store(path, coder="AJ") as store:
            held = {(row["event"], row["time"]) for row in store.rows("SELECT event, time FROM journal")}
            outcome.lost += len(acknowledged - held)
    except TeemaError as error:
        print(error, file=sys.stderr)
        outcome.refused += 1
        outcome.lost += len(acknowledged)
        return
    kinds += Counter(fault.kind for fault in check(path, rebuild=True).faults)
    outcome.half += kinds["rebuild"] > 0
    outcome.references += kinds["references"] > 0
    outcome.integrity += any(kinds[kind] for kind in ("header", "structure", "journal", "extracts", "values"))
    outcome.copies += sum(not check(item.path) for item in backups(path))


def _survey() -> Survey:
    cases = [str(number) for number in range(_ANSWERS)]
    texts = [f"Kiire on arkea, ja vastaaja {case} toivoo enemmän aikaa kohtaamisille." for case in cases]
    answers = pd.DataFrame(
        {"answer": [f"{case}:Q1" for case in cases], "case": cases, "question": "Q1", "text": texts}
    ).assign(source_row=range(2, _ANSWERS + 2))
    return Survey(
        answers=answers,
        cases=pd.DataFrame(index=pd.Index(cases, name="case")),
        questions=(Question(question="Q1", text="Mikä on vaikeaa?", column="Mikä on vaikeaa?"),),
        variables=(),
        report=ImportReport(source="mitta.csv", sha256="0" * 64, layout="table"),
    )
