"""The whole study against a plain model: whatever is done, undone, redone or reopened, both say the same.

`TEEMA_LONG=1` tries some thirty times as much.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import teema
from teema.coding import mark_read, move_edges, read_answers
from teema.errors import TeemaError
from teema.language import Correction
from teema.store.check import check
from teema.study import Study
from teema.study.corrections import correct, corrections, uncorrect
from teema.survey import Survey
from teema.themes import load

Span = tuple[str, int, int, str, str]  # answer, start, end, code, coder

CODES = ("Kiire", "Luottamus", "Arki", "Toivo", "Rajat", "Turva")
THEMES = ("Luottamus kantaa", "Aika ei riitä", "Toivo pysyy")
ANSWERS = ("1:Q1", "1:Q2", "2:Q1", "3:Q1", "4:Q2")
ANALYSIS = "Temaattinen analyysi"
RELATIONS = ("relates", "leads_to")
TOKENS = pd.DataFrame(
    {"answer": ["1:Q2"], "start": [0], "end": [5], "form": ["Kiire"], "lemma": ["kiire"], "pos": ["NOUN"]}
)
code, theme, answer = st.sampled_from(CODES), st.sampled_from(THEMES), st.sampled_from(ANSWERS)
number = st.integers(0, 50)


class RefusedError(Exception):
    """The model does not allow this."""


@dataclass
class Model:
    """What a study holds, in sets and dicts."""

    texts: dict[str, str]
    codes: dict[str, str | None] = field(default_factory=dict)  # name -> parent
    definitions: dict[str, str] = field(default_factory=dict)
    codings: set[Span] = field(default_factory=set)
    themes: dict[str, str | None] = field(default_factory=dict)
    members: set[tuple[str, str]] = field(default_factory=set)  # theme, code
    relations: set[tuple[str, str, str]] = field(default_factory=set)  # source, target, kind
    snapshots: dict[str, tuple[dict[str, str | None], set[tuple[str, str]]]] = field(default_factory=dict)
    lemma: str = ""  # what the form "Kiire" was corrected to
    memos: list[tuple[str, str]] = field(default_factory=list)  # code, text
    stops: set[str] = field(default_factory=set)
    swedish: set[str] = field(default_factory=set)
    read: frozenset[str] = frozenset()

    def need(self, *, codes: tuple[str | None, ...] = (), themes: tuple[str | None, ...] = ()) -> None:
        """Refuse what names something that is not there."""
        if any(name is not None and name not in self.codes for name in codes):
            raise RefusedError
        if any(name is not None and name not in self.themes for name in themes):
            raise RefusedError

    def give_code(self, old: str, new: str | None) -> None:
        """Let another code have all that a code holds, or nobody."""
        moved = {(*item[:3], new, item[4]) for item in self.codings if item[3] == old and new}
        self.codings = {item for item in self.codings if item[3] != old} | moved
        self.members = {(t, new if c == old else c) for t, c in self.members if c != old or new}  # type: ignore[misc]
        self.memos = [(new if c == old else c, text) for c, text in self.memos if c != old or new]  # type: ignore[misc]

    def lift(self, tree: dict[str, str | None], gone: str, to: str | None) -> None:
        """Take a node out of a tree; what was below it goes elsewhere."""
        for name, parent in tree.items():
            if parent == gone:
                tree[name] = to
        del tree[gone]

    def give_relations(self, old: str, new: str | None) -> None:
        """Let another theme have the relations of one, or nobody; none joins a theme with itself."""
        moved = {(new if s == old else s, new if t == old else t, kind) for s, t, kind in self.relations}
        self.relations = {(s, t, kind) for s, t, kind in moved if s is not None and t is not None and s != t}

    @staticmethod
    def above(tree: dict[str, str | None], name: str | None) -> list[str]:
        """Return a node and all above it."""
        found = []
        while name is not None:
            found.append(name)
            name = tree[name]
        return found


class Machine(RuleBasedStateMachine):
    """Does the same to a study and to the model."""

    survey: Survey

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "kysely.teema"
        self.study: Study = teema.create(self.path, self.survey, coder="AJ", language="fi")
        self.study.analysis(ANALYSIS, approach="reflexive")
        self.model = Model(dict(self.survey.answers[["answer", "text"]].values))
        self.done: list[Model] = []
        self.undone: list[Model] = []
        self.others = 0
        for name in CODES[:4]:  # otherwise most of what is tried would be refused
            self.add(name=name, parent=None)
            self.code_span(where=ANSWERS[0], name=name, start=0, size=5)
        for name in THEMES[:2]:
            self.add_theme(name=name, parent=None, holds=CODES[0])

    def do(self, real: Callable[[], Any], plain: Callable[[Model], None]) -> None:
        """Do a command on both sides: refused by both, or one step on both."""
        before, revision = copy.deepcopy(self.model), self.lines()
        try:
            plain(self.model)
        except RefusedError:
            self.model = before
            try:
                real()
            except TeemaError:
                assert self.lines() == revision
                return
            raise AssertionError("the study did what the model refuses") from None
        real()
        made = self.lines() - revision
        assert made <= 1, "a command is one step"
        if made:
            self.done.append(before)
            self.undone.clear()
        else:
            assert self.model == before

    def present(self, which: int) -> str:
        """Return a code that is there; were names drawn blindly, most commands would be refused."""
        return pick(sorted(self.model.codes) or list(CODES), which)

    def absent(self, which: int) -> str:
        return pick([name for name in CODES if name not in self.model.codes] or list(CODES), which)

    def lines(self) -> int:
        return int(self.study.store.rows("SELECT count(*) AS n FROM journal")[0]["n"])

    # -- codes

    @rule(name=code, parent=st.none() | code)
    def add(self, name: str, parent: str | None) -> None:
        def plain(model: Model) -> None:
            model.need(codes=(parent,))
            if name in model.codes:
                raise RefusedError
            model.codes[name], model.definitions[name] = parent, ""

        self.do(lambda: self.study.codebook.add(name, parent=parent), plain)

    @rule(one=number, two=number, blindly=st.booleans())
    def rename(self, one: int, two: int, blindly: bool) -> None:
        name, new = self.present(one), pick(CODES, two) if blindly else self.absent(two)

        def plain(model: Model) -> None:
            model.need(codes=(name,))
            if new != name and new in model.codes:
                raise RefusedError
            model.give_code(name, new)
            model.codes = {
                new if key == name else key: new if parent == name else parent for key, parent in model.codes.items()
            }
            model.definitions[new] = model.definitions.pop(name)

        self.do(lambda: self.study.codebook.rename(name, new), plain)

    @rule(name=code, words=st.sampled_from(["", "aika ei riitä", "työtahti"]))
    def define(self, name: str, words: str) -> None:
        def plain(model: Model) -> None:
            model.need(codes=(name,))
            model.definitions[name] = words

        self.do(lambda: self.study.codebook.edit(name, definition=words), plain)

    @rule(name=code, parent=st.none() | code, last=st.booleans())
    def move(self, name: str, parent: str | None, last: bool) -> None:
        def plain(model: Model) -> None:
            model.need(codes=(name, parent))
            if name in model.above(model.codes, parent):
                raise RefusedError
            model.codes[name] = parent

        book = self.study.codebook
        self.do(lambda: book.place(name, parent) if last else book.move(name, parent), plain)

    @rule(one=number, two=number)
    def merge_codes(self, one: int, two: int) -> None:
        name, into = self.present(one), self.present(two)

        def plain(model: Model) -> None:
            model.need(codes=(name, into))
            if name in model.above(model.codes, into):
                raise RefusedError
            model.give_code(name, into)
            model.lift(model.codes, name, into)
            words = [model.definitions[into], model.definitions.pop(name)]
            model.definitions[into] = "\n".join(dict.fromkeys(line for line in words if line))

        self.do(lambda: self.study.codebook.merge(name, into), plain)

    @rule(name=code, to=st.none() | code, whole=st.booleans())
    def delete(self, name: str, to: str | None, whole: bool) -> None:
        def plain(model: Model) -> None:
            model.need(codes=(name, to))
            if name == to or (to is None and not whole and any(item[3] == name for item in model.codings)):
                raise RefusedError
            model.give_code(name, to)
            model.lift(model.codes, name, model.codes[name])
            del model.definitions[name]

        self.do(lambda: self.study.codebook.delete(name, move_to=to, with_codings=whole), plain)

    @rule(one=number, two=number)
    def split_code(self, one: int, two: int) -> None:
        name, into = self.present(one), self.absent(two)
        held = sorted(item[:3] for item in self.model.codings if item[3] == name)[:1]
        frame = self.study.codings
        ids = [
            row.extract for row in frame.itertuples()
            if (row.answer, row.start, row.end) in held and row.code == name
        ]  # fmt: skip

        def plain(model: Model) -> None:
            model.need(codes=(name,))
            if into in model.codes:
                raise RefusedError
            model.codes[into], model.definitions[into] = model.codes[name], ""
            model.codings = {
                (*item[:3], into, item[4]) if item[3] == name and item[:3] in held else item for item in model.codings
            }
            model.members |= {(t, into) for t, c in model.members if c == name}

        self.do(lambda: self.study.codebook.split(name, into, ids), plain)

    # -- codings

    @rule(where=answer, name=code, start=st.integers(0, 3), size=st.integers(1, 6))
    def code_span(self, where: str, name: str, start: int, size: int) -> None:
        def plain(model: Model) -> None:
            model.need(codes=(name,))
            model.codings.add((where, start, start + size, name, "AJ"))

        self.do(lambda: self.study.code(where, (start, start + size), name), plain)

    @rule(name=code)
    def autocode(self, name: str) -> None:
        def plain(model: Model) -> None:
            model.need(codes=(name,))
            model.codings |= {(key, 0, 4, name, "AJ") for key in model.texts}

        def real() -> None:
            from teema.coding.autocode import apply

            proposals = self.study.answers[["answer"]].assign(start=0, end=4, code=name, status="new")
            apply(self.study.store, proposals, {name: self.study.codebook[name].id})

        self.do(real, plain)

    @rule(number=st.integers(0, 9), count=st.integers(1, 3))
    def uncode(self, number: int, count: int) -> None:
        frame = self.study.codings
        chosen = frame.iloc[number % len(frame) :].head(count) if len(frame) else frame
        gone = {tuple(row) for row in chosen[["answer", "start", "end", "code", "coder"]].values}
        self.do(lambda: self.study.uncode(chosen["coding"]), lambda model: model.codings.difference_update(gone))

    @rule(which=number, start=st.integers(0, 3), size=st.integers(1, 6))
    def move_edges(self, which: int, start: int, size: int) -> None:
        """Mine move, all on the extract; another coder's stay."""
        frame = self.study.codings
        frame = frame[frame["coder"] == "AJ"]
        if frame.empty:
            return
        row = frame.iloc[which % len(frame)]
        where, old, new = row["answer"], (row["start"], row["end"]), (start, start + size)

        def plain(model: Model) -> None:
            model.codings = {
                (where, *new, *item[3:]) if item[:3] == (where, *old) and item[4] == "AJ" else item
                for item in model.codings
            }

        self.do(lambda: move_edges(self.study.store, row["coding"], *new), plain)

    # -- themes

    @rule(name=theme, parent=st.none() | theme, holds=code)
    def add_theme(self, name: str, parent: str | None, holds: str) -> None:
        def plain(model: Model) -> None:
            model.need(themes=(parent,), codes=(holds,))
            if name in model.themes:
                raise RefusedError
            model.themes[name] = parent
            model.members.add((name, holds))

        self.do(lambda: self.study.analysis(ANALYSIS).add(name, [holds], parent=parent), plain)

    @rule(name=theme, parent=st.none() | theme)
    def move_theme(self, name: str, parent: str | None) -> None:
        def plain(model: Model) -> None:
            model.need(themes=(name, parent))
            if name in model.above(model.themes, parent):
                raise RefusedError
            model.themes[name] = parent

        self.do(lambda: self.study.analysis(ANALYSIS).move(name, parent), plain)

    @rule(one=number, two=number)
    def merge_themes(self, one: int, two: int) -> None:
        name, into = (pick(sorted(self.model.themes) or list(THEMES), which) for which in (one, two))

        def plain(model: Model) -> None:
            model.need(themes=(name, into))
            if name in model.above(model.themes, into):
                raise RefusedError
            model.members = {(into if t == name else t, c) for t, c in model.members}
            model.give_relations(name, into)
            model.lift(model.themes, name, into)

        self.do(lambda: self.study.analysis(ANALYSIS).merge(name, into), plain)

    @rule(name=theme, to=st.none() | theme)
    def drop_theme(self, name: str, to: str | None) -> None:
        def plain(model: Model) -> None:
            model.need(themes=(name, to))
            if name == to:
                raise RefusedError
            model.members = {(to if t == name else t, c) for t, c in model.members if t != name or to}  # type: ignore[misc]
            model.give_relations(name, to)
            model.lift(model.themes, name, model.themes[name])

        self.do(lambda: self.study.analysis(ANALYSIS).drop(name, move_to=to), plain)

    @rule(name=theme, holds=code, out=st.booleans())
    def place(self, name: str, holds: str, out: bool) -> None:
        def plain(model: Model) -> None:
            model.need(themes=(name,), codes=(holds,))
            if out and (name, holds) not in model.members:
                raise RefusedError
            model.members = model.members - {(name, holds)} if out else model.members | {(name, holds)}

        ta = self.study.analysis(ANALYSIS)
        self.do(lambda: (ta.take_out if out else ta.place)(name, holds), plain)

    @rule(one=number, two=number, kind=st.sampled_from(RELATIONS), out=st.booleans())
    def relate(self, one: int, two: int, kind: str, out: bool) -> None:
        source, target = (pick(sorted(self.model.themes) or list(THEMES), which) for which in (one, two))

        def plain(model: Model) -> None:
            model.need(themes=(source, target))
            between = {edge for edge in model.relations if edge[2] == kind and {*edge[:2]} == {source, target}}
            if source == target or (out and not between):
                raise RefusedError
            model.relations = model.relations - between if out else model.relations | {(source, target, kind)}

        ta = self.study.analysis(ANALYSIS)
        self.do(lambda: (ta.unrelate if out else ta.relate)(source, target, kind), plain)

    @rule(name=st.sampled_from(["alustava", "kehitelty", "lopullinen"]))
    def snapshot(self, name: str) -> None:
        def plain(model: Model) -> None:
            if name in model.snapshots:
                raise RefusedError
            model.snapshots[name] = (dict(model.themes), set(model.members))

        self.do(lambda: self.study.analysis(ANALYSIS).snapshot(name), plain)

    # -- the rest

    @rule(lemma=st.sampled_from(["", "kiiru", "hoppu"]))
    def correct_lemma(self, lemma: str) -> None:
        """A form is given another lemma; without one, the correction is taken back."""

        def plain(model: Model) -> None:
            if not lemma and not model.lemma:
                raise RefusedError
            model.lemma = lemma

        store = self.study.store
        given = [Correction(form="Kiire", lemma=lemma)]
        if lemma:
            self.do(lambda: correct(store, TOKENS, given, language="fi"), plain)
        else:
            self.do(lambda: uncorrect(store, "Kiire", language="fi"), plain)

    @rule(name=code, text=st.sampled_from(["Pohdi.", "Kysy ohjaajalta."]))
    def memo(self, name: str, text: str) -> None:
        def plain(model: Model) -> None:
            model.need(codes=(name,))
            model.memos.append((name, text))

        self.do(lambda: self.study.memo(text, code=name), plain)

    @rule(word=st.sampled_from(["arki", "kiire"]))
    def stop_word(self, word: str) -> None:
        self.do(lambda: self.study.words.stop(add=word), lambda model: model.stops.add(word))

    @rule(where=answer)
    def swedish(self, where: str) -> None:
        self.do(lambda: self.study.set_language(where, "sv"), lambda model: model.swedish.add(where))

    @rule(where=answer)
    def later_export(self, where: str) -> None:
        """A word before an answer that nobody coded; a coded answer would move its extracts."""
        if any(item[0] == where for item in self.model.codings):
            return
        texts = {**self.model.texts, where: f"Niin, {self.model.texts[where]}"}
        answers = self.survey.answers.assign(text=self.survey.answers["answer"].map(texts))
        update = self.study.update(dataclasses.replace(self.survey, answers=answers))
        before = self.study.answers.set_index("answer")["text"].to_dict()
        update.apply()
        # An import cannot be undone, nor anything before it.
        after = self.study.answers.set_index("answer")["text"].to_dict()
        if after != before:
            self.model.texts = after
            floor = self.study.history()["kind"].iloc[-1] == "import"
            self.done = [] if floor else [*self.done, dataclasses.replace(copy.deepcopy(self.model), texts=before)]
            self.undone.clear()

    @rule(where=answer, name=code, start=st.integers(0, 3))
    def take_in_another_coder(self, where: str, name: str, start: int) -> None:
        """Somebody codes a blind copy, and it is merged."""
        if name not in self.model.codes:
            return
        self.others += 1
        other = self.study.blind("MV", self.path.with_name(f"mv{self.others}.teema"))
        with teema.open(other, coder="MV") as copied:
            copied.code(where, (start, start + 4), name)
        self.do(
            lambda: self.study.merge(other),
            lambda model: model.codings.add((where, start, start + 4, name, "MV")),
        )
        revision = self.lines()
        assert not self.study.merge(other), "a second merge brings nothing"
        assert self.lines() == revision

    @rule(where=answer, read=st.booleans())
    def read(self, where: str, read: bool) -> None:
        """Reading is in the journal, and no step that undo takes back."""
        mark_read(self.study.store, [where], read=read)
        self.model.read = self.model.read | {where} if read else self.model.read - {where}
        for model in (*self.done, *self.undone):
            model.read = self.model.read

    @rule(one=number, two=number)
    def try_out(self, one: int, two: int) -> None:
        """What is only tried changes nothing, whether it could be done or not."""
        revision = self.lines()
        with contextlib.suppress(TeemaError), self.study.dry_run():
            self.study.codebook.merge(self.present(one), self.present(two))
            self.study.codebook.delete(self.present(one))
        assert self.lines() == revision

    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        possible = min(steps, len(self.done))
        assert self.study.undo(possible) == possible
        for _ in range(possible):
            self.undone.append(copy.deepcopy(self.model))
            self.model = self.done.pop()

    @rule(steps=st.integers(1, 4))
    def redo(self, steps: int) -> None:
        possible = min(steps, len(self.undone))
        assert self.study.redo(steps) == possible
        for _ in range(possible):
            self.done.append(copy.deepcopy(self.model))
            self.model = self.undone.pop()

    @rule()
    def reopen(self) -> None:
        self.study.close()
        report = check(self.path, rebuild=True)
        assert report, str(report)
        self.study = teema.open(self.path, coder="AJ")

    # -- what holds always

    @invariant()
    def both_say_the_same(self) -> None:
        if not hasattr(self, "study"):
            return
        study, model = self.study, self.model
        book, codings = study.codebook.to_frame(), study.codings
        assert dict(study.answers[["answer", "text"]].values) == model.texts
        assert _tree(book[["code", "parent"]]) == model.codes
        assert dict(book[["code", "definition"]].values) == model.definitions
        rows = [tuple(row) for row in codings[["answer", "start", "end", "code", "coder"]].values]
        assert len(rows) == len(set(rows))
        assert set(rows) == model.codings
        for where, start, end, text in codings[["answer", "start", "end", "text"]].values:
            assert model.texts[where][start:end] == text, "an extract reads the words of its answer"
        ta = study.analysis(ANALYSIS)
        assert _tree(ta.themes[["theme", "parent"]]) == model.themes
        assert {tuple(row) for row in ta.members[["theme", "code"]].values} == model.members
        assert {tuple(row) for row in ta.relations[["source", "target", "kind"]].values} == model.relations
        assert set(ta.snapshots["snapshot"]) == set(model.snapshots)
        for name, (themes, members) in model.snapshots.items():
            view = load(study.store, ta, name)
            assert _tree(view.themes[["theme", "parent"]]) == themes
            assert {tuple(row) for row in view.members[["theme", "code"]].values} == members
        assert [item.lemma for item in corrections(study.store)] == [model.lemma] * bool(model.lemma)
        assert sorted(map(tuple, study.memos[["target", "text"]].values)) == sorted(model.memos)
        chosen = study.store.rows("SELECT name FROM settings WHERE name LIKE 'language:%'")
        assert {str(row["name"]).removeprefix("language:") for row in chosen} == model.swedish
        assert {"arki", "kiire"} & set(study.words.stop_words) == model.stops
        assert read_answers(study.store) == model.read
        assert study.store.rows("PRAGMA foreign_key_check") == []
        assert study.store.rows("PRAGMA quick_check") == [{"quick_check": "ok"}]

    def teardown(self) -> None:
        if hasattr(self, "study"):
            self.study.close()
            report = check(self.path, rebuild=True)
            self.folder.cleanup()
            assert report, str(report)


def pick(names: Sequence[str], which: int) -> str:
    return names[which % len(names)]


def _tree(frame: pd.DataFrame) -> dict[str, str | None]:
    """Return names and their parents, None at the roots."""
    return {name: parent if isinstance(parent, str) else None for name, parent in frame.values.tolist()}


def test_the_study_and_a_plain_model_say_the_same_whatever_is_done(survey: Survey) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    long = bool(os.environ.get("TEEMA_LONG"))
    machine = type("MachineOfThisSurvey", (Machine,), {"survey": survey})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=300 if long else 20,
            stateful_step_count=60 if long else 30,
            suppress_health_check=list(HealthCheck),
        ),
    )
