"""Pseudonyms: proposed in context, decided on, applied as one step; extracts follow, and the key brings all back."""

import json
import re
import sqlite3
import stat
import zlib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teema
from teema.errors import ImportFileError, NotFoundError, StudyExistsError, UnusableValueError
from teema.privacy import IdentifiersWarning
from teema.study import Study, create
from teema.survey import Survey

TEXTS = {
    "1:Q1": "Ohjaaja Maija Lehtola auttoi minua. Maijan kanssa puhuttiin Lahdessa, 🙂 Lehtolan luona.",
    "1:Q2": "Soita Pekalle, 040 000 0427.",
    "2:Q1": "Muutin Lahteen Pekan kanssa, ja Pekka auttoi.",
    "3:Q1": "Kiire syö kohtaamiset.",
}
PLANTED = ["Maija", "Lehtola", "Lahde", "Lahte", "Pekka", "Pekan", "Pekalle", "040 000 0427"]


def survey_of(survey: Survey, texts: dict[str, str] = TEXTS) -> Survey:
    rows = [(answer, *answer.split(":"), text, 2 + place) for place, (answer, text) in enumerate(texts.items())]
    answers = pd.DataFrame(rows, columns=["answer", "case", "question", "text", "source_row"])
    return replace(survey, answers=answers)


@pytest.fixture
def named(survey: Survey, tmp_path: Path) -> Study:
    """A study with invented names in its answers."""
    with create(tmp_path / "nimet.teema", survey_of(survey), coder="AJ") as study:
        study.codebook.add("Tuki", example="Maijan kanssa puhuttiin")
        study.code("1:Q1", "auttoi minua", "Tuki")
        study.code("1:Q1", "Maijan kanssa puhuttiin", "Tuki")
        study.code("2:Q1", "Pekka auttoi", "Tuki")
        yield study  # type: ignore[misc]


def text(study: Study, answer: str) -> str:
    return str(study.answers.set_index("answer")["text"][answer])


def test_nothing_is_replaced_that_was_not_accepted(named: Study) -> None:
    names = named.pseudonyms()
    assert names.proposals["decision"].tolist() == [""] * len(names)
    with pytest.raises(UnusableValueError, match="Nothing was accepted"):
        names.apply()
    assert names.accept(kinds="phone").apply() == 1
    assert text(named, "1:Q2") == "Soita Pekalle, [puhelinnumero]."
    assert text(named, "2:Q1") == TEXTS["2:Q1"]


def test_all_that_was_accepted_is_one_step_with_new_versions(named: Study) -> None:
    before = len(named.history())
    assert named.pseudonyms().accept().apply() == 10
    assert text(named, "1:Q1") == (
        "Ohjaaja [henkilö 1] auttoi minua. [henkilö 1]n kanssa puhuttiin [kunta]ssa, 🙂 [henkilö 1]n luona."
    )
    assert text(named, "1:Q2") == "Soita [henkilö 2]lle, [puhelinnumero]."
    assert text(named, "2:Q1") == "Muutin [kunta]en [henkilö 2]n kanssa, ja [henkilö 2] auttoi."
    versions = {row["answer"]: row["version"] for row in named.store.rows("SELECT answer, version FROM answers")}
    assert versions == {"1:Q1": 2, "1:Q2": 2, "2:Q1": 2, "3:Q1": 1}
    assert len(named.history()) == before + 1
    assert named.codebook["Tuki"].example == "[henkilö 1]n kanssa puhuttiin"


def test_undo_and_redo(named: Study) -> None:
    codings = named.codings
    named.pseudonyms().accept().apply()
    replaced = named.codings
    assert replaced["text"].tolist() == ["auttoi minua", "[henkilö 1]n kanssa puhuttiin", "[henkilö 2] auttoi"]
    named.undo()
    pd.testing.assert_frame_equal(named.codings, codings)
    assert {answer: text(named, answer) for answer in TEXTS} == TEXTS
    named.redo()
    pd.testing.assert_frame_equal(named.codings, replaced)


def test_the_quote_of_each_extract_is_what_stands_there(named: Study) -> None:
    named.pseudonyms().accept().apply()
    for row in named.store.rows(
        'SELECT quote, start, "end", text FROM extracts JOIN answers ON answers.answer = extracts.answer'
    ):
        assert row["text"][row["start"] : row["end"]] == row["quote"]


spans = st.tuples(st.integers(0, 85), st.integers(1, 25))


