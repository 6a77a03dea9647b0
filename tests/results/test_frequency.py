"""Counting: mentions are merged extracts, cases are counted once, a parent is a union, the base is stated."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.results import crosstab, frequency

CASES = pd.DataFrame(
    {
        "Yksikkö": pd.Categorical(["avo", "avo", "koti", "koti", None], categories=["koti", "avo", "muu"]),
        "Menetelmät": [["video", "retki"], ["video"], [], ["retki"], []],
    },
    index=pd.Index(["1", "2", "3", "4", "5"], name="case"),
)
ANSWERS = pd.DataFrame(
    {
        "answer": ["1:Q1", "1:Q2", "2:Q1", "3:Q1", "4:Q2"],
        "case": ["1", "1", "2", "3", "4"],
        "question": ["Q1", "Q2", "Q1", "Q1", "Q2"],
    }
)
TREE = pd.DataFrame(
    {"code": ["Turva", "Rajat", "Rutiinit", "Kiire", "Toivo"], "parent": [None, "Turva", "Turva", None, None]}
)


def coding(answer: str, code: str, start: int = 0, end: int = 10, coder: str = "AJ") -> dict[str, object]:
    case, question = answer.split(":")
    return {
        "answer": answer,
        "case": case,
        "question": question,
        "start": start,
        "end": end,
        "code": code,
        "coder": coder,
    }


CODINGS = pd.DataFrame(
    [
        coding("1:Q1", "Turva"),
        coding("1:Q1", "Turva", 5, 15),  # overlaps the one above: one mention
        coding("1:Q1", "Turva", 15, 20),  # only touches: another
        coding("1:Q2", "Rajat"),
        coding("1:Q2", "Rajat", coder="MK"),  # the same by another coder: the same mention
        coding("2:Q1", "Rutiinit"),
        coding("4:Q2", "Kiire"),
    ]
)


def counts(**options: object) -> dict[str, tuple[int, int]]:
    frame = frequency(CODINGS, CASES, tree=TREE, answers=ANSWERS, **options).to_frame()  # type: ignore[arg-type]
    return {code: (mentions, cases) for code, mentions, cases in frame[["code", "mentions", "cases"]].values.tolist()}


class TestMentionsAndCases:
    def test_are_counted_by_hand(self) -> None:
        assert counts() == {"Turva": (4, 2), "Rajat": (1, 1), "Rutiinit": (1, 1), "Kiire": (1, 1), "Toivo": (0, 0)}

    def test_of_one_question_only(self) -> None:
        assert counts(questions=["Q2"]) == {
            "Turva": (1, 1), "Rajat": (1, 1), "Rutiinit": (0, 0), "Kiire": (1, 1), "Toivo": (0, 0),
        }  # fmt: skip

    def test_without_a_tree_the_codes_stand_as_they_occur(self) -> None:
        frame = frequency(CODINGS, CASES, base="cases").to_frame()
        assert frame["code"].tolist() == ["Turva", "Rajat", "Rutiinit", "Kiire"]

    def test_codes_outside_the_tree_are_left_out(self) -> None:
        frame = frequency(CODINGS, CASES, tree=TREE[TREE["code"] == "Kiire"], answers=ANSWERS).to_frame()
        assert frame["cases"].tolist() == [1]

    def test_a_tree_with_a_missing_parent_is_refused(self) -> None:
        with pytest.raises(NotFoundError, match="no parent 'Poissa'"):
            frequency(CODINGS, CASES, tree=pd.DataFrame({"code": ["Turva"], "parent": ["Poissa"]}))

    def test_no_codings_at_all(self) -> None:
        frame = frequency(CODINGS.head(0), CASES, tree=TREE, answers=ANSWERS).to_frame()
        assert frame["mentions"].sum() == 0
        assert frame["share"].tolist() == [0.0] * 5


class TestTheBase:
    @pytest.mark.parametrize(("base", "n"), [("answered", 4), ("cases", 5), ("coded", 3)])
    def test_is_stated_and_used(self, base: str, n: int) -> None:
        table = frequency(CODINGS, CASES, tree=TREE, answers=ANSWERS, base=base)  # type: ignore[arg-type]
        assert f" {n} vastaajaa" in table.base
        assert table.to_frame().set_index("code").loc["Turva", "share"] == 2 / n

    def test_follows_the_questions(self) -> None:
        table = frequency(CODINGS, CASES, tree=TREE, answers=ANSWERS, questions=["Q1"])
        assert " 3 vastaajaa" in table.base

    def test_is_one_of_three(self) -> None:
        with pytest.raises(UnusableValueError, match="answered, cases, coded"):
            frequency(CODINGS, CASES, base="kaikki")  # type: ignore[arg-type]

    def test_of_fewer_than_a_hundred_gets_no_decimals(self) -> None:
        assert "50\xa0%" in str(frequency(CODINGS, CASES, tree=TREE, answers=ANSWERS))

    def test_shares_over_a_hundred_are_explained(self) -> None:
        assert any("100" in note for note in frequency(CODINGS, CASES).notes)


class TestCrosstab:
    def table(self, by: str) -> pd.DataFrame:
        return crosstab(CODINGS, CASES, by=by, tree=TREE, answers=ANSWERS, base="cases").to_frame().set_index("code")

    def test_groups_stand_in_category_order_with_their_bases(self) -> None:
        frame = self.table("Yksikkö")
        assert [name for name in frame.columns if name.startswith("n:")] == ["n:koti", "n:avo", "n:(ei tietoa)"]
        base = frame.iloc[0]
        assert (base["n:koti"], base["n:avo"], base["n:(ei tietoa)"], base["cases"]) == (2, 2, 1, 5)
        assert frame.loc["Turva", "n:avo"] == 2
        assert frame.loc["Turva", "share:avo"] == 1.0
        assert frame.loc["Kiire", "n:koti"] == 1

    def test_a_case_may_be_in_many_groups(self) -> None:
        frame = self.table("Menetelmät")
        assert frame.iloc[0][["n:retki", "n:video", "n:(ei tietoa)"]].tolist() == [2, 2, 2]
        assert frame.loc["Turva", "n:video"] == 2
        table = crosstab(CODINGS, CASES, by="Menetelmät", base="cases")
        assert any("useaan" in note for note in table.notes)

    def test_a_missing_variable_is_named_with_its_likes(self) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Yksikkö'"):
            crosstab(CODINGS, CASES, by="yksiko")


codings_lists = st.lists(
    st.builds(
        coding,
        st.sampled_from(["1:Q1", "1:Q2", "2:Q1", "3:Q1", "4:Q2"]),
        st.sampled_from(TREE["code"].tolist()),
        st.integers(0, 20),
        st.integers(21, 40),
        st.sampled_from(["AJ", "MK"]),
    ),
    min_size=1,
    max_size=25,
)


class TestLaws:
    @given(codings_lists)
    def test_a_parent_is_between_its_largest_child_and_their_sum_with_its_own(
        self, rows: list[dict[str, object]]
    ) -> None:
        codings = pd.DataFrame(rows)
        frame = frequency(codings, CASES, tree=TREE, base="cases").to_frame().set_index("code")
        own = codings[codings["code"] == "Turva"]["case"].nunique()
        children = frame.loc[["Rajat", "Rutiinit"], "cases"]
        assert max(children.max(), own) <= frame.loc["Turva", "cases"] <= children.sum() + own
        assert (
            frame.loc["Turva", "cases"]
            == codings[codings["code"].isin(["Turva", "Rajat", "Rutiinit"])]["case"].nunique()
        )
        assert (frame["cases"] <= len(CASES)).all()
        assert (frame["cases"] <= frame["mentions"]).all()

    @given(codings_lists, st.randoms())
    def test_order_and_repetition_change_nothing(self, rows: list[dict[str, object]], random: object) -> None:
        twice = rows + rows
        random.shuffle(twice)  # type: ignore[attr-defined]
        once = frequency(pd.DataFrame(rows), CASES, tree=TREE, base="cases").to_frame()
        pd.testing.assert_frame_equal(once, frequency(pd.DataFrame(twice), CASES, tree=TREE, base="cases").to_frame())

    @given(codings_lists)
    def test_exclusive_groups_add_up_to_the_whole(self, rows: list[dict[str, object]]) -> None:
        codings = pd.DataFrame(rows)
        frame = crosstab(codings, CASES, by="Yksikkö", tree=TREE, base="cases").to_frame()
        groups = [name for name in frame.columns if name.startswith("n:")]
        assert (frame[groups].sum(axis=1) == frame["cases"]).all()
        plain = frequency(codings, CASES, tree=TREE, base="cases").to_frame()
        assert frame["cases"].tolist()[1:] == plain["cases"].tolist()

    @given(codings_lists)
    def test_mentions_are_the_pieces_that_the_extracts_cover(self, rows: list[dict[str, object]]) -> None:
        codings = pd.DataFrame(rows)
        frame = frequency(codings, CASES, base="cases").to_frame().set_index("code")["mentions"]
        for code, group in codings.groupby("code"):
            pieces = 0
            for _, places in group.groupby("answer"):
                reached = -1
                for start, end in sorted(zip(places["start"], places["end"], strict=True)):
                    pieces += start >= reached
                    reached = max(reached, end)
            assert frame[code] == pieces
