"""The journal is complete: the tables of a study can be made from it alone, after any work."""

import dataclasses

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.coding.autocode import apply
from teema.errors import TeemaError
from teema.language import Correction
from teema.store.check import check
from teema.store.rescue import rescue
from teema.study import Study
from teema.study.corrections import correct, uncorrect
from teema.survey import Survey

CODES = ("Luottamus", "Kiire", "Arki", "Toivo")
THEMES = ("Luottamus kantaa", "Aika ei riitä", "Toivo pysyy")
code, theme = st.sampled_from(CODES), st.sampled_from(THEMES)
answer = st.sampled_from(["1:Q1", "1:Q2", "2:Q1", "3:Q1", "4:Q2"])

# Anything a user may ask for; what cannot be done now is refused with an error of ours and changes nothing.
ACTIONS = st.one_of(
    st.tuples(st.just("add"), code, st.none() | code),
    st.tuples(st.just("rename"), code, code),
    st.tuples(st.just("move"), code, st.none() | code),
    st.tuples(st.just("merge"), code, code),
    st.tuples(st.just("delete"), code, st.booleans()),
    st.tuples(st.just("code"), answer, code),
    st.tuples(st.just("uncode")),
    st.tuples(st.just("theme"), theme, st.none() | theme, code),
    st.tuples(st.just("merge themes"), theme, theme),
    st.tuples(st.just("drop"), theme),
    st.tuples(st.just("relate"), theme, theme, st.sampled_from(["relates", "leads_to"])),
    st.tuples(st.just("place"), theme, code),
    st.tuples(st.just("memo"), code),
    st.tuples(st.just("snapshot"), st.sampled_from("abc")),
    st.tuples(st.just("split"), code, code),
    st.tuples(st.just("edit"), code),
    st.tuples(st.just("hand over"), code, code),
    st.tuples(st.just("add many"), code, code),
    st.tuples(st.just("reduce"), answer, code),
    st.tuples(st.just("autocode"), code),
    st.tuples(st.just("memo on answer"), answer),
    st.tuples(st.just("rename theme"), theme, theme),
    st.tuples(st.just("move theme"), theme, st.none() | theme),
    st.tuples(st.just("edit theme"), theme),
    st.tuples(st.just("split theme"), theme, theme, code),
    st.tuples(st.just("take out"), theme, code),
    st.tuples(st.just("unrelate"), theme, theme),
    st.tuples(st.just("move on map"), theme, st.none() | st.floats(-1e6, 1e6)),
    st.tuples(st.just("stop words"), st.sampled_from(["kiire", "arki"]), st.booleans()),
    st.tuples(st.just("language"), answer, st.none() | st.sampled_from(["fi", "sv"])),
    st.tuples(st.just("correct"), st.sampled_from(["kiire", "kiiru"])),
    st.tuples(st.just("uncorrect")),
    st.tuples(st.just("update"), st.sampled_from(["vie", "vaatii"])),
    st.tuples(st.just("pseudonyms"), st.sampled_from(["arki", "kokemus", "asiakas"])),
    st.tuples(st.just("back up")),
    st.tuples(st.just("restore")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)
TOKENS = pd.DataFrame(
    {"answer": ["1:Q2"], "start": [0], "end": [5], "form": ["Kiire"], "lemma": ["kiire"], "pos": ["NOUN"]}
)


def many(study: Study, code: str) -> None:
    """Code every answer at once, as autocoding does."""
    proposals = study.answers[["answer"]].assign(start=0, end=4, code=code, status="new")
    apply(study.store, proposals, {code: study.codebook[code].id})


def later(study: Study, survey: Survey, word: str) -> None:
    """Take in an export in which some answers read otherwise."""
    texts = survey.answers["text"].str.replace("vie aikaa", f"{word} aikaa")
    study.update(dataclasses.replace(survey, answers=survey.answers.assign(text=texts))).apply()


def act(study: Study, survey: Survey, name: str, *given: object) -> None:
    """Do one command."""
    book, ta = study.codebook, study.analysis("TA")
    commands = {
        "add": lambda code, parent: book.add(code, parent=parent),
        "rename": book.rename,
        "move": book.move,
        "merge": book.merge,
        "delete": lambda code, whole: book.delete(code, with_codings=whole),
        "code": lambda answer, code: study.code(answer, None, code),
        "uncode": lambda: study.uncode(study.codings["coding"].head(1)),
        "theme": lambda theme, parent, code: ta.add(theme, [code], parent=parent),
        "merge themes": ta.merge,
        "drop": ta.drop,
        "relate": ta.relate,
        "place": ta.place,
        "memo": lambda code: study.memo("Pohdi.", code=code),
        "snapshot": ta.snapshot,
        "split": lambda code, into: book.split(code, into, study.codings.query("code == @code")["extract"].head(1)),
        "edit": lambda code: book.edit(code, definition="Toinen määritelmä.", colour="#0072b2"),
        "hand over": lambda code, to: book.delete(code, move_to=to),
        "add many": lambda code, parent: book.add_all(pd.DataFrame({"code": [code], "parent": [parent]})),
        "reduce": lambda answer, code: study.code(answer, (0, 4), code, level="latent", reduced="lyhyt", memo="Miksi?"),
        "autocode": lambda code: many(study, code),
        "memo on answer": lambda answer: study.memo("Kysy.", answer=answer),
        "rename theme": ta.rename,
        "move theme": ta.move,
        "edit theme": lambda theme: ta.edit(theme, story="Näin se menee."),
        "split theme": lambda theme, into, code: ta.split(theme, into, [code]),
        "take out": ta.take_out,
        "unrelate": ta.unrelate,
        "move on map": lambda theme, x: ta.move_on_map(theme, x, 2.5),
        "stop words": lambda word, adds: study.words.stop(**{"add" if adds else "remove": word}),
        "language": study.set_language,
        "correct": lambda lemma: correct(study.store, TOKENS, [Correction(form="Kiire", lemma=lemma)], language="fi"),
        "uncorrect": lambda: uncorrect(study.store, "Kiire", language="fi"),
        "update": lambda word: later(study, survey, word),
        "pseudonyms": lambda word: study.pseudonyms(workplaces=["Raja"]).add(word, "workplace").accept().apply(),
        "back up": lambda: study.store.backup("kokeilu"),
        "restore": study.restore,
        "undo": study.undo,
        "redo": study.redo,
    }
    commands[name](*given)  # type: ignore[operator]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(actions=st.lists(ACTIONS, max_size=30))
def test_after_any_work_the_journal_gives_the_tables_and_undo_gives_the_beginning(
    study: Study, survey: Survey, actions: list[tuple[str, object]]
) -> None:
    for action in actions:
        before = study.store.revision()  # noqa: F841 -- the query below reads it
        try:
            act(study, survey, *action)
        except TeemaError:
            made = study.history().query("event > @before")["command"]
            assert set(made) <= {"analysis.set"}, "a refused command changed something"
    assert check(study.path, rebuild=True), str(check(study.path, rebuild=True))
    study.undo(10_000)
    assert len(study.codebook) == 0
    assert study.codings.empty
    assert study.analyses == []
    assert study.answers["text"].tolist() == survey.answers["text"].tolist()
    assert check(study.path, rebuild=True)


def test_every_kind_of_work_is_done_at_least_once(study: Study, survey: Survey) -> None:
    """The law above would hold for commands that are always refused, too: here each succeeds."""
    work = [
        ("add", "Luottamus", None), ("add", "Kiire", "Luottamus"), ("move", "Kiire", None), ("edit", "Kiire"),
        ("code", "1:Q1", "Kiire"), ("split", "Kiire", "Arki"), ("autocode", "Kiire"),
        ("hand over", "Arki", "Luottamus"),
        ("add many", "Arki", "Kiire"), ("reduce", "2:Q1", "Arki"), ("memo", "Arki"), ("memo on answer", "1:Q1"),
        ("rename", "Arki", "Toivo"), ("merge", "Toivo", "Kiire"), ("uncode",),
        ("theme", "Luottamus kantaa", None, "Kiire"), ("theme", "Aika ei riitä", "Luottamus kantaa", "Luottamus"),
        ("move theme", "Aika ei riitä", None), ("edit theme", "Aika ei riitä"), ("move on map", "Aika ei riitä", 1.5),
        ("relate", "Luottamus kantaa", "Aika ei riitä", "relates"), ("unrelate", "Luottamus kantaa", "Aika ei riitä"),
        ("split theme", "Luottamus kantaa", "Toivo pysyy", "Kiire"), ("place", "Luottamus kantaa", "Kiire"),
        ("take out", "Luottamus kantaa", "Kiire"), ("snapshot", "a"), ("merge themes", "Toivo pysyy", "Aika ei riitä"),
        ("rename theme", "Aika ei riitä", "Toivo pysyy"), ("drop", "Toivo pysyy"),
        ("stop words", "kiire", True), ("stop words", "kiire", False), ("language", "1:Q1", "sv"),
        ("correct", "kiiru"), ("uncorrect",), ("update", "vaatii"), ("back up",), ("delete", "Kiire", True),
        ("restore",), ("pseudonyms", "kokemus"), ("undo",), ("redo",),
    ]  # fmt: skip
    for action in work:
        before = study.store.revision()
        act(study, survey, *action)
        assert study.store.revision() > before or action == ("back up",), action
    assert check(study.path, rebuild=True), str(check(study.path, rebuild=True))
    saved = rescue(study.path, study.path.with_name("pelastettu.teema"))
    assert saved.how == "journal"
    assert check(saved.target, rebuild=True)