@settings(max_examples=40)  # each makes a study file
@given(st.lists(spans, unique=True, max_size=15), st.sets(st.integers(0, 4)))
def test_every_extract_that_did_not_touch_a_replaced_place_reads_the_same_words(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[tuple[int, int]], rows: set[int]
) -> None:
    survey = teema.read_survey(teema.samples() / "asiakassuhde.csv")
    survey = survey_of(replace(survey, cases=survey.cases.head(4).set_axis(["1", "2", "3", "4"]).rename_axis("case")))
    survey = replace(survey, questions=tuple(replace(survey.questions[0], question=name) for name in ("Q1", "Q2")))
    with create(tmp_path_factory.mktemp("s") / "s.teema", survey, coder="AJ") as study:
        study.codebook.add("Tuki")
        whole = TEXTS["1:Q1"]
        made = {}
        for start, length in chosen:
            span = (start, min(start + length, len(whole)))
            made[study.code("1:Q1", span, "Tuki")] = span
        names = study.pseudonyms().accept(rows=rows)
        accepted = names.proposals.loc[sorted(rows)]
        accepted = accepted[accepted["answer"] == "1:Q1"]
        if rows:
            names.apply()
        after = study.codings.set_index("coding")
        for coding, (start, end) in made.items():
            touched = accepted[(accepted["start"] < end) & (start < accepted["end"])]
            if touched.empty:
                assert after.loc[coding, "text"] == whole[start:end]
            elif coding in after.index:
                assert all(new in after.loc[coding, "text"] for new in touched["replacement"])
        if rows:
            study.undo()
        assert {row.coding: (row.start, row.end) for row in study.codings.itertuples()} == made


def test_two_extracts_that_come_to_one_place_keep_their_codings(named: Study) -> None:
    named.codebook.add("Nimi")
    named.code("2:Q1", (32, 35), "Nimi", reduced="apu")  # Pek
    named.code("2:Q1", (32, 37), "Tuki", memo="kuka?")  # Pekka
    named.code("2:Q1", (33, 37), "Tuki")  # ekka
    before = named.codings
    named.pseudonyms().accept(kinds="person").apply()
    after = named.codings[named.codings["text"] == "[henkilö 2]"]
    assert sorted(after["code"]) == ["Nimi", "Tuki"]
    assert set(after["extract"]) == {after["extract"].iloc[0]}
    (row,) = named.store.rows("SELECT reduced, memo FROM extracts WHERE quote = '[henkilö 2]'")
    assert row == {"reduced": "apu", "memo": "kuka?"}
    named.undo()
    pd.testing.assert_frame_equal(named.codings, before)


def test_extracts_that_change_places_do_not_meet(survey: Survey, tmp_path: Path) -> None:
    given = survey_of(survey, {"1:Q1": "Anna, Anna-Maria Lehtola tuli."})
    with create(tmp_path / "a.teema", given, coder="AJ") as study:
        study.codebook.add("X")
        for end in range(1, 28):
            study.code("1:Q1", (0, end), "X")
        count = len(study.codings)
        study.pseudonyms().accept(kinds="person").apply()
        assert study.codings["text"].is_unique
        study.undo()
        assert len(study.codings) == count


def test_decisions_by_kind_row_and_certainty(named: Study) -> None:
    names = named.pseudonyms()
    sure = names.accept(sure=True).proposals
    assert set(sure.loc[sure["decision"] == "accepted", "certainty"]) == {"sure"}
    decided = names.accept().reject(kinds=["municipality"]).reject(rows=0).proposals
    assert decided.groupby("decision").size().to_dict() == {"accepted": 7, "rejected": 3}
    assert decided.loc[0, "decision"] == "rejected"
    with pytest.raises(NotFoundError, match="row"):
        names.accept(rows=999)
    with pytest.raises(NotFoundError, match="kind"):
        names.accept(kinds="nimi")


def test_another_pseudonym_goes_to_all_forms_of_the_name(named: Study) -> None:
    names = named.pseudonyms()
    row = int(names.proposals.index[names.proposals["text"] == "Pekalle"][0])
    names.replace(row, "veli").accept(kinds="person").apply()
    assert text(named, "2:Q1") == "Muutin Lahteen [veli]n kanssa, ja [veli] auttoi."
    with pytest.raises(UnusableValueError, match="empty"):
        names.replace(row, "[]")


def test_finds_can_be_said_to_be_one_person(named: Study) -> None:
    names = named.pseudonyms()
    rows = [int(names.proposals.index[names.proposals["text"] == word][0]) for word in ("Pekalle", "Maijan")]
    same = names.same(rows).proposals
    assert set(same.loc[same["kind"] == "person", "replacement"]) == {"[henkilö 2]"}


