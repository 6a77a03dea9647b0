"""Coders' files come together without losing a coding; what both changed is decided by a person."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import teema
from teema.cli import app
from teema.coding.reading import mark_read
from teema.errors import MergeError, NotFoundError, StudyExistsError, UnusableValueError
from teema.store.backup import copy_database
from teema.store.contents import contents
from teema.study import Study
from teema.study.blinding import shares
from teema.survey import Survey

Copy = Callable[..., Study]


@pytest.fixture
def copy(study: Study, tmp_path: Path) -> Iterator[Copy]:
    """Copies of the study's file, as other coders have them."""
    made: list[Study] = []

    def give(coder: str) -> Study:
        path = tmp_path / f"{coder}-{len(made)}.teema"
        copy_database(study.store.connection, path)
        made.append(teema.open(path, coder=coder))
        return made[-1]

    yield give
    for item in made:
        item.close()


@pytest.fixture
def coded(study: Study) -> Study:
    study.codebook.add("Kiire")
    study.codebook.add("Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire")
    return study


def held(study: Study) -> set[tuple[object, ...]]:
    """The codings by what they say."""
    frame = study.codings
    return {(*row[:3], row[3].casefold(), row[4]) for row in frame[["answer", "start", "end", "code", "coder"]].values}


def state(study: Study) -> dict[str, dict[str, dict[str, object]]]:
    return contents(study.store)


