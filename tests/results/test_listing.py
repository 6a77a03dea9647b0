"""The codebook, the coded extracts and the matrix of cases and codes, as others read them."""

import pandas as pd
import pytest

from teema.errors import NotFoundError
from teema.results import SUPPRESSED, binary_matrix, codebook_table, extract_table, frequency, suppress

CODES = pd.DataFrame(
    {
        "code": ["Luottamus", "Luottamus syntyy hitaasti", "Kiire"],
        "parent": [None, "Luottamus", None],
        "depth": [0, 1, 0],
        "definition": ["Asiakas uskaltaa kertoa.", "Vie kuukausia.", ""],
        "include": "",
        "exclude": "",
        "example": "",
        "origin": ["data", "theory", "mixed"],
    }
)
CASES = pd.DataFrame({"Kaupunki": ["Turku", "Oulu", None, "Turku"]}, index=pd.Index(list("1234"), name="case"))
CODINGS = pd.DataFrame(
    {
        "answer": ["1:Q1", "2:Q1", "3:Q1", "4:Q1"],
        "case": list("1234"),
        "question": "Q1",
        "start": 0,
        "end": 9,
        "text": ["ei ehdi", "luottaa", "aina kiire", "kiire"],
        "code": ["Kiire", "Luottamus syntyy hitaasti", "Kiire", "Kiire"],
        "coder": "AJ",
    }
)


def test_the_codebook_stands_in_tree_order_with_its_origin_in_words() -> None:
    table = codebook_table(CODES)
    assert table.to_frame()["code"].tolist() == CODES["code"].tolist()
    assert table.to_frame()["origin"].tolist() == ["aineisto", "teoria", "molemmat"]
    assert table.indent == "depth"


def test_the_codebook_may_tell_frequencies_also_suppressed_ones() -> None:
    counted = suppress(frequency(CODINGS, CASES, tree=CODES))
    table = codebook_table(CODES, frequencies=counted)
    assert table.to_frame()["cases"].tolist() == [SUPPRESSED, SUPPRESSED, 3]
    assert table.base == counted.base
    assert any("peitetty" in note for note in table.notes)
    assert [column.name for column in table.columns][-2:] == ["mentions", "cases"]


def test_extracts_follow_the_order_of_the_codes_with_who_said_them() -> None:
    table = extract_table(CODINGS, order=CODES["code"].tolist(), cases=CASES, background=["Kaupunki"])
    assert table.to_frame()["text"].tolist() == ["luottaa", "ei ehdi", "aina kiire", "kiire"]
    assert "Oulu" in str(table)
    assert "nan" not in str(table)


def test_extracts_name_an_unknown_variable() -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'Kaupunki'"):
        extract_table(CODINGS, cases=CASES, background=["kaupunki"])


def test_the_matrix_has_every_case_and_asked_for_codes() -> None:
    matrix = binary_matrix(CODINGS, CASES, CODES["code"].tolist())
    assert matrix.index.tolist() == list("1234")
    assert matrix.to_numpy().tolist() == [[0, 0, 1], [0, 1, 0], [0, 0, 1], [0, 0, 1]]
    assert binary_matrix(CODINGS.head(0), CASES).shape == (4, 0)
