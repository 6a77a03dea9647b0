"""One spaCy pipeline for each language, loaded once in a process."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.terms import LANGUAGES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["load", "pipeline_version"]

_MODEL = "spacy_fi_experimental_web_md"
# Raised whenever the same text may get other lemmas; cached annotations of another number are made anew.
_OUR_VERSION = 2


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
    """Return the pipeline of a language: tokens with `lemma_`, `pos_`, `_.lemmas` and `_.parts`.

    Finnish is tokenizer, tagger and morphology of `spacy-fi-experimental-web-md` with our lemmatiser; Swedish and
    English are blank pipelines with simplemma, which know no parts of speech.

    Args:
        language: fi, sv or en.

    Raises:
        UnusableValueError: The language is none of the three.

    Example:
        >>> [token.lemma_ for token in load("sv")("klienternas förtroende")]
        ['klient', 'förtroende']
    """
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    import spacy
    from spacy.tokens import Token

    for name, default in (("lemmas", ()), ("parts", ())):
        if not Token.has_extension(name):
            Token.set_extension(name, default=default)
    if language != "fi":
        nlp = spacy.blank(language)
        _component(f"teema_{language}_lemmatizer", _simple(language))
        nlp.add_pipe(f"teema_{language}_lemmatizer")
        return nlp
    with warnings.catch_warnings():
        # The model names the spaCy it was trained with; a newer bug-fix release draws a warning of no use to anybody.
        warnings.simplefilter("ignore", UserWarning)
        # Its own lemmatizer needs a system library; parser and names are not used and cost time.
        nlp = spacy.load(_MODEL, exclude=["lemmatizer", "parser", "ner"])
    _use_plain_numpy(nlp)
    _component("teema_fi_lemmatizer", _finnish)
    nlp.add_pipe("teema_fi_lemmatizer")
    return nlp


def _component(name: str, function: Any) -> None:
    from spacy.language import Language

    if not Language.has_factory(name):
        Language.component(name, func=function)


def _use_plain_numpy(nlp: Language) -> None:
    """Compute with NumPy's own matrix products: three times as fast here as thinc's default, with the same result."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _name, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model is not None:
            for node in model.walk():
                node.ops = ops


def _finnish(doc: Doc) -> Doc:
    from teema.language.lemmatizer import lemmatise

    for token in doc:
        reading = lemmatise(token.text, token.pos_, str(token.morph))
        token.lemma_ = reading.lemma
        token._.lemmas = reading.lemmas
        token._.parts = reading.parts
    return doc


def _simple(language: str) -> Any:
    from simplemma import lemmatize

    def component(doc: Doc) -> Doc:
        for token in doc:
            lemma = lemmatize(token.lower_, lang=language)
            token.lemma_ = lemma
            token._.lemmas = (lemma,)
            token._.parts = (lemma,)
        return doc

    return component