def test_what_no_detector_knows_can_be_added_in_all_its_forms(named: Study) -> None:
    names = named.pseudonyms().add("kohtaaminen", "workplace")
    assert names.proposals.iloc[-1][["text", "replacement", "ending"]].tolist() == [
        "kohtaamiset",
        "[työpaikka 1]",
        "t",
    ]
    with pytest.raises(NotFoundError, match="kohtaaminen"):
        names.add("kohtaaminen")
    with pytest.raises(UnusableValueError, match="kind"):
        names.add("kiire", "asia")
    assert names.reject().accept(rows=len(names) - 1).apply() == 1
    assert text(named, "3:Q1") == "Kiire syö [työpaikka 1]t."


def test_a_second_round_goes_on_with_the_numbers(named: Study) -> None:
    names = named.pseudonyms()
    names.accept(rows=names.proposals.index[names.proposals["key"] == "pekka"]).apply()
    again = named.pseudonyms().proposals
    assert "[henkilö 2]" not in set(again["replacement"])
    assert set(again.loc[again["kind"] == "person", "replacement"]) == {"[henkilö 3]"}


def test_workplaces_are_kept_for_the_next_time(named: Study) -> None:
    assert named.pseudonyms(workplaces=["Kiire"]).proposals["kind"].tolist().count("workplace") == 1
    assert named.pseudonyms().proposals["kind"].tolist().count("workplace") == 1


def test_a_stale_proposal_is_refused(named: Study) -> None:
    names = named.pseudonyms().accept()
    names.apply()
    with pytest.raises(UnusableValueError, match="has changed"):
        names.apply()


def test_the_review_shows_each_find_in_its_context(named: Study) -> None:
    shown = named.pseudonyms().accept(kinds="phone").show()
    row = shown.frame[shown.frame["found"].str.contains("⟦040")].iloc[0]
    assert row["found"] == "Soita Pekalle, ⟦040 000 0427⟧."
    assert (row["where"], row["becomes"], row["decision"]) == ("1:Q2", "[puhelinnumero]", "kyllä")
    assert "koodi" in set(shown.frame["where"])
    assert len(named.pseudonyms().accept(kinds="phone").show(undecided=True).frame) == len(shown.frame) - 1
    assert "puhelinnumero" in repr(named.pseudonyms())


class TestOnPaper:
    """The table goes to Excel and comes back with decisions."""

    def test_decisions_and_pseudonyms_come_back(self, named: Study, tmp_path: Path) -> None:
        from openpyxl import load_workbook

        names = named.pseudonyms()
        path = names.write(tmp_path / "nimet.xlsx")
        book = load_workbook(path)
        sheet = book.active
        (head,) = [row for row in sheet.iter_rows() if "päätös" in [cell.value for cell in row]]
        column = {cell.value: cell.column for cell in head}
        for row in sheet.iter_rows(min_row=head[0].row + 1):
            found = str(row[column["löytö yhteydessään"] - 1].value)
            if "⟦Pek" in found:
                row[column["päätös"] - 1].value = "Kyllä"
                if "⟦Pekan" in found:
                    row[column["tilalle"] - 1].value = "[veli]n"
            if "⟦Lah" in found:
                row[column["päätös"] - 1].value = "ei"
        book.save(path)
        read = names.read(path).proposals
        assert read.groupby("decision").size().to_dict() == {"": 5, "accepted": 3, "rejected": 2}
        assert read.loc[read["text"] == "Pekan", "replacement"].tolist() == ["[veli]"]

    def test_another_table_is_refused(self, named: Study, tmp_path: Path) -> None:
        other = tmp_path / "a.csv"
        other.write_text("koodi;n\nKiire;4\n", encoding="utf-8")
        with pytest.raises(UnusableValueError, match="no table of pseudonyms"):
            named.pseudonyms().read(other)

    def test_a_table_of_other_finds_is_refused(self, named: Study, tmp_path: Path) -> None:
        path = named.pseudonyms().write(tmp_path / "nimet.xlsx")
        named.pseudonyms().accept(kinds="person").apply()
        with pytest.raises(UnusableValueError, match="another find"):
            named.pseudonyms().read(path)


