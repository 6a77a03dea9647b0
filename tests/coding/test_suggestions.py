"""Suggestions: codes whose extracts use the same words, each with the words that say so."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from teema.coding.suggestions import Likeness, Suggestion, choose, features

DOCUMENTS = {"luottamus": 20, "kiire": 20, "aika": 30, "syntyä": 15, "hitaasti": 10, "loppua": 25, "olla": 90}


def known(*extracts: tuple[str, str]) -> Likeness:
    found = Likeness(DOCUMENTS, 100)
    for code, words in extracts:
        found.learn(code, features(words.split()))
    return found


def test_the_code_with_words_in_common_comes_first_and_says_which() -> None:
    likeness = known(("L", "luottamus syntyä hitaasti"), ("K", "kiire viedä aika"))
    [(code, score, words), *_] = likeness.like(features(["luottamus", "olla", "hitaasti"]))
    assert code == "L"
    assert 0 < score <= 1
    assert set(words) == {"luottamus", "hitaasti"}


def test_a_pair_of_neighbours_is_told_once() -> None:
    likeness = known(("K", "aika loppua kesken"))
    [(_, _, words)] = likeness.like(features(["aika", "loppua"]))
    assert words == ("aika loppua",) or set(words) == {"aika", "loppua"}


def test_a_rare_word_says_more_than_a_common_one() -> None:
    likeness = known(("A", "olla aika"), ("B", "olla hitaasti"))
    assert likeness.like(features(["olla", "hitaasti", "kiire"]))[0][0] == "B"


def test_words_that_only_join_others_cause_no_suggestion_and_explain_none() -> None:
    likeness = Likeness(DOCUMENTS, 100, joining={"olla"})
    likeness.learn("A", features(["olla", "hitaasti"]))
    assert likeness.like(features(["olla", "kiire"])) == []
    [(_, _, words)] = likeness.like(features(["olla", "kiire", "hitaasti"]))
    assert words == ("hitaasti",)


def test_nothing_in_common_is_nothing_suggested() -> None:
    assert known(("L", "luottamus")).like(features(["kiire"])) == []
    assert Likeness({}, 0).like(features(["kiire"])) == []


_WORDS = st.lists(st.sampled_from(sorted(DOCUMENTS)), min_size=1, max_size=5)


@given(st.lists(st.tuples(st.sampled_from("ABC"), _WORDS), max_size=8), _WORDS, st.data())
def test_what_was_learnt_and_taken_away_leaves_no_trace(
    extracts: list[tuple[str, list[str]]], asked: list[str], data: st.DataObject
) -> None:
    more = data.draw(st.lists(st.tuples(st.sampled_from("ABC"), _WORDS), max_size=4))
    one, other = Likeness(DOCUMENTS, 100), Likeness(DOCUMENTS, 100)
    for code, words in extracts:
        one.learn(code, features(words))
        other.learn(code, features(words))
    for code, words in more:
        other.learn(code, features(words))
    other.like(features(asked))
    for code, words in more:
        other.learn(code, features(words), times=-1)
    ours, theirs = ({code: score for code, score, _ in its.like(features(asked))} for its in (one, other))
    assert ours.keys() == theirs.keys()
    assert all(abs(ours[code] - theirs[code]) < 1e-6 for code in ours)


def proposal(code: str, start: int, why: str = "alike", score: float = 0.5) -> Suggestion:
    return Suggestion("1:Q1", start, start + 5, code, why, score, ())


def test_rules_come_before_likeness_and_each_code_once() -> None:
    found = [
        proposal("A", 0, score=0.9),
        proposal("B", 0, "rule", 1.0),
        proposal("A", 10, score=0.4),
        proposal("A", 20, "rule"),
    ]
    assert [(item.code, item.start) for item in choose(found, taken={})] == [("B", 0), ("A", 20)]


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.integers(0, 20), st.sampled_from(["rule", "alike"]), st.floats(0, 1))
    ),
    st.dictionaries(st.sampled_from("ABCD"), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=2)),
    st.integers(1, 4),
)
def test_what_is_taken_is_never_chosen(
    found: list[tuple[str, int, str, float]], held: dict[str, list[tuple[int, int]]], n: int
) -> None:
    taken = {code: [(start, start + size) for start, size in spans] for code, spans in held.items()}
    chosen = choose([proposal(*item) for item in found], taken=taken, n=n)
    assert len(chosen) <= n
    assert max(Counter(item.code for item in chosen).values(), default=0) <= 1
    for item in chosen:
        assert not any(start < item.end and item.start < end for start, end in taken.get(item.code, ()))
