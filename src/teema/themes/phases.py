"""The phases of an analysis as a companion: what each should leave behind, and how to tell that it is there.

Six phases for thematic analysis (Braun & Clarke 2006, reworded as in 2022), five for content analysis (Tuomi &
Sarajärvi 2018; Elo & Kyngäs 2008), which begin with a frame where theory comes first. Nothing is required by any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.records import Approach
from teema.tables import Column, Table
from teema.terms import term
from teema.themes.approaches import follows_from

if TYPE_CHECKING:
    pass

__all__ = ["PHASES", "Artefact", "Facts", "phase_table"]

# Numbers and words about a study and an analysis, by the names of the places in the terms.
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Artefact:
    """What a phase should leave behind.

    Attributes:
        name: The key of its terms.
        done: Says from the facts whether it is there.
        call: A call to begin with; places are filled from the facts.
        needs: The fact without which there is nothing to do yet.
    """

    name: str
    done: Callable[[Facts], bool]
    call: str
    needs: str = ""


def _all(count: str, of: str) -> Callable[[Facts], bool]:
    return lambda facts: facts[of] > 0 and facts[count] >= facts[of]


def _some(count: str) -> Callable[[Facts], bool]:
    return lambda facts: bool(facts[count])


_READ = Artefact("read", _all("read", "answers"), 'study.coder(only="unread", reading=True)')
_NOTES = Artefact("notes", _some("notes"), 'study.memo("…")')
_UNIT = Artefact("unit", _some("unit_given"), 'study.analysis({name}, unit="…")')
_CODES = Artefact("codes", _some("codes"), 'study.codebook.add("…", definition="…")')
_CODED = Artefact("coded", _all("coded", "answers"), 'study.coder(only="uncoded")')
_PLACED = Artefact("placed", lambda facts: facts["codes"] > 0 and not facts["unplaced"], "ta.set_aside()", "codes")
_INITIAL = Artefact("initial", _some("initial"), 'ta.snapshot("…", stage="initial")', "themes")
_LEVEL1 = Artefact("level1", _all("noted", "themes"), "ta.review({next_noted})", "themes")
_CONTRARY = Artefact("contrary", _some("contrary"), "ta.add_contrary({next_noted}, …)", "themes")
_LEVEL2 = Artefact(
    "level2", lambda facts: facts["answers"] > 0 and (not facts["nothing"] or facts["later"] > 0),
    "study.coder(ta.reread())", "themes",
)  # fmt: skip
_DECISIONS = Artefact("decisions", lambda facts: facts["drops"] == facts["reasoned"], 'study.memo("…")')
_DEVELOPED = Artefact("developed", _some("developed"), 'ta.snapshot("…", stage="developed")', "themes")
_DEFINITIONS = Artefact("definitions", _all("defined", "themes"), 'ta.edit({next_defined}, definition="…")', "themes")
_FINAL = Artefact("final", _some("final"), 'ta.snapshot("…", stage="final")', "themes")
_CHOSEN = Artefact("chosen", _some("chosen"), "ta.add_support({next_noted}, …)", "themes")
_JUDGED = Artefact("judged", lambda facts: facts["judged"] >= 15, "ta.criteria()")
_NAMES = Artefact("names", lambda facts: facts["themes"] > 0 and not facts["warned"], "ta.warnings()", "themes")
_REDUCED = Artefact("reduced", _all("reduced", "extracts"), 'study.code(…, reduced="…")', "extracts")
_UPPER = Artefact("upper", _some("uppers"), 'ta.add("…", kind="overarching")')
_COUNTS = Artefact("counts", _some("placed"), "ta.frequency()")

_THEMATIC = {
    "familiarise": (_READ, _NOTES),
    "code": (_CODES, _CODED),
    "generate": (Artefact("themes", _some("supported"), 'ta.add("…", codes=["…"])'), _PLACED, _INITIAL),
    "review": (_LEVEL1, _CONTRARY, _LEVEL2, _DECISIONS, _DEVELOPED),
    "define": (
        _DEFINITIONS,
        Artefact(
            "concepts", lambda facts: _all("concepts", "themes")(facts) and facts["bounded"] >= facts["themes"],
            'ta.edit({next_concept}, concept="…", boundary="…")', "themes",
        ),
        Artefact("stories", _all("storied", "themes"), 'ta.edit({next_story}, story="…")', "themes"),
        _NAMES,
        _FINAL,
    ),
    "report": (_CHOSEN, _JUDGED),
}  # fmt: skip
_GROUPED = Artefact(
    "grouped", lambda facts: facts["expressions"] > 0 and not facts["ungrouped"], 'ta.group("…", ["…"])', "expressions",
)  # fmt: skip
_CLASSES = Artefact("classes", _some("supported"), 'ta.add("…", codes=["…"], kind="subtheme")')
_CONTENT = {
    "prepare": (_UNIT, _READ, _NOTES),
    "reduce": (_CODED, _REDUCED),
    "group": (_CLASSES, _GROUPED, _PLACED, _INITIAL),
    "abstract": (_UPPER, _DEFINITIONS, _DECISIONS, _FINAL),
    "report": (_COUNTS, _CHOSEN),
}
_CONTENT_THEORY = {
    "prepare": (_UNIT, _READ, _NOTES),
    "frame": (
        Artefact("frame", _all("defined", "themes"), 'ta.add("…", kind="overarching", definition="…")'),
        _INITIAL,
    ),
    "gather": (_CODED, _REDUCED, _CLASSES),
    "complete": (
        Artefact(
            "outside", lambda facts: facts["codes"] > 0 and not facts["outside"], 'ta.add("…", codes=["…"])', "codes"
        ),
        _LEVEL2,
        _FINAL,
    ),
    "report": (_COUNTS, _CHOSEN),
}
PHASES: dict[str, dict[str, tuple[Artefact, ...]]] = {
    "thematic": _THEMATIC,
    "content": _CONTENT,
    "content-theory": _CONTENT_THEORY,
}


def phase_table(facts: Facts, approach: Approach, language: str) -> Table:
    """Return what each phase should leave behind, what is there, what is missing, and a call to begin with.

    Args:
        facts: Numbers of the study and the analysis, as `teema.study.facts` gathers them.
        approach: Says which phases there are.
        language: Language of the table.

    Returns:
        Table with `phase` (its number), `name`, `artefact`, `leaves`, `there`, `missing`, `call`, `done`.
    """
    import pandas as pd

    rows = []
    for number, (phase, artefacts) in enumerate(PHASES[follows_from(approach).phases].items(), start=1):
        name = f"{number}. {term(f'phases.phase_{phase}', language)}"
        for i, artefact in enumerate(artefacts):
            done = artefact.done(facts)
            early = bool(artefact.needs) and not facts[artefact.needs]
            missing = term(f"phases.missing_{'later' if early else artefact.name}", language, **facts)
            rows.append(
                {
                    "phase": number,
                    "name": name,
                    "artefact": artefact.name,
                    "shown": "" if i else name,
                    "leaves": term(f"phases.item_{artefact.name}", language),
                    "there": term(f"phases.there_{artefact.name}", language, **facts),
                    "missing": "" if done else missing,
                    "call": "" if done or early else artefact.call.format(**facts),
                    "done": done,
                }
            )
    shown = {"shown": "phase", "leaves": "leaves", "there": "there", "missing": "missing", "call": "call"}
    return Table(
        frame=pd.DataFrame(rows),
        title=term("phases.title", language, name=facts["analysis"]),
        base=term("phases.base", language, approach=facts["approach"]),
        notes=(term("phases.note", language),),
        columns=tuple(Column(name, term(f"phases.column_{key}", language), "wide-text") for name, key in shown.items()),
        language=language,
    )