class TestKey:
    """Replacing is reversible in any copy, but only with the key file."""

    def test_the_key_brings_the_originals_back_in_a_shared_copy(self, named: Study, tmp_path: Path) -> None:
        codings = named.codings
        key = tmp_path / "avain.json"
        named.pseudonyms().accept().apply(key=key)
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        with teema.open(named.share(tmp_path / "jaettu.teema"), coder="BK") as shared:
            assert shared.reidentify(key) == 10
            assert {answer: text(shared, answer) for answer in TEXTS} == TEXTS
            assert shared.codings["text"].tolist() == codings["text"].tolist()
            assert shared.codebook["Tuki"].example == "Maijan kanssa puhuttiin"
            assert shared.pseudonym_log().empty
            shared.undo()
            assert "Maija" not in text(shared, "1:Q1")

    def test_no_key_is_written_unasked(self, named: Study, tmp_path: Path) -> None:
        named.pseudonyms().accept().apply()
        assert not list(tmp_path.glob("*.json"))

    def test_a_key_is_never_written_over(self, named: Study, tmp_path: Path) -> None:
        key = tmp_path / "avain.json"
        key.write_text("vanha", encoding="utf-8")
        with pytest.raises(UnusableValueError, match="cannot be written"):
            named.pseudonyms().accept().apply(key=key)
        assert key.read_text(encoding="utf-8") == "vanha"
        assert text(named, "1:Q1") == TEXTS["1:Q1"]

    def test_another_file_and_another_study_are_refused(self, named: Study, tmp_path: Path) -> None:
        key = tmp_path / "avain.json"
        with pytest.raises(NotFoundError, match="key file"):
            named.reidentify(key)
        key.write_text(json.dumps({"format": "muu"}), encoding="utf-8")
        with pytest.raises(ImportFileError, match="no key"):
            named.reidentify(key)
        key.unlink()
        named.pseudonyms().accept().apply(key=key)
        named.undo()
        with pytest.raises(UnusableValueError, match="as this key left it"):
            named.reidentify(key)


class TestLogs:
    """Two logs: one with what the words were, for the researcher; one without, for all."""

    def test_the_log_for_others_tells_only_what_came(self, named: Study) -> None:
        named.pseudonyms().accept().apply()
        log = named.pseudonym_log()
        assert log.columns.tolist() == ["kind", "replacement", "n"]
        counts = dict(zip(log["replacement"], log["n"], strict=True))
        assert counts == {"[henkilö 1]": 4, "[kunta]": 2, "[henkilö 2]": 3, "[puhelinnumero]": 1}

    def test_the_local_log_tells_the_forms(self, named: Study) -> None:
        named.pseudonyms().accept().apply()
        log = named.pseudonym_log(originals=True).set_index("key")
        assert log.loc["pekka", "forms"] == ["Pekalle", "Pekan", "Pekka"]


def everything_in(path: Path) -> bytes:
    """Return the bytes of a study file, and all its cells with what is packed in them unpacked."""
    found = [path.read_bytes()]
    connection = sqlite3.connect(path)
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in connection.execute(f"SELECT * FROM {table}"):
            for cell in row:
                if isinstance(cell, bytes):
                    found.append(cell)
                    try:
                        found.append(zlib.decompress(cell))
                    except zlib.error:
                        found.append(re.sub(rb"\x00", b"", cell))
                else:
                    found.append(str(cell).encode())
    connection.close()
    return b"\n".join(found)


class TestSharing:
    """A shared copy holds what the study is, and nothing of what it was."""

    def test_no_byte_of_an_identifier_is_left(self, named: Study, tmp_path: Path) -> None:
        _ = named.tokens  # so that the cache holds the words
        named.pseudonyms(workplaces=["Ensikoti Pihlaja"])
        named.words.correct("Pekan", lemma="pekko")
        named.pseudonyms().accept().apply()
        _ = named.tokens
        path = named.share(tmp_path / "jaettu.teema")
        local, shared = everything_in(named.path), everything_in(path)
        for word in [*PLANTED, "Pihlaja", "pekko"]:
            assert word.encode() in local, word
            assert word.encode() not in shared, word
            assert word.lower().encode() not in shared.lower(), word

    def test_the_copy_is_the_same_study(self, named: Study, tmp_path: Path) -> None:
        named.pseudonyms().accept().apply()
        with teema.open(named.share(tmp_path / "jaettu.teema"), coder="BK") as shared:
            pd.testing.assert_frame_equal(shared.codings, named.codings)
            pd.testing.assert_frame_equal(shared.answers, named.answers)
            pd.testing.assert_frame_equal(shared.cases, named.cases)
            pd.testing.assert_frame_equal(shared.pseudonym_log(), named.pseudonym_log())
            assert shared.undo() == 0
            shared.code("3:Q1", "Kiire", "Tuki")
            assert shared.undo() == 1

    def test_background_may_be_left_out(self, named: Study, tmp_path: Path) -> None:
        named.pseudonyms().accept().apply()
        with teema.open(named.share(tmp_path / "jaettu.teema", without="kaupunki"), read_only=True) as shared:
            assert "Kaupunki" not in shared.cases.columns
            assert b"Kaupunki" not in everything_in(shared.path)

    def test_it_warns_of_what_remains_without_telling_it(self, named: Study, tmp_path: Path) -> None:
        named.pseudonyms().accept(kinds="person").apply()
        with pytest.warns(IdentifiersWarning, match=r"vastaus: puhelinnumero 1, kunta 2") as caught:
            named.share(tmp_path / "jaettu.teema")
        assert "040" not in str(caught[0].message)

    def test_nothing_is_written_over(self, named: Study, tmp_path: Path) -> None:
        (tmp_path / "jaettu.teema").write_text("vanha", encoding="utf-8")
        with pytest.raises(StudyExistsError):
            named.share(tmp_path / "jaettu.teema")
        with pytest.raises(NotFoundError, match="background variable"):
            named.share(tmp_path / "toinen.teema", without="Nimi")
        assert sorted(path.suffix for path in tmp_path.iterdir() if path.name.startswith((".", "toinen"))) == []


