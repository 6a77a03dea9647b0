"""Cases and column percentages by group, computed by hand."""

import numpy as np
import pandas as pd
import pytest

from teema.errors import NotFoundError
from teema.results import crosstab

IDS = [str(i) for i in range(1, 28)]
# 12 in Turku, 9 in Oulu, 4 in Vaasa, 2 did not say.
CITY = pd.Categorical(
    ["Turku"] * 12 + ["Oulu"] * 9 + ["Vaasa"] * 4 + [None] * 2, categories=["Vaasa", "Turku", "Oulu", "Kemi"]
)
CASES = pd.DataFrame({"Kaupunki": CITY}, index=pd.Index(IDS, name="case"))
TREE = pd.DataFrame({"code": ["Luottamus", "Turva", "Kiire"], "parent": [None, "Luottamus", None]})


def codings(**of: list[int]) -> pd.DataFrame:
    rows = [
        {"answer": f"{i}:Q1", "case": str(i), "question": "Q1", "start": 0, "end": 4, "code": code}
        for code, cases in of.items()
        for i in cases
    ]
    return pd.DataFrame(rows)


DATA = codings(Luottamus=[1, 2, 13], Turva=[1, 3, 14, 22, 26], Kiire=[])


def test_groups_stand_in_category_order_and_the_missing_last() -> None:
    frame = crosstab(DATA, CASES, by="Kaupunki", tree=TREE).to_frame()
    assert [name for name in frame if name.startswith("n:")] == ["n:Vaasa", "n:Turku", "n:Oulu", "n:(ei tietoa)"]


def test_counts_and_shares_by_hand() -> None:
    frame = crosstab(DATA, CASES, by="Kaupunki", tree=TREE).to_frame().set_index("code")
    counts = frame[["n:Vaasa", "n:Turku", "n:Oulu", "n:(ei tietoa)", "cases"]]
    assert counts.to_numpy().tolist() == [
        [4, 12, 9, 2, 27],
        [1, 3, 2, 1, 7],
        [1, 2, 1, 1, 5],
        [0, 0, 0, 0, 0],
    ]
    assert frame.loc["Luottamus", "share:Turku"] == pytest.approx(3 / 12)
    assert frame.loc["Luottamus", "share"] == pytest.approx(7 / 27)
    assert np.isnan(frame["share:Turku"].iloc[0])
    assert frame["row"].tolist() == ["base", "node", "node", "node"]


def test_the_base_follows_the_questions() -> None:
    answers = pd.DataFrame({"case": IDS[:20], "question": ["Q1"] * 20})
    frame = crosstab(DATA, CASES, by="Kaupunki", tree=TREE, answers=answers, questions=["Q1"]).to_frame()
    assert frame.loc[0, ["n:Turku", "n:Oulu", "cases"]].tolist() == [12, 8, 20]
    assert "n:Vaasa" not in frame


def test_a_case_may_belong_to_many_groups() -> None:
    cases = pd.DataFrame(
        {"Menetelmät": [["videointi"], ["kotikäynti", "videointi"], [], ["kotikäynti"]]}, index=["1", "2", "3", "4"]
    )
    table = crosstab(codings(Turva=[2, 3]), cases, by="Menetelmät", groups=["videointi", "kotikäynti"])
    frame = table.to_frame()
    assert frame.columns.tolist()[3::2] == ["n:videointi", "n:kotikäynti", "n:(ei tietoa)", "cases"]
    assert frame[frame.columns[3::2]].to_numpy().tolist() == [[2, 2, 1, 4], [1, 1, 1, 2]]
    assert any("useaan ryhmään" in note for note in table.notes)


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([9.0, 10.0, 9.0, np.nan], ["9", "10", "(ei tietoa)"]),
        ([2.5, 10, 2.5, 3], ["2.5", "3", "10"]),
        (["b", "a", None, "b"], ["a", "b", "(ei tietoa)"]),
        ([True, False, True, False], ["False", "True"]),
        (pd.Categorical([5, 1, 5, 1], categories=[5, 1], ordered=True), ["5", "1"]),
    ],
)
def test_values_of_any_kind_make_groups_in_their_order(values: object, groups: list[str]) -> None:
    cases = pd.DataFrame({"x": values}, index=["1", "2", "3", "4"])
    frame = crosstab(codings(Turva=[1]), cases, by="x").to_frame()
    assert [name[2:] for name in frame if name.startswith("n:")] == groups


def test_an_unknown_variable_is_said_with_the_near_one() -> None:
    with pytest.raises(NotFoundError, match="Kaupunki"):
        crosstab(DATA, CASES, by="kaupunk")


def test_shares_of_multiple_codes_may_exceed_a_hundred_and_the_table_says_so() -> None:
    table = crosstab(DATA, CASES, by="Kaupunki", tree=TREE)
    assert any("100 %" in note for note in table.notes)
    assert "sarakkeittain" in table.base
