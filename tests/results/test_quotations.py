"""Quotations are spread over cases, of readable length, labelled, and never chosen by chance."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.results.quotations import Quotation, choose, quotation_table

GOOD = "Pidän sen, minkä lupaan, ja soitan silloin kun sanoin soittavani."


def codings(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return codings of (theme, case, question, text)."""
    frame = pd.DataFrame(rows, columns=["code", "case", "question", "text"])
    frame["answer"] = frame["case"] + ":" + frame["question"]
    frame["start"] = range(0, 1000 * len(frame), 1000)
    frame["end"] = frame["start"] + frame["text"].str.len()
    return frame


CASES = pd.DataFrame(
    {"rooli": ["ohjaaja", "ohjaaja", "ohjaaja", "johtaja"], "Kaupunki": ["Oulu", "Turku", "Oulu", "Turku"]},
    index=pd.Index(["1", "2", "3", "4"], name="case"),
)


def test_each_theme_quotes_different_people_before_anybody_twice() -> None:
    said = codings(*[("Kiire", "1", f"Q{i}", f"{GOOD} {i}") for i in range(3)], ("Kiire", "2", "Q1", "Aika loppuu."))
    table = quotation_table(said, CASES, themes=["Kiire"], n=2)
    assert table.frame["case"].tolist() == ["1", "2"]


def test_a_person_quoted_for_another_theme_waits() -> None:
    said = codings(("Kiire", "1", "Q1", GOOD), ("Luottamus", "1", "Q2", GOOD), ("Luottamus", "2", "Q2", "Lyhyesti."))
    table = quotation_table(said, CASES, themes=["Kiire", "Luottamus"], n=1)
    assert table.frame[["theme", "case"]].values.tolist() == [["Kiire", "1"], ["Luottamus", "2"]]


def test_of_two_new_voices_the_readable_one_is_chosen_and_the_reason_told() -> None:
    said = codings(("Kiire", "1", "Q1", "Kiire."), ("Kiire", "2", "Q1", GOOD), ("Kiire", "3", "Q1", "sana " * 80))
    [row] = quotation_table(said, CASES, themes=["Kiire"], n=1).frame.to_dict("records")
    assert row["text"] == GOOD
    assert row["reason"] == "ääni, jota ei ole vielä siteerattu, sopivan pituinen"


def test_who_is_quoted_too_often_is_shown() -> None:
    said = codings(*[(f"Teema {i}", "1", f"Q{i}", GOOD) for i in range(6)], ("Teema 0", "2", "Q1", GOOD))
    table = quotation_table(said, CASES, themes=[f"Teema {i}" for i in range(6)], n=2)
    notes = " ".join(table.notes)
    assert "Siteerattuja vastaajia: 2/4." in notes
    alone = quotation_table(
        codings(*[(f"T{i}", "1", f"Q{i}", GOOD) for i in range(7)], *[("T0", c, "Q1", GOOD) for c in "234"]),
        CASES, themes=[f"T{i}" for i in range(7)], n=4,
    )  # fmt: skip
    assert "Muita selvästi useammin siteerattu: 1 (7)." in " ".join(alone.notes)


def test_a_label_is_made_of_background_and_points_out_what_few_share() -> None:
    said = codings(("Kiire", "1", "Q1", GOOD), ("Kiire", "4", "Q1", GOOD))
    table = quotation_table(said, CASES, themes=["Kiire"], n=2, label="työpajakeskustelu, {Rooli}")
    assert table.frame["label"].tolist() == ["työpajakeskustelu, ohjaaja", "työpajakeskustelu, johtaja"]
    assert (
        "Alle 3 vastaajaa jakaa tunnisteen, joten siitä voi päätellä, kuka puhuu: työpajakeskustelu, johtaja"
        in table.notes
    )
    assert not any("jakaa" in note for note in quotation_table(said, CASES, themes=["Kiire"]).notes)


def test_without_a_template_the_label_is_the_case() -> None:
    said = codings(("Kiire", "1", "Q1", GOOD))
    assert quotation_table(said, CASES, themes=["Kiire"]).frame["label"].tolist() == ["vastaaja 1"]


def test_wrong_labels_and_numbers_are_refused() -> None:
    said = codings(("Kiire", "1", "Q1", GOOD))
    with pytest.raises(NotFoundError, match="background variable 'roli'"):
        quotation_table(said, CASES, themes=["Kiire"], label="{roli}")
    with pytest.raises(UnusableValueError, match="cannot be read"):
        quotation_table(said, CASES, themes=["Kiire"], label="{rooli")
    with pytest.raises(UnusableValueError, match="n=0"):
        quotation_table(said, CASES, themes=["Kiire"], n=0)


def test_themes_without_extracts_are_named() -> None:
    table = quotation_table(codings(("Kiire", "1", "Q1", GOOD)), CASES, themes=["Kiire", "Toivo"])
    assert "Ilman otteita: Toivo." in table.notes


_PLACE = st.builds(
    lambda theme, case, question, start, size: Quotation(
        theme, case, question, f"{case}:{question}", start, start + size, "sana " * size
    ),
    st.sampled_from("AB"), st.sampled_from("123"), st.sampled_from(["Q1", "Q2"]),
    st.integers(0, 20), st.integers(1, 12),
)  # fmt: skip


@given(places=st.lists(_PLACE, max_size=15), n=st.integers(1, 4))
def test_nobody_is_quoted_twice_for_a_theme_while_others_wait_and_no_words_stand_twice(
    places: list[Quotation], n: int
) -> None:
    found = [place for place, _ in choose(places, n=n, themes=["A", "B"])]
    assert found == [place for place, _ in choose(places, n=n, themes=["A", "B"])]
    assert set(found) <= set(places)
    for theme in "AB":
        mine = [place for place in found if place.theme == theme]
        there = {place.case for place in places if place.theme == theme}
        assert len(mine) <= n
        counted = Counter(place.case for place in mine)
        assert len(counted) == min(len(there), len(mine))
        assert len(mine) >= min(n, len(there))
        for i, one in enumerate(mine):
            for other in mine[:i]:
                assert one.answer != other.answer or one.end <= other.start or other.end <= one.start