class TestLeaving:
    """Every text that leaves is looked at: a warning counts by kind and place, and tells nothing."""

    @pytest.mark.parametrize("name", ["tulokset.xlsx", "koodaukset.csv", "kartta.svg"])
    def test_an_export_warns(self, named: Study, tmp_path: Path, name: str) -> None:
        named.codebook.add("Maijan tuki")
        named.code("2:Q1", "auttoi", "Maijan tuki")
        named.analysis("TA").add("Lahdessa on hyvä", codes=["Maijan tuki"])
        with pytest.warns(IdentifiersWarning, match="henkilön nimi") as caught:
            named.export(tmp_path / name)
        assert not any(word in str(caught[0].message) for word in PLANTED)

    def test_the_workbook_says_it_too(self, named: Study, tmp_path: Path) -> None:
        with pytest.warns(IdentifiersWarning):
            path = named.export(tmp_path / "tulokset.xlsx")
        info = pd.read_excel(path, sheet_name=0, header=None, engine="calamine").astype(str)
        (row,) = info[info[0] == "mahdollisia tunnisteita"].to_numpy().tolist()
        assert "henkilön nimi" in row[1]
        assert not any(word in " ".join(map(str, info.to_numpy().ravel())) for word in PLANTED)

    def test_a_picture_warns_when_it_is_saved(self, named: Study, tmp_path: Path) -> None:
        drawn = named.analysis("TA").map(title="Maijan ja Pekan kartta")
        with pytest.warns(IdentifiersWarning, match="kartta.svg: henkilön nimi"):
            drawn.save(tmp_path / "kartta.svg")

    def test_days_of_the_work_and_the_first_words_of_ones_own_names_are_nobody(self, study: Study) -> None:
        ta = study.analysis("TA", approach="reflexive")
        ta.add("Luottamus kantaa"), ta.add("Rauha ja valta omaan työhön")
        ta.relate("Luottamus kantaa", "Rauha ja valta omaan työhön", "leads_to")
        ta.snapshot("alustava", stage="initial")
        ta.rename("Rauha ja valta omaan työhön", "Työrauha")
        study.appendix(study.path.with_name("liite.docx"), ta.map(), ta.versions_map(), ta.trail())
        assert ta.versions_map().save(study.path.with_name("versiot.svg")).exists()
        ta.add("Kun Maija soitti")
        with pytest.warns(IdentifiersWarning, match="henkilön nimi 1"):
            ta.map().save(study.path.with_name("kartta.svg"))

    def test_words_warn(self, named: Study, tmp_path: Path) -> None:
        with pytest.warns(IdentifiersWarning, match="henkilön nimi"):
            named.words.export(tmp_path / "sanat.xlsx", min_cell=None, stop_words=False)

    def test_nothing_is_said_when_nothing_remains(self, named: Study, tmp_path: Path) -> None:
        named.pseudonyms().accept().apply()
        path = named.export(tmp_path / "tulokset.xlsx")  # a warning would be an error here
        info = pd.read_excel(path, sheet_name=0, header=None, engine="calamine").astype(str)
        assert info.loc[info[0] == "mahdollisia tunnisteita", 1].tolist() == ["–"]


def test_a_later_export_with_the_original_words_keeps_the_pseudonyms(named: Study, survey: Survey) -> None:
    named.pseudonyms().accept().apply()
    texts = {**TEXTS, "3:Q2": "Uusi vastaus."}
    update = named.update(survey_of(survey, texts))
    assert update.changed["status"].tolist() == ["new"]
    update.apply()
    assert "Maija" not in " ".join(named.answers["text"])
    assert "Uusi vastaus." in set(named.answers["text"])
