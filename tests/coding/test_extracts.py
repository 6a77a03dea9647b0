"""Extracts are found by their words and counted in code points; sentences are cut where a reader would."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.coding import locate, sentences
from teema.coding.extracts import widen
from teema.errors import QuotationError, UnusableValueError

any_text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)


class TestQuotations:
    def test_stand_word_for_word(self) -> None:
        text = "Asiakas uskaltaa puhua 🙂 vasta, kun hän luottaa."
        start, end = locate(text, "🙂 vasta, kun hän")
        assert text[start:end] == "🙂 vasta, kun hän"

    def test_may_be_copied_without_their_line_breaks(self) -> None:
        text = "Turvallinen arki\nja  selkeät rajat"
        start, end = locate(text, "arki ja selkeät")
        assert text[start:end] == "arki\nja  selkeät"

    def test_that_are_not_there_name_the_answer_and_the_nearest_place(self) -> None:
        with pytest.raises(QuotationError) as error:
            locate("Luottamus syntyy hitaasti, jos syntyy.", "luottamus synty hitasti", where="answer 7:Q2")
        assert "answer 7:Q2" in str(error.value)
        assert "Luottamus syntyy hitaasti" in error.value.hint

    def test_the_nearest_place_is_told_in_whole_words(self) -> None:
        with pytest.raises(QuotationError, match="'useammin. Luottamusta eikä seurantaohjelmia kotiin. Kiitos.'"):
            locate(
                "Kysykää useammin. Luottamusta eikä seurantaohjelmia kotiin. Kiitos.", "usta eikä seurantaohjelmat koti"
            )

    def test_that_are_nothing_like_the_answer_show_it(self) -> None:
        with pytest.raises(QuotationError, match="The answer is: 'Kiire.'"):
            locate("Kiire.", "zzzz")

    def test_that_stand_there_twice_need_a_number(self) -> None:
        with pytest.raises(QuotationError, match="2 times") as error:
            locate("Kiire. Aina kiire, kiire!", "kiire")
        assert "occurrence=1 … 2" in error.value.hint
        assert locate("Kiire. Aina kiire, kiire!", "kiire", occurrence=2) == (19, 24)
        with pytest.raises(QuotationError, match="occurrence=3"):
            locate("Kiire. Aina kiire, kiire!", "kiire", occurrence=3)

    @pytest.mark.parametrize("quotation", ["", "  ", "\n"])
    def test_are_not_empty(self, quotation: str) -> None:
        with pytest.raises(QuotationError):
            locate("Kiire.", quotation)


@pytest.mark.parametrize("span", [(-1, 3), (0, 0), (3, 2), (0, 7), (9, 12)])
def test_a_span_stays_inside_the_answer(span: tuple[int, int]) -> None:
    with pytest.raises(UnusableValueError, match="not inside the answer"):
        locate("Kiire.", span)


def test_a_span_may_come_out_of_a_data_frame() -> None:
    row = pd.DataFrame({"start": [0], "end": [5]}).iloc[0]
    span = locate("Kiire.", (row["start"], row["end"]))
    assert span == (0, 5)
    assert [type(edge) for edge in span] == [int, int]


def test_no_place_is_the_whole_answer_without_outer_space() -> None:
    assert locate("  Kiire. \n", None) == (2, 8)


def test_a_letter_that_has_no_composed_form_of_its_own_is_found_as_it_stands() -> None:
    assert locate("0000\uf900", "\uf900") == (4, 5)


@given(any_text.filter(lambda text: text.strip()), st.data())
def test_any_words_of_an_answer_are_found_where_they_are(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quotation = text[start:end]
    try:
        found = locate(text, quotation)
    except QuotationError as error:
        assert not quotation.strip() or "times" in str(error) or quotation != quotation.strip()  # noqa: PT017
    else:
        assert text[slice(*found)].split() == quotation.split()


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Kiire.", ["Kiire."]),
            ("Kiire syö. Silti yritetään!", ["Kiire syö.", "Silti yritetään!"]),
            ("Esim. lapsi tarvitsee aikaa, n. 2 tuntia.", ["Esim. lapsi tarvitsee aikaa, n. 2 tuntia."]),
            ("- aika\n- rauha", ["- aika", "- rauha"]),
            ('Hän sanoi: "En tiedä." Sitten lähti.', ['Hän sanoi: "En tiedä."', "Sitten lähti."]),
            ("Mitä?! No… Joo", ["Mitä?!", "No…", "Joo"]),
            ("   ", []),
        ],
    )
    def test_are_cut_where_a_reader_would(self, text: str, expected: list[str]) -> None:
        assert [text[start:end] for start, end in sentences(text)] == expected

    @given(any_text)
    def test_cover_every_word_once_and_in_order(self, text: str) -> None:
        spans = sentences(text)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        covered = "".join("".join(text[a:b].split()) for a, b in spans)
        assert covered == "".join(text.split())


class TestWidening:
    text = "Ensin arki. Sitten luottamus kasvaa. Lopuksi toivo."

    @pytest.mark.parametrize(
        ("unit", "expected"),
        [("match", "luottamus"), ("sentence", "Sitten luottamus kasvaa."), ("answer", text)],
    )
    def test_to_the_unit(self, unit: str, expected: str) -> None:
        assert self.text[slice(*widen(self.text, 19, 28, unit))] == expected

    def test_to_all_sentences_that_a_hit_touches(self) -> None:
        assert self.text[slice(*widen(self.text, 6, 28, "sentence"))] == "Ensin arki. Sitten luottamus kasvaa."

    def test_to_no_other_unit(self) -> None:
        with pytest.raises(UnusableValueError, match="unit='kappale'"):
            widen(self.text, 0, 5, "kappale")
