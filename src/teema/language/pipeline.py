"""One spaCy pipeline for each language, loaded once in a process."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.terms import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

    from teema.language.tagger import Tagger

__all__ = ["FinnishWords", "load", "pipeline_version"]

_MODEL = "spacy_fi_experimental_web_md"
# Raised whenever the same text may get other lemmas; cached annotations of another number are made anew.
_OUR_VERSION = 6
# Readings that are held; beyond that all are forgotten.
_KEPT = 200_000


def pipeline_version(language: str) -> str:
    """Return what names the annotations that a pipeline makes, without loading it.

    Example:
        >>> pipeline_version("fi").startswith("teema-fi-")
        True
    """
    packages = {"fi": ("spacy-fi-experimental-web-md", "pyvoikko")}.get(language, ("simplemma",))
    found = []
    for package in packages:
        try:
            found.append(version(package))
        except PackageNotFoundError:
            found.append("0")
    return f"teema-{language}-{_OUR_VERSION}-" + "-".join(found)


@cache
def load(language: str) -> Language:
    """Return the pipeline of a language: tokens with `lemma_`, `pos_`, `morph`, `_.lemmas` and `_.parts`.

    Finnish is tokenizer and tagging network of `spacy-fi-experimental-web-md` (see `teema.language.tagger`) with our
    lemmatiser; Swedish and English are blank pipelines with simplemma, which know no parts of speech.

    Args:
        language: fi, sv or en.

    Raises:
        UnusableValueError: The language is none of the three.

    Example:
        >>> [token.lemma_ for token in load("sv")("klienternas förtroende")]
        ['klient', 'förtroende']
        >>> [token.lemma_ for token in load("fi")("Kaipasin vertaistukea")]
        ['kaivata', 'vertaistuki']
    """
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    import spacy
    from spacy.language import Language
    from spacy.tokens import Token

    for name, default in (("lemmas", ()), ("parts", ())):
        if not Token.has_extension(name):
            Token.set_extension(name, default=default)
    make = {"fi": _finnish_words, "sv": _swedish_words, "en": _english_words}[language]
    if not Language.has_factory(f"teema_{language}"):
        Language.factory(f"teema_{language}", func=make)
    nlp = _model() if language == "fi" else spacy.blank(language)
    nlp.add_pipe(f"teema_{language}")
    for name in nlp.pipe_names[:-1]:
        nlp.remove_pipe(name)  # the tagger has their weights
    return nlp


def _model() -> Language:
    """Return the Finnish model without what is not used."""
    import spacy

    path = _model_folder()
    with warnings.catch_warnings():
        # The model names the spaCy it was trained with; a newer bug-fix release draws a warning of no use to anybody.
        warnings.simplefilter("ignore", UserWarning)
        # Its lemmatizer needs a system library; parser and names are not used; word probabilities take half a second.
        nlp = spacy.load(path, exclude=["lemmatizer", "parser", "ner", "attribute_ruler", "vocab"])
    nlp.vocab.from_disk(path / "vocab", exclude=["lookups"])
    _use_plain_numpy(nlp)
    return nlp


def _model_folder() -> Path:
    from pathlib import Path

    from spacy.util import get_package_path

    return next(Path(get_package_path(_MODEL)).glob("*/config.cfg")).parent


def _use_plain_numpy(nlp: Language) -> None:
    """Compute with NumPy's own matrix products: three times as fast here as thinc's default, with the same result."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _name, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model is not None:
            for node in model.walk():
                node.ops = ops


class FinnishWords:
    """The component that gives Finnish words their part of speech, features and lemmas.

    Attributes:
        tagger: The network that sees the words in their sentence.
    """

    def __init__(self, nlp: Language, tagger: Tagger) -> None:
        self.tagger = tagger
        self._vocab = nlp.vocab
        self._readings: dict[tuple[int, int], tuple[str, tuple[str, ...], tuple[str, ...], str] | None] = {}

    def reading(self, orth: int, label: int) -> tuple[str, tuple[str, ...], tuple[str, ...], str] | None:
        """Return lemma, lemmas, parts and part of speech of a form with one of the tagger's labels.

        Args:
            orth: Number of the form in the vocabulary.
            label: As the tagger gave it.

        Returns:
            None for punctuation and white space.
        """
        key = (orth, label)
        if key not in self._readings:
            if len(self._readings) > _KEPT:
                self._readings.clear()
            self._readings[key] = self._read(orth, label)
        return self._readings[key]

    def _read(self, orth: int, label: int) -> tuple[str, tuple[str, ...], tuple[str, ...], str] | None:
        from teema.language.lemmatizer import lemmatise

        lexeme = self._vocab[orth]
        pos, morph = self.tagger.reading(label, space=lexeme.is_space)
        if pos in ("PUNCT", "SPACE") or lexeme.is_punct:
            return None
        return (*lemmatise(lexeme.text, pos, morph), pos)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one text."""
        return self._annotate([doc])[0]

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Annotate many texts, a batch at a time."""
        from spacy.util import minibatch

        for batch in minibatch(docs, batch_size):
            yield from self._annotate(batch)

    def _annotate(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        from teema.language.lemmatizer import lemmatise

        for doc, labels in zip(docs, self.tagger.tag(self.tagger.embed(docs)), strict=True):
            for token, label in zip(doc, labels.tolist(), strict=True):
                pos, morph = self.tagger.reading(label, space=token.is_space)
                reading = lemmatise(token.text, pos, morph)
                token.pos_ = pos
                token.set_morph(morph)
                token.lemma_ = reading.lemma
                token._.lemmas = reading.lemmas
                token._.parts = reading.parts
        return docs


def _finnish_words(nlp: Language, name: str) -> FinnishWords:
    from teema.language.tagger import Tagger

    return FinnishWords(nlp, Tagger(nlp))


def _swedish_words(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    return _simple("sv")


def _english_words(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    return _simple("en")


def _simple(language: str) -> Callable[[Doc], Doc]:
    from simplemma import lemmatize

    def component(doc: Doc) -> Doc:
        for token in doc:
            lemma = lemmatize(token.lower_, lang=language)
            token.lemma_ = lemma
            token._.lemmas = (lemma,)
            token._.parts = (lemma,)
        return doc

    return component
