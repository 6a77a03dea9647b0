"""What the researcher knows better is laid over the lemmatiser's words, in any order, and leaves them as they were."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.language import Correction, Token, apply_corrections, concerned, token_frame
from teema.language.corrections import parts_of

FORMS = ["kuulla", "Kuulla", "alusta", "kaveri", "ryhmässä"]


def words(*lists: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Return a frame of words; each list is an answer of (form, lemma, part of speech)."""
    answers = pd.DataFrame({"answer": [f"{number}:Q1" for number in range(1, len(lists) + 1)]})
    tokens = [
        [Token(at, at + 1, form, lemma, (lemma,), (lemma,), pos) for at, (form, lemma, pos) in enumerate(items)]
        for items in lists
    ]
    return token_frame(answers, tokens)


@pytest.fixture
def tokens() -> pd.DataFrame:
    return words(
        [("Kuulla", "kuu", "NOUN"), ("saa", "saada", "VERB")],
        [("kuulla", "kuu", "NOUN"), ("kuulla", "kuulla", "VERB")],
    )


class TestWhatIsCorrected:
    def test_a_form_whatever_its_letter_case(self, tokens: pd.DataFrame) -> None:
        found = apply_corrections(tokens, [Correction(form="KUULLA", lemma="kuulla")], language="fi")
        assert found["lemma"].tolist() == ["kuulla", "saada", "kuulla", "kuulla"]
        assert found["lemmas"].tolist() == [("kuulla",), ("saada",), ("kuulla",), ("kuulla",)]

    def test_only_a_part_of_speech_an_answer_or_what_was_another_lemma(self, tokens: pd.DataFrame) -> None:
        def count(**narrow: str) -> int:
            return int(concerned(tokens, Correction(form="kuulla", lemma="x", **narrow)).sum())  # type: ignore[arg-type]

        assert (count(), count(pos="NOUN"), count(answer="2:Q1"), count(was="kuu", answer="2:Q1")) == (3, 2, 2, 1)

    def test_what_is_said_of_one_answer_goes_before_what_is_said_of_all(self, tokens: pd.DataFrame) -> None:
        given = [Correction(form="kuulla", lemma="kuula", answer="1:Q1"), Correction(form="kuulla", lemma="kuulla")]
        found = apply_corrections(tokens, given, language="fi")
        assert found["lemma"].tolist() == ["kuula", "saada", "kuulla", "kuulla"]

    def test_the_parts_follow_the_lemma(self) -> None:
        found = apply_corrections(words([("vertaistukki", "vertaistukki", "NOUN")]),
                                  [Correction(form="vertaistukki", lemma="vertaistuki")], language="fi")  # fmt: skip
        assert found["parts"].tolist() == [("vertais", "tuki")] == [parts_of("vertaistuki", "fi")]

    def test_the_words_that_were_found_are_left_as_they_are(self, tokens: pd.DataFrame) -> None:
        before = tokens.copy()
        apply_corrections(tokens, [Correction(form="kuulla", lemma="kuulla")], language="fi")
        pd.testing.assert_frame_equal(tokens, before)


@given(
    st.permutations([Correction(form=form, lemma=f"uusi{at}") for at, form in enumerate(set(map(str.lower, FORMS)))])
)
def test_corrections_of_different_forms_may_come_in_any_order(given_: list[Correction]) -> None:
    frame = words([(form, form.lower(), "NOUN") for form in FORMS])
    straight = apply_corrections(frame, sorted(given_, key=lambda item: item.key), language="fi")
    pd.testing.assert_frame_equal(apply_corrections(frame, given_, language="fi"), straight)