class TestCodings:
    def test_a_copy_of_the_study_as_it_was_stands_beside_it(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        other.code("4:Q2", "kiireen takia", "Kiire")
        coded.merge(other.path, dry_run=True)
        assert coded.backups().empty
        coded.merge(other.path)
        assert coded.backups()["reason"].tolist() == ["study.merge"]

    def test_both_coders_codings_are_there_as_one_step(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        other.code("1:Q2", "Aina kiire", "Kiire")
        other.code("4:Q2", "katkeavat kiireen takia", "Kiire")
        coded.code("3:Q1", None, "Luottamus")
        before = state(coded)
        report = coded.merge(other.path)
        assert report.added == {"codings": 2, "extracts": 1}
        assert held(coded) == {
            ("1:Q2", 7, 17, "kiire", "AJ"), ("1:Q2", 7, 17, "kiire", "MV"),
            ("3:Q1", 0, 33, "luottamus", "AJ"), ("4:Q2", 15, 38, "kiire", "MV"),
        }  # fmt: skip
        assert coded.undo() == 1
        assert state(coded) == before

    def test_the_same_words_coded_on_both_sides_are_one_extract(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        coded.code("4:Q2", "kiireen takia", "Kiire", memo="syy")
        other.code("4:Q2", "kiireen takia", "Kiire", reduced="kiire syynä")
        coded.merge(other.path)
        (row,) = coded.store.rows("SELECT memo, reduced FROM extracts WHERE answer = '4:Q2'")
        assert row == {"memo": "syy", "reduced": "kiire syynä"}
        assert len(coded.codings.query("answer == '4:Q2'")) == 2

    def test_merging_twice_changes_nothing(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        other.codebook.add("Arki")
        other.code("3:Q1", "Turvallinen arki", "Arki")
        other.memo("Palaa tähän", code="Arki")
        other.analysis("Teemat", approach="reflexive").add("Aika", codes=["Arki", "Kiire"])
        assert coded.merge(other.path)
        before, lines = state(coded), len(coded.history())
        assert not coded.merge(other.path)
        assert state(coded) == before
        assert len(coded.history()) == lines

    def test_a_coding_goes_only_when_its_own_coder_removed_it(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        other.uncode(other.codings["coding"])  # of AJ
        coded.merge(other.path)
        assert len(coded.codings) == 1
        other.code("3:Q1", None, "Luottamus")
        coded.merge(other.path)
        coded.uncode(coded.codings.query("coder == 'AJ'")["coding"])
        fresh = copy("MV")
        fresh.uncode(fresh.codings["coding"])
        coded.merge(fresh.path)
        assert coded.codings.empty

    def test_codings_of_a_code_that_was_merged_into_another_follow(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        other.codebook.add("Ajan puute")
        other.codebook.merge("Kiire", into="Ajan puute")
        report = coded.merge(other.path)
        assert coded.codings["code"].tolist() == ["Ajan puute"]
        assert report.conflicts.empty
        assert "Kiire" not in coded.codebook


class TestCodebooks:
    def test_independent_codebooks_meet_by_name_in_any_letter_case(
        self, coded: Study, survey: Survey, tmp_path: Path
    ) -> None:
        with teema.create(tmp_path / "toinen.teema", survey, coder="MV") as other:
            other.codebook.add("KIIRE", definition="aika ei riitä")
            other.codebook.add("Arki", parent="KIIRE")
            other.code("1:Q2", "Aina kiire", "KIIRE")
        report = coded.merge(tmp_path / "toinen.teema")
        assert report.met == (("Kiire", "KIIRE"),)
        assert "Kiire = KIIRE" in repr(report)
        assert coded.codebook["Kiire"].definition == "aika ei riitä"
        assert coded.codebook["Arki"].parent == coded.codebook["Kiire"].id
        assert held(coded) == {("1:Q2", 7, 17, "kiire", "AJ"), ("1:Q2", 7, 17, "kiire", "MV")}

    @pytest.mark.parametrize("decision", ["mine", "theirs", None])
    def test_what_both_changed_is_decided_not_guessed(self, coded: Study, copy: Copy, decision: str | None) -> None:
        other = copy("MV")
        coded.codebook.edit("Kiire", definition="aika ei riitä")
        other.codebook.edit("Kiire", definition="työtahti", include="myös odotus")
        other.code("4:Q2", "kiireen takia", "Kiire")
        (conflict,) = coded.merge(other.path, dry_run=True).all_conflicts
        assert (conflict.name, conflict.field, conflict.mine, conflict.theirs, conflict.decision) == (
            "Kiire", "definition", "aika ei riitä", "työtahti", "",
        )  # fmt: skip
        report = coded.merge(other.path, {conflict.id: decision} if decision else None)  # type: ignore[dict-item]
        assert coded.codebook["Kiire"].definition == ("työtahti" if decision == "theirs" else "aika ei riitä")
        assert coded.codebook["Kiire"].include == "myös odotus"
        assert len(coded.codings) == 2
        assert len(report.undecided) == (decision is None)

    @pytest.mark.parametrize(("decision", "codes", "codings"), [(None, 2, 1), ("theirs", 2, 1), ("mine", 1, 0)])
    def test_a_code_deleted_here_and_used_there_comes_back_until_decided(
        self, coded: Study, copy: Copy, decision: str | None, codes: int, codings: int
    ) -> None:
        other = copy("MV")
        other.code("3:Q1", None, "Kiire")
        coded.codebook.delete("Kiire", with_codings=True)
        (conflict,) = coded.merge(other.path, dry_run=True).all_conflicts
        assert (conflict.field, conflict.mine, conflict.theirs) == ("deleted", "", "Kiire")
        coded.merge(other.path, {conflict.id: decision} if decision else None)  # type: ignore[dict-item]
        assert (len(coded.codebook), len(coded.codings)) == (codes, codings)

    @pytest.mark.parametrize(("decision", "codes"), [(None, 2), ("mine", 2), ("theirs", 1)])
    def test_a_code_deleted_there_and_used_here_stays_until_decided(
        self, coded: Study, copy: Copy, decision: str | None, codes: int
    ) -> None:
        other = copy("MV")
        other.codebook.delete("Kiire", with_codings=True)
        (conflict,) = coded.merge(other.path, dry_run=True).all_conflicts
        assert (conflict.mine, conflict.theirs) == ("Kiire", "")
        coded.merge(other.path, {conflict.id: decision} if decision else None)  # type: ignore[dict-item]
        assert len(coded.codebook) == codes
        assert len(coded.codings) == codes - 1

    def test_a_code_that_nobody_used_is_deleted_without_a_question(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        other.codebook.delete("Luottamus")
        assert coded.merge(other.path).conflicts.empty
        assert "Luottamus" not in coded.codebook

    def test_names_that_were_exchanged_are_exchanged(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        for old, new in (("Kiire", "X"), ("Luottamus", "Kiire"), ("X", "Luottamus")):
            other.codebook.rename(old, new)
        coded.merge(other.path)
        assert coded.codings["code"].tolist() == ["Luottamus"]

    def test_a_name_taken_on_both_sides_by_different_codes_is_a_conflict(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        coded.codebook.rename("Kiire", "Arki")
        other.codebook.rename("Luottamus", "Arki")
        (conflict,) = coded.merge(other.path).all_conflicts
        assert (conflict.field, conflict.mine, conflict.theirs) == ("name", "Luottamus", "Arki")
        assert sorted(coded.codebook.to_frame()["code"]) == ["Arki", "Luottamus"]

    def test_codes_put_under_each_other_make_no_circle(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        coded.codebook.move("Kiire", "Luottamus")
        other.codebook.move("Luottamus", "Kiire")
        (conflict,) = coded.merge(other.path).all_conflicts
        assert (conflict.name, conflict.field, conflict.mine, conflict.theirs) == ("Luottamus", "parent", "", "Kiire")
        assert coded.codebook["Kiire"].parent == coded.codebook["Luottamus"].id

    def test_decisions_must_name_a_conflict_and_a_side(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        coded.codebook.edit("Kiire", definition="a")
        other.codebook.edit("Kiire", definition="b")
        conflict = coded.merge(other.path, dry_run=True).conflicts["conflict"].item()
        with pytest.raises(NotFoundError, match="conflict"):
            coded.merge(other.path, {"codes:x": "mine"})
        with pytest.raises(UnusableValueError, match="theirs"):
            coded.merge(other.path, {conflict: "hers"})  # type: ignore[dict-item]


class TestTheRest:
    def test_themes_memos_snapshots_and_corrections_come_along(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        themes = other.analysis("Teemat", approach="reflexive")
        themes.add("Aika", codes=["Kiire"])
        themes.add("Suhde", codes=["Luottamus"])
        themes.relate("Aika", "Suhde", "contrasts")
        themes.move_on_map("Aika", 10, 20)
        themes.snapshot("Ensimmäinen", stage="initial")
        other.memo("Vahva kohta", answer="1:Q1")
        other.words.correct("rajat", lemma="raja")
        other.set_language("3:Q2", "sv")
        other.words.stop(add="arki")
        coded.words.stop(add="asiakas")
        _ = coded.tokens, coded.languages
        coded.merge(other.path)
        mine = coded.analysis("Teemat")
        assert mine.members[["theme", "code"]].values.tolist() == [["Aika", "Kiire"], ["Suhde", "Luottamus"]]
        assert len(mine.relations) == 1
        assert mine.snapshots["snapshot"].tolist() == ["Ensimmäinen"]
        assert coded.memos["text"].tolist() == ["Vahva kohta"]
        assert coded.languages.set_index("answer").loc["3:Q2", "language"] == "sv"
        assert len(coded.words.corrections) == 1
        assert {"arki", "asiakas"} <= set(coded.words.stop_words)

    def test_a_theme_deleted_on_one_side_and_renamed_on_the_other_is_a_conflict(self, coded: Study, copy: Copy) -> None:
        coded.analysis("Teemat", approach="reflexive").add("Aika", codes=["Kiire"])
        other = copy("MV")
        other.analysis("Teemat").drop("Aika")
        coded.analysis("Teemat").edit("Aika", definition="ajan puute")
        (conflict,) = coded.merge(other.path).all_conflicts
        assert (conflict.table, conflict.field, conflict.mine, conflict.theirs) == ("themes", "deleted", "Aika", "")
        coded.merge(other.path, {conflict.id: "theirs"})
        assert coded.analysis("Teemat").themes.empty


class TestRefusal:
    def test_another_survey_is_refused_and_the_answers_are_shown(
        self, coded: Study, survey: Survey, tmp_path: Path
    ) -> None:
        answers = survey.answers.copy()
        answers.loc[answers["answer"] == "3:Q2", "text"] = "en tiedä"
        with teema.create(tmp_path / "toinen.teema", replace(survey, answers=answers), coder="MV"):
            pass
        with pytest.raises(MergeError, match=r"1 questions.*\n  answer 3:Q2: 'en osaa sanoa' / 'en tiedä'"):
            coded.merge(tmp_path / "toinen.teema")

    def test_ten_are_shown_and_the_rest_counted(self, coded: Study, survey: Survey, tmp_path: Path) -> None:
        many = pd.concat([survey.cases] * 4).set_axis([str(i) for i in range(1, 17)]).rename_axis("case")
        with teema.create(tmp_path / "toinen.teema", replace(survey, cases=many), coder="MV"):
            pass
        with pytest.raises(MergeError, match=r"12 questions(.|\n)*… and 2 more"):
            coded.merge(tmp_path / "toinen.teema")

    def test_texts_changed_on_one_side_only_are_refused_with_the_reason(
        self, coded: Study, survey: Survey, copy: Copy
    ) -> None:
        other = copy("MV")
        answers = survey.answers.copy()
        answers.loc[answers["answer"] == "3:Q2", "text"] = "en tiedä"
        other.update(replace(survey, answers=answers)).apply()
        before = state(coded)
        with pytest.raises(MergeError, match="in one file only"):
            coded.merge(other.path)
        assert state(coded) == before

    def test_itself_is_refused(self, coded: Study) -> None:
        with pytest.raises(MergeError, match="itself"):
            coded.merge(coded.path)


class TestBlind:
    def test_a_blind_copy_shows_nobody_elses_work_anywhere_in_the_file(self, coded: Study, tmp_path: Path) -> None:
        coded.code("3:Q1", "selkeät rajat", "Luottamus", memo="salaisuus", reduced="rajat salassa")
        coded.memo("salainen muistio", code="Kiire")
        path = coded.blind("MV", tmp_path / "mv.teema")
        with teema.open(path, coder="MV") as copy:
            assert copy.codings.empty
            assert copy.memos.empty
            assert copy.store.rows("SELECT * FROM extracts") == []
            assert len(copy.history()) == 1
            assert copy.codebook.to_frame()["code"].tolist() == ["Kiire", "Luottamus"]
            pd.testing.assert_frame_equal(copy.answers, coded.answers)
            assert copy.undo() == 0
            seen = [change.table for _event, changes in copy.store.changes() for change in changes]
            assert not {"codings", "extracts", "memos"} & set(seen)
        assert b"sala" not in path.read_bytes()
        with pytest.raises(StudyExistsError):
            coded.blind("MV", path)
        with pytest.raises(UnusableValueError, match="coder"):
            coded.blind(" ", tmp_path / "x.teema")

    def test_neither_what_pseudonyms_stand_for_nor_what_others_read_goes_along(
        self, coded: Study, tmp_path: Path
    ) -> None:
        named = coded.pseudonyms(workplaces=["Kotipesä"]).add("luottamus", replacement="[henkilö 1]")
        named.accept().apply()
        mark_read(coded.store, ["1:Q1"])
        with teema.open(coded.blind("MV", tmp_path / "mv.teema"), coder="MV") as copy:
            mark_read(copy.store, ["1:Q1"])
            settings = contents(copy.store)["settings"]
            assert "luottamus" not in settings["pseudonyms"]["value"]
            assert "workplaces" not in settings
            assert [name for name in settings if name.startswith("read:")] == ["read:MV:1:Q1"]
        report = coded.merge(tmp_path / "mv.teema")
        assert report.conflicts.empty
        assert {"read:AJ:1:Q1", "read:MV:1:Q1", "workplaces"} <= set(state(coded)["settings"])
        assert "luottamus" in state(coded)["settings"]["pseudonyms"]["value"]

    def test_it_is_merged_back_exactly(self, coded: Study, tmp_path: Path) -> None:
        before = state(coded)
        path = coded.blind("MV", tmp_path / "mv.teema")
        assert not coded.merge(path)
        assert state(coded) == before
        with teema.open(path, coder="MV") as copy:
            copy.code("1:Q2", "Aina kiire", "Kiire")
            copy.codebook.edit("Kiire", definition="aika ei riitä")
        coded.codebook.delete("Luottamus")
        report = coded.merge(path)
        assert report.added == {"codings": 1}
        assert report.conflicts.empty
        assert held(coded) == {("1:Q2", 7, 17, "kiire", "AJ"), ("1:Q2", 7, 17, "kiire", "MV")}
        assert coded.codebook["Kiire"].definition == "aika ei riitä"
        assert "Luottamus" not in coded.codebook

    def test_the_coders_own_earlier_work_is_in_it_without_the_others_notes(
        self, coded: Study, copy: Copy, tmp_path: Path
    ) -> None:
        other = copy("MV")
        other.code("1:Q2", "Aina kiire", "Kiire")
        coded.code("1:Q2", "Aina kiire", "Kiire", memo="AJ:n oma")
        coded.merge(other.path)
        with teema.open(coded.blind("mv", tmp_path / "mv.teema"), coder="MV") as blind:
            assert blind.codings["coder"].tolist() == ["MV"]
            assert blind.store.rows("SELECT memo FROM extracts") == [{"memo": ""}]
            blind.uncode(blind.codings["coding"])
        coded.merge(tmp_path / "mv.teema")
        assert held(coded) == {("1:Q2", 7, 17, "kiire", "AJ")}
        assert coded.store.rows("SELECT memo FROM extracts") == [{"memo": "AJ:n oma"}]


class TestSplit:
    def test_each_coder_has_a_file_that_says_who_codes_what(self, coded: Study, tmp_path: Path) -> None:
        (tmp_path / "jako").mkdir()
        made = coded.split(["MV", "Ä Ö"], overlap=0.5, seed=3, folder=tmp_path / "jako")
        assert [path.name for path in made.files] == ["kysely-MV.teema", "kysely-Ä-Ö.teema"]
        assert made.frame.query("double").groupby("answer")["coder"].nunique().eq(2).all()
        assert set(made.frame["answer"]) == set(coded.answers["answer"])
        with teema.open(made.files[0], coder="MV") as other:
            first = made.frame.query("coder == 'MV'")["answer"].iloc[0]
            other.code(first, None, "Kiire")
            assert other.split_progress().values.tolist()[0] == ["MV", len(made.frame.query("coder == 'MV'")), 1]
        coded.merge(made.files[0])
        assert not coded.merge(made.files[1])
        assert coded.split_progress()["coded"].tolist() == [1, 0]
        with pytest.raises(StudyExistsError):
            coded.split(["MV", "Ä Ö"], folder=tmp_path / "jako")

    @given(
        sizes=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 3)), min_size=1, max_size=80),
        coders=st.integers(2, 4),
        overlap=st.floats(0, 1),
        seed=st.integers(0, 99),
    )
    @settings(max_examples=60, deadline=None)
    def test_shares_are_whole_even_and_the_same_every_time(
        self, sizes: list[tuple[int, int]], coders: int, overlap: float, seed: int
    ) -> None:
        rows = [
            (f"{case}:Q{question}", str(case), f"Q{question}", "sana " * words)
            for case, (words, count) in enumerate(sizes)
            for question in range(1, count + 1)
        ]
        answers = pd.DataFrame(rows, columns=["answer", "case", "question", "text"])
        names = [f"K{i}" for i in range(coders)]
        frame = shares(answers, names, overlap=overlap, seed=seed)
        pd.testing.assert_frame_equal(frame, shares(answers, names, overlap=overlap, seed=seed))
        by_case = frame.groupby("case")["coder"].nunique()
        assert set(by_case.index) == set(answers["case"])
        assert int((by_case == 2).sum()) == round(len(sizes) * overlap)
        assert by_case.isin([1, 2]).all()
        assert len(frame) == int(answers["case"].map(by_case).sum())  # cases are whole
        loads = frame.groupby("coder")["words"].sum().reindex(names, fill_value=0)
        assert loads.max() - loads.min() <= 2 * max(words * count for words, count in sizes)

    def test_arguments_that_cannot_be_used(self, coded: Study) -> None:
        with pytest.raises(UnusableValueError, match="two coders"):
            coded.split(["MV", "mv"])
        with pytest.raises(UnusableValueError, match="share"):
            coded.split(["MV", "TK"], overlap=25)


class TestCommand:
    def test_the_command_says_what_it_would_do_and_does_it(self, coded: Study, copy: Copy) -> None:
        other = copy("MV")
        other.code("4:Q2", "kiireen takia", "Kiire")
        coded.codebook.edit("Kiire", definition="a")
        other.codebook.edit("Kiire", definition="b")
        coded.close()
        other.close()
        mine, theirs = str(coded.path), str(other.path)
        tried = CliRunner().invoke(app, ["merge", mine, theirs, "--dry-run"])
        assert "koodauksia 1" in tried.output
        conflict = next(line.strip() for line in tried.output.splitlines() if line.startswith("  codes:"))
        done = CliRunner().invoke(app, ["merge", mine, theirs, "--coder", "AJ", "--decide", f"{conflict}=theirs"])
        assert done.exit_code == 0
        with teema.open(mine, read_only=True) as merged:
            assert len(merged.codings) == 2
            assert merged.codebook["Kiire"].definition == "b"
        wrong = CliRunner().invoke(app, ["merge", mine, theirs, "--decide", conflict])
        assert isinstance(wrong.exception, UnusableValueError)


def test_a_coding_that_its_coder_removed_and_made_again_is_there(coded: Study, copy: Copy) -> None:
    other = copy("MV")
    coded.uncode(coded.codings["coding"])
    coded.code("1:Q2", "Aina kiire", "Kiire")
    other.merge(coded.path)
    assert held(other) == held(coded) == {("1:Q2", 7, 17, "kiire", "AJ")}
    coded.merge(other.path)
    assert len(held(coded)) == 1


# -- the law: whoever comes first, the codings are the same

_ANSWERS = ("1:Q1", "1:Q2", "2:Q1", "3:Q1")
_CODES = ("Kiire", "kiire", "Luottamus", "Arki", "Rajat")
_EDIT = st.tuples(
    st.sampled_from(["add", "code", "code", "code", "uncode", "delete", "edit"]),
    st.sampled_from(_ANSWERS),
    st.sampled_from(_CODES),
    st.integers(0, 2),
)
_EDITS = st.lists(_EDIT, max_size=8)


def work(study: Study, edits: list[tuple[str, str, str, int]]) -> None:
    for what, answer, code, number in edits:
        if what == "add" and code not in study.codebook:
            study.codebook.add(code)
        elif what == "uncode" and len(study.codings):
            study.uncode([study.codings["coding"].iloc[number % len(study.codings)]])
        elif code not in study.codebook:
            continue
        elif what == "code":
            study.code(answer, (number, number + 4), code)
        elif what == "delete":
            study.codebook.delete(code, with_codings=True)
        elif what == "edit":
            study.codebook.edit(code, definition=f"{study.store.coder} {number}")


@given(start=_EDITS, mine=_EDITS, first=_EDITS, second=_EDITS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_merging_makes_no_difference_and_a_second_time_nothing_new(
    survey: Survey,
    start: list[tuple[str, str, str, int]],
    mine: list[tuple[str, str, str, int]],
    first: list[tuple[str, str, str, int]],
    second: list[tuple[str, str, str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with teema.create(folder / "alku.teema", survey, coder="AJ") as study:
            work(study, start)
        for coder, edits in (("AJ", mine), ("MV", first), ("TK", second)):
            shutil.copy(folder / "alku.teema", folder / f"{coder}.teema")
            with teema.open(folder / f"{coder}.teema", coder=coder) as study:
                work(study, edits)
        found = []
        for order in (("MV", "TK"), ("TK", "MV")):
            shutil.copy(folder / "AJ.teema", folder / "yhdessä.teema")
            with teema.open(folder / "yhdessä.teema", coder="AJ") as study:
                for coder in order:
                    study.merge(folder / f"{coder}.teema")
                    assert not study.merge(folder / f"{coder}.teema")
                found.append(held(study))
                again = state(study)
                for coder in order:
                    study.merge(folder / f"{coder}.teema")
                assert state(study) == again
                assert study.store.rows("PRAGMA foreign_key_check") == []
        assert found[0] == found[1]


@given(start=_EDITS, mine=_EDITS, theirs=_EDITS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_takes_the_other_in_has_the_same_codings_and_codes(
    survey: Survey,
    start: list[tuple[str, str, str, int]],
    mine: list[tuple[str, str, str, int]],
    theirs: list[tuple[str, str, str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with teema.create(folder / "alku.teema", survey, coder="AJ") as study:
            work(study, start)
        for coder, edits in (("AJ", mine), ("MV", theirs)):
            shutil.copy(folder / "alku.teema", folder / f"{coder}.teema")
            with teema.open(folder / f"{coder}.teema", coder=coder) as study:
                work(study, edits)
        found = []
        for own, other in (("AJ", "MV"), ("MV", "AJ")):
            shutil.copy(folder / f"{own}.teema", folder / "yhdessä.teema")
            with teema.open(folder / "yhdessä.teema", coder=own) as study:
                study.merge(folder / f"{other}.teema")
                found.append((held(study), {code.name.casefold() for code in study.codebook}))
        assert found[0] == found[1]


def test_silenced_warnings_and_types_of_another_file_come_along(coded: Study, copy: Copy) -> None:
    other = copy("MK")
    for study in (coded, other):  # each makes the analysis and the theme, so their GUIDs differ
        study.analysis("TA").add("Arki", ["Kiire"])
    theirs = other.analysis("TA")
    theirs.silence("single-word", "Arki", reason="aineiston oma sana")
    theirs.types.add("Kiireinen", codes=["Kiire"])
    theirs.types.place("Kiireinen", "1", 0.5)
    other.close()
    coded.merge(other.path)
    ta = coded.analysis("TA")
    assert ta.silenced[["warning", "theme", "coder"]].values.tolist() == [["single-word", "Arki", "MK"]]
    assert ta.types.members[["type", "case", "weight"]].values.tolist() == [["Kiireinen", "1", 0.5]]
