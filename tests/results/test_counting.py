"""Twenty-seven respondents computed by hand, and a slow count with sets that is obviously right."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teema.errors import NotFoundError, TeemaError, UnusableValueError
from teema.results import crosstab, frequency

CASES = pd.DataFrame(index=pd.Index([str(i) for i in range(1, 28)], name="case"))
TREE = pd.DataFrame(
    {
        "code": ["Luottamus", "Syntyy hitaasti", "Turvallisuus", "Kiire", "Vertaistuki"],
        "parent": [None, "Luottamus", "Luottamus", None, None],
    }
)
ANSWERS = pd.DataFrame(
    [(str(i), "Q1") for i in range(1, 26)] + [(str(i), "Q2") for i in range(1, 21)], columns=["case", "question"]
)


def coding(case: int, code: str, start: int = 0, end: int = 10, question: str = "Q1", coder: str = "AJ") -> dict:
    return {
        "answer": f"{case}:{question}",
        "case": str(case),
        "question": question,
        "start": start,
        "end": end,
        "code": code,
        "coder": coder,
    }


def codings() -> pd.DataFrame:
    return pd.DataFrame(
        [
            *(coding(i, "Syntyy hitaasti") for i in range(1, 9)),  # 1–8
            *(coding(i, "Turvallisuus", 5, 20) for i in range(5, 13)),  # 5–12, overlapping the former in 5–8
            coding(14, "Luottamus", 30, 40),  # on the parent itself
            *(coding(i, "Kiire", question="Q2") for i in (1, 2, 20)),
            coding(1, "Kiire", 8, 15, "Q2"),  # overlaps the first: one mention
            coding(1, "Kiire", 15, 20, "Q2"),  # only touches: another
            coding(2, "Kiire", 0, 10, "Q2", coder="MK"),  # a second coder's same span
        ]
    )


def numbers(frame: pd.DataFrame) -> dict[str, tuple[int, int]]:
    return {row.code: (row.mentions, row.cases) for row in frame.itertuples()}


def test_mentions_and_cases_by_hand() -> None:
    frame = frequency(codings(), CASES, tree=TREE, answers=ANSWERS).to_frame()
    assert numbers(frame) == {
        "Luottamus": (13, 13),  # 1–12 and 14; in 5–8 the extracts of both sub-codes overlap
        "Syntyy hitaasti": (8, 8),
        "Turvallisuus": (8, 8),
        "Kiire": (4, 3),
        "Vertaistuki": (0, 0),
    }
    assert frame["share"].tolist() == [13 / 25, 8 / 25, 8 / 25, 3 / 25, 0]
    assert frame["depth"].tolist() == [0, 1, 1, 0, 0]


def test_unmerged_every_different_extract_is_a_mention() -> None:
    table = frequency(codings(), CASES, tree=TREE, merge_overlaps=False)
    assert numbers(table.to_frame())["Luottamus"] == (17, 13)
    assert numbers(table.to_frame())["Kiire"] == (5, 3)
    assert any("erillinen ote" in note for note in table.notes)


@pytest.mark.parametrize(("base", "n"), [("answered", 20), ("cases", 27), ("coded", 3)])
def test_the_base_of_one_question_is_declared_and_printed(base: str, n: int) -> None:
    table = frequency(codings(), CASES, tree=TREE, answers=ANSWERS, base=base, questions=["Q2"])  # type: ignore[arg-type]
    assert f" {n} " in table.base
    assert table.to_frame().set_index("code").loc["Kiire", "share"] == pytest.approx(3 / n)


def test_who_answered_is_not_claimed_without_the_answers() -> None:
    assert frequency(codings(), CASES, tree=TREE).base == "100 % = kaikki 27 vastaajaa"


def test_percentages_have_decimals_only_from_a_hundred_respondents() -> None:
    many = pd.DataFrame(index=[str(i) for i in range(100)])
    assert frequency(codings(), CASES, tree=TREE).decimals == 0
    assert frequency(codings(), many, tree=TREE).decimals == 1


def test_nobody_and_nothing_can_be_counted() -> None:
    assert frequency(codings().head(0), CASES.head(0), tree=TREE).to_frame()["share"].isna().all()
    assert frequency(codings().head(0), CASES).to_frame().empty


def test_grouped_it_is_the_crosstab() -> None:
    cases = CASES.assign(Kaupunki=["Oulu", "Turku", "Vaasa"] * 9)
    assert "n:Oulu" in crosstab(codings(), cases, tree=TREE, by="Kaupunki").to_frame()


def loop() -> pd.DataFrame:
    return pd.DataFrame({"code": ["a", "b", "c"], "parent": ["b", "a", None]})


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: frequency(codings(), pd.concat([CASES, CASES])), UnusableValueError, "'1' stands there twice"),
        (lambda: frequency(codings(), CASES, tree=pd.concat([TREE, TREE])), UnusableValueError, "'Luottamus'"),
        (lambda: frequency(codings(), CASES, tree=loop()), UnusableValueError, "own ancestor"),
        (lambda: crosstab(codings(), CASES, by="Kunta"), NotFoundError, "'Kunta'"),
    ],
)
def test_what_cannot_be_counted_is_said(call: Callable[[], object], error: type[TeemaError], words: str) -> None:
    with pytest.raises(error, match=words):
        call()


NODES = ["A", "A1", "A2", "A2a", "B", "B1"]
DEEP = pd.DataFrame({"code": NODES, "parent": [None, "A", "A", "A2", None, "B"]})
ABOVE = {"A": [], "A1": ["A"], "A2": ["A"], "A2a": ["A2", "A"], "B": [], "B1": ["B"]}
many_codings = st.lists(
    st.builds(
        lambda case, code, start, length, question: coding(case, code, start, start + length, question),
        st.integers(1, 27), st.sampled_from(NODES), st.integers(0, 12), st.integers(1, 8),
        st.sampled_from(["Q1", "Q2"]),
    ),
    min_size=1,
    max_size=40,
).map(pd.DataFrame)  # fmt: skip


def slowly(codings: pd.DataFrame, *, merge: bool) -> dict[str, tuple[int, int]]:
    """Count with sets: short, and right by the definition."""
    spans: dict[tuple[str, str], set[tuple[int, int]]] = {}
    people: dict[str, set[str]] = {}
    for row in codings.itertuples():
        for node in (row.code, *ABOVE[row.code]):
            people.setdefault(node, set()).add(row.case)
            spans.setdefault((node, row.answer), set()).add((row.start, row.end))
    mentions = dict.fromkeys(NODES, 0)
    for (node, _), found in spans.items():
        reached = -1
        for start, end in sorted(found):
            mentions[node] += start >= reached or not merge
            reached = max(reached, end)
    return {node: (mentions[node], len(people.get(node, ()))) for node in NODES}


@given(many_codings, st.booleans())
@settings(max_examples=100)
def test_the_numbers_are_those_of_the_definition(codings: pd.DataFrame, merge: bool) -> None:
    before = codings.copy()
    assert numbers(frequency(codings, CASES, tree=DEEP, merge_overlaps=merge).to_frame()) == slowly(
        codings, merge=merge
    )
    pd.testing.assert_frame_equal(codings, before)


@given(many_codings)
@settings(max_examples=50)
def test_a_parent_without_codings_of_its_own_is_at_most_the_sum_of_its_children(codings: pd.DataFrame) -> None:
    leaves = codings[codings["code"].isin(["A1", "A2a", "B1"])]
    found = numbers(frequency(leaves, CASES, tree=DEEP).to_frame())
    for parent, children in {"A": ["A1", "A2"], "A2": ["A2a"], "B": ["B1"]}.items():
        for which in (0, 1):
            assert found[parent][which] <= sum(found[child][which] for child in children)
        assert found[parent][1] >= max(found[child][1] for child in children)
