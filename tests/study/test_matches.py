"""What a search found can be read, sorted, compared between groups, and handed on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import teema
from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study, create


class TestShowing:
    def test_the_hit_stands_between_its_words_with_question_and_background(self, study: Study) -> None:
        shown = study.find("kiire").show(["kaupunki", "menetelmät"])
        page = shown._repr_html_()
        assert "3 osumaa 2 vastauksessa, 2 vastaajalla" in page
        assert page.count("<mark") == 3
        assert 'title="Mikä on vaikeaa?"' in page
        assert "videointi" in page
        assert shown.to_frame()["Kaupunki"].tolist()[:2] == ["Turku", "Turku"]

    def test_a_whole_answer_is_shown_without_a_mark(self, study: Study) -> None:
        page = study.find("question:Q2")._repr_html_()
        assert "<mark" not in page
        assert "Aina kiire!" in page

    def test_one_is_one(self, study: Study) -> None:
        assert "1 osuma 1 vastauksessa, 1 vastaajalla" in repr(study.find("hitaasti"))

    def test_nothing_found_is_said_without_a_table(self, study: Study) -> None:
        page = study.find("lentokone")._repr_html_()
        assert "0 osumaa" in page
        assert "<table" not in page

    def test_can_be_sorted_by_what_stands_before_or_after(self, study: Study) -> None:
        found = study.find("luottamus OR kiire")
        after = found.show(sort="right").to_frame()["right"].str.casefold().str.findall(r"\w+").str[:1].tolist()
        assert after == sorted(after)
        before = [text.casefold().split()[::-1][:1] for text in found.show(sort="left").to_frame()["left"]]
        assert before == sorted(before)
        with pytest.raises(UnusableValueError, match="answer, left, match, right"):
            found.show(sort="oikea")  # type: ignore[arg-type]

    def test_only_so_many_are_shown_and_all_are_counted(self, study: Study) -> None:
        shown = study.find("kiire").show(rows=1)
        assert len(shown.to_frame()) == 1
        assert "3 osumaa" in repr(shown)
        assert "Näytetään 1" in repr(shown)

    def test_the_context_is_of_whole_words(self, study: Study) -> None:
        left = study.find("hitaasti").to_frame(width=10)["left"].iloc[0]
        assert left == "syntyy "

    def test_an_operator_in_small_letters_is_asked_about(self, study: Study) -> None:
        assert "Tarkoititko OR?" in repr(study.find("kiire or luottamus"))
        assert "Tarkoititko" not in repr(study.find("kiire OR luottamus"))


class TestByGroup:
    def test_counts_hits_answers_and_cases_of_each_group(self, study: Study) -> None:
        table = study.find("kiire").by("kaupunki")
        assert table.title == "Osumat ryhmittäin: kiire × Kaupunki"
        assert "100 % = " in table.base
        rows = table.to_frame().set_index("group")
        assert rows.loc["Turku", ["hits", "answers", "cases"]].tolist() == [2, 1, 1]
        assert rows.loc["Oulu", "cases"] == 0
        assert rows.loc["Kaikki", ["hits", "answers", "cases"]].tolist() == [3, 2, 2]
        assert (rows["share"] == rows["cases"] / rows["base"]).all()

    def test_only_the_questions_asked_for(self, study: Study) -> None:
        assert study.find("kiire").by("kaupunki", questions="q1").to_frame()["hits"].tolist()[-1] == 0

    def test_small_cells_can_be_hidden(self, study: Study) -> None:
        frame = study.find("kiire").by("kaupunki", min_cell=3).to_frame().set_index("group")
        assert frame.loc["Turku", ["hits", "answers", "cases", "share"]].tolist() == ["–"] * 4
        assert frame.loc["Kaikki", "hits"] == "–"

    def test_an_unknown_variable_is_an_error(self, study: Study) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Kaupunki'"):
            study.find("kiire").by("kaupunkki")


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Study]:
    """Return a study of answers that are hard to show."""
    texts = [
        "Kiire <b>on</b> pahin & paha <script>alert(1)</script>",
        "هذا النص من اليمين kiire إلى اليسار",
        "Työturvallisuuslainsäädäntöuudistusvalmistelutyöryhmänpuheenjohtajuusasiaa vaivaa kiire",
        "Hissikuilunkunnostusurakkasopimusneuvotteluvaltuuskunnanpuheenjohtajistolla kiire",
    ]
    lines = ["Vastaaja;Mikä <i>on</i> vaikeaa?", *(f"{at};{text}" for at, text in enumerate(texts, 1))]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    survey = teema.read_survey(tmp_path / "a.csv", roles={"Mikä <i>on</i> vaikeaa?": "open"})
    with create(tmp_path / "a.teema", survey, coder="AJ") as study:
        yield study


class TestOddAnswers:
    def test_html_is_text(self, odd: Study) -> None:
        page = odd.find("kiire OR alert").show()._repr_html_()
        assert "&lt;script&gt;" in page
        assert "<script" not in page
        assert "<b>" not in page

    def test_text_from_right_to_left_stays_on_its_side(self, odd: Study) -> None:
        assert "<bdi>هذا النص من اليمين </bdi>" in odd.find("kiire")._repr_html_()

    def test_a_word_longer_than_the_context_is_cut_and_not_lost(self, odd: Study) -> None:
        frame = odd.find("kiire").to_frame(width=20)
        assert frame["left"].tolist()[2] == "vaivaa "
        assert frame["left"].tolist()[3] == "puheenjohtajistolla "


def test_background_stands_in_the_frame(study: Study) -> None:
    frame = study.find("luottamus").to_frame(background="kokemus")
    assert frame.columns.tolist()[-1] == "Kokemus"
    assert frame["Kokemus"].tolist()[0] == "alle 2 v"
