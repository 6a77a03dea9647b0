"""The tagging network gives what the model's own components give, only sooner."""

from __future__ import annotations

import sys
import warnings

import pytest

from teema.language import annotate, load
from teema.language.pipeline import FinnishWords

ANSWERS = [
    "Mä en oo saanut vertaistukea, mutta ohjaaja oli tosi mukava!",
    "Kaipasin enemmän aikaa\n\nja  rauhaa :)",
    "",
    "Ei.",
    "Asiakassuhteissa luottamus syntyy hitaasti, n. klo 12.30 EU:n jne.",
]


@pytest.fixture(scope="module")
def shipped() -> object:
    """The model's own tokenizer, tok2vec, tagger, morphologizer and attribute ruler, computed by spaCy."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return spacy.load("spacy_fi_experimental_web_md", exclude=["lemmatizer", "parser", "ner"])


def test_part_of_speech_and_features_are_the_models_own(shipped: object) -> None:
    ours = load("fi").pipe(ANSWERS)
    theirs = shipped.pipe(ANSWERS)  # type: ignore[attr-defined]
    for mine, its in zip(ours, theirs, strict=True):
        assert [token.text for token in mine] == [token.text for token in its]
        assert [token.pos_ for token in mine] == [token.pos_ for token in its]
        assert [str(token.morph) for token in mine] == [str(token.morph) for token in its]


def test_a_text_is_tagged_the_same_alone_and_among_others() -> None:
    nlp = load("fi")
    together = [[token.pos_ for token in doc] for doc in nlp.pipe(ANSWERS)]
    assert together == [[token.pos_ for token in nlp(text)] for text in ANSWERS]


def test_a_stream_of_answers_gives_what_the_pipeline_gives_one_by_one() -> None:
    streamed = list(annotate([*ANSWERS, ANSWERS[0]], "fi"))
    for text, tokens in zip([*ANSWERS, ANSWERS[0]], streamed, strict=True):
        words = [token for token in load("fi")(text) if token.pos_ not in ("PUNCT", "SPACE") and not token.is_punct]
        assert [(word.form, word.lemma, word.pos, word.parts) for word in tokens] == [
            (token.text, token.lemma_, token.pos_, tuple(token._.parts)) for token in words
        ]
        assert all(text[word.start : word.end] == word.form for word in tokens)


def test_forgetting_forms_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teema.language.tagger._KEPT", 3)
    monkeypatch.setattr("teema.language.pipeline._KEPT", 3)
    monkeypatch.setattr(sys.modules["teema.language.annotate"], "_BATCH", 10)
    few = list(annotate(ANSWERS * 2, "fi"))
    monkeypatch.undo()
    assert few == list(annotate(ANSWERS * 2, "fi"))


def test_the_component_can_be_asked_for_one_reading() -> None:
    nlp = load("fi")
    words = nlp.get_pipe("teema_fi")
    assert isinstance(words, FinnishWords)
    label = words.tagger.labels.index(("NOUN", "Case=Ine|Number=Plur"))
    assert words.reading(nlp.vocab.strings.add("asiakassuhteissa"), label) == (
        "asiakassuhde",
        ("asiakassuhde",),
        ("asiakas", "suhde"),
        "NOUN",
    )
