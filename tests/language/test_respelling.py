"""Spoken spellings are undone by rule, where the result is a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.language.lemmatizer import lemmatise
from teema.language.respelling import respellings
from teema.language.voikko import analyses


def known(word: str) -> bool:
    return bool(analyses(word))


@pytest.mark.parametrize(
    ("spoken", "pos", "lemma"),
    [
        ("puuhaillu", "VERB", "puuhailla"), ("kirjottamassa", "VERB", "kirjoittaa"), ("valkosia", "ADJ", "valkoinen"),
        ("juttui", "NOUN", "juttu"), ("lapsii", "NOUN", "lapsi"), ("mettässä", "NOUN", "metsä"),
        ("tarkota", "VERB", "tarkoittaa"), ("silimät", "NOUN", "silmä"), ("vanahat", "ADJ", "vanha"),
        ("korkeelta", "ADJ", "korkea"), ("lähen", "VERB", "lähteä"),
        ("kivaaaa", "ADJ", "kiva"), ("aikkaa", "NOUN", "aika"), ("päivähoidos", "NOUN", "päivähoito"),
    ],
)  # fmt: skip
def test_a_spoken_form_has_the_lemma_of_the_written_one(spoken: str, pos: str, lemma: str) -> None:
    assert lemmatise(spoken, pos, "").lemma == lemma


@given(st.text(alphabet="aeiouyäöhjklmnprstv", min_size=1, max_size=12))
def test_only_known_words_are_offered_and_never_the_form_itself(form: str) -> None:
    found = list(respellings(form, known))
    assert form not in found
    assert len(found) == len(set(found))
    assert all(map(known, found))
