"""Level 1: a theme against its extracts. Level 2: themes against the whole dataset."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Analysis, Study
from teema.themes.reviewing import covered, overlap

TRUST, TIME = "Luottamus kantaa kuntoutusta", "Aika ei riitä kohtaamiseen"


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Luottamus", "Kiire", "Toivo"):
        study.codebook.add(name)
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.code("1:Q1", "Luottamus on kaiken perusta", "Luottamus")
    study.code("2:Q1", "kun hän luottaa", "Luottamus")
    study.code("2:Q1", "hän luottaa 🙂 – ja se vie aikaa", "Kiire")
    study.code("4:Q2", "kiireen takia", "Kiire")
    ta = study.analysis("Temaattinen analyysi")
    ta.add(TRUST, ["Luottamus"])
    ta.add(TIME, ["Kiire"], definition="Ajan puute.", boundary="Ei kiire yleensä <elämässä>.")
    return ta


class TestReviewSheet:
    def test_has_every_extract_in_the_order_of_the_answers(self, ta: Analysis) -> None:
        ta.add("Aluksi epäillään", parent=TRUST)
        ta.place_extract("Aluksi epäillään", ("3:Q1", "selkeät rajat"))
        frame = ta.review(TRUST).extracts.to_frame()
        assert frame["text"].tolist() == [
            "Luottamus on kaiken perusta", "luottamus syntyy hitaasti", "kun hän luottaa", "selkeät rajat",
        ]  # fmt: skip
        assert frame["codes"].tolist()[-1] == "(yksittäinen ote)"
        assert frame["theme"].tolist()[-1] == "Aluksi epäillään"

    def test_says_who_is_in_it_who_is_not_and_who_did_not_answer(self, ta: Analysis) -> None:
        cases = ta.review(TRUST).cases.to_frame()
        assert cases[["present", "cases", "who"]].values.tolist() == [
            ["yes", 2, "1, 2"], ["no", 2, "3, 4"], ["silent", 0, ""],
        ]  # fmt: skip

    def test_has_what_speaks_against_the_theme(self, study: Study, ta: Analysis) -> None:
        assert ta.review(TRUST).contrary.notes[0].startswith("Ei merkittyjä.")
        before = len(ta.codings)
        ta.add_contrary(TRUST, ("4:Q2", "Asiakassuhteet katkeavat"))
        contrary = ta.review(TRUST).contrary.to_frame()
        assert contrary[["case", "text"]].values.tolist() == [["4", "Asiakassuhteet katkeavat"]]
        assert len(ta.codings) == before
        ta.withdraw(TRUST, contrary["extract"].iloc[0])
        assert ta.review(TRUST).contrary.to_frame().empty
        with pytest.raises(NotFoundError, match="no evidence"):
            ta.withdraw(TRUST, ("4:Q2", "kiireen takia"))

    def test_evidence_may_change_sides(self, study: Study, ta: Analysis) -> None:
        ta.add_contrary(TRUST, ("4:Q2", "kiireen takia"))
        ta.add_support(TRUST, ("4:Q2", "kiireen takia"))
        assert [row["kind"] for row in study.store.rows("SELECT kind FROM evidence")] == ["supports"]

    def test_shows_what_it_shares_with_its_sisters(self, ta: Analysis) -> None:
        ta.place(TIME, "Luottamus")
        ta.add("Ala", parent=TRUST, codes=["Toivo"])
        ta.holding()
        shared = ta.review(TRUST).overlap.to_frame()
        assert shared.values.tolist() == [[TIME, 3, 2, 2 / 3, "Luottamus"]]

    def test_counts_extracts_that_meet_in_the_text(self, ta: Analysis) -> None:
        assert ta.review(TRUST).overlap.to_frame()[["extracts", "cases"]].values.tolist() == [[1, 1]]

    def test_shows_itself_and_is_escaped(self, study: Study, ta: Analysis) -> None:
        study.memo("Kattaa <b>kaiken</b>?", theme=TIME)
        page = ta.review(TIME)._repr_html_()
        assert "&lt;elämässä&gt;" in page
        assert "&lt;b&gt;kaiken" in page
        assert "<b>kaiken" not in page
        assert 'study.memo("…", theme="Aika ei riitä kohtaamiseen")' in repr(ta.review(TIME))

    def test_of_an_empty_theme_is_empty(self, study: Study) -> None:
        ta = study.analysis("Tyhjä")
        ta.add("Ei vielä mitään")
        sheet = ta.review("Ei vielä mitään")
        assert sheet.extracts.to_frame().empty
        assert sheet.extracts.base == "0 otetta, 0 vastaajaa"
        assert sheet._repr_html_()


class TestReadingAgain:
    def test_lists_answers_with_nothing_in_any_theme_and_those_hardly_coded(self, study: Study, ta: Analysis) -> None:
        study.code("3:Q1", "selkeät rajat", "Toivo")
        frame = ta.reread(thin=0.6).to_frame().set_index("answer")
        assert frame["why"].to_dict() == {"1:Q2": "uncoded", "2:Q1": "thin", "3:Q1": "nothing", "3:Q2": "uncoded"}
        assert 0.5 < frame.loc["2:Q1", "covered"] < 0.6

    def test_of_one_theme_lists_answers_with_nothing_in_it(self, ta: Analysis) -> None:
        frame = ta.reread(TIME).to_frame()
        assert frame["answer"].tolist() == ["1:Q1", "1:Q2", "3:Q1", "3:Q2"]
        assert set(frame["why"]) == {"not_here"}

    def test_opens_in_the_coder(self, study: Study, ta: Analysis) -> None:
        coder = study.coder(ta.reread())
        shown = {item["answer"] for item in coder.session.screen()["answers"]}
        assert shown <= set(ta.reread().to_frame()["answer"])
        with pytest.raises(NotFoundError, match="no column 'answer'"):
            study.coder(study.frequency())

    def test_takes_a_share(self, ta: Analysis) -> None:
        with pytest.raises(UnusableValueError, match="not a share"):
            ta.reread(thin=25)

    def test_of_a_study_without_codes_lists_everything(self, study: Study) -> None:
        assert len(study.analysis("Tyhjä").reread().to_frame()) == len(study.answers)


spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10)), max_size=6)


@given(spans)
def test_what_is_covered_is_what_the_extracts_cover_together(spans: list[tuple[int, int]]) -> None:
    answers = pd.DataFrame({"answer": ["1:Q1"], "text": ["x" * 30]})
    frame = pd.DataFrame([("1:Q1", start, start + size) for start, size in spans], columns=["answer", "start", "end"])
    inside = {place for start, size in spans for place in range(start, start + size)}
    assert covered(answers, frame).tolist() == pytest.approx([len(inside) / 30])


def test_a_theme_does_not_overlap_with_those_above_and_below_it() -> None:
    themes = pd.DataFrame({"theme": ["A", "B", "C"], "parent": [None, "A", None], "holding": [False] * 3})
    held = pd.DataFrame(
        {"code": ["B", "C"], "extract": ["x", "x"], "answer": ["1:Q1"] * 2, "case": ["1"] * 2, "start": [0] * 2,
         "end": [5] * 2}
    )  # fmt: skip
    members = pd.DataFrame({"theme": ["B", "C"], "code": ["k", "k"]})
    assert overlap("A", held, themes, members).values.tolist() == [["C", 1, 1, 1.0, "k"]]
