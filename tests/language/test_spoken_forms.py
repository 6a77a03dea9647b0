"""The lexicon of spoken Finnish: what its rows may be, and that everyday sentences are read as their written ones."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from teema.language.lemmatizer import lemmatise
from teema.language.lexicon import spoken_forms
from teema.language.voikko import analyses

_POS = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "INTJ", "NOUN", "NUM", "PART", "PRON", "SCONJ", "VERB"}
_LINES = (files("teema.language") / "data" / "spoken_fi.tsv").read_text(encoding="utf-8").splitlines()
_ROWS = [line.split("\t") for line in _LINES if line and not line.startswith("#")]


def test_every_row_has_a_form_a_lemma_and_a_part_of_speech() -> None:
    assert [row for row in _ROWS if len(row) != 3 or not all(row) or row[2] not in _POS] == []


def test_rows_are_small_letters_without_spaces() -> None:
    assert [
        row for row in _ROWS if not re.fullmatch(r"[a-zåäöéšž0-9.:-]+\t[a-zåäöéšž0-9.:-]+", "\t".join(row[:2]))
    ] == []


def test_no_row_stands_twice() -> None:
    assert [row for row, times in Counter(map(tuple, _ROWS)).items() if times > 1] == []


def test_no_row_says_of_a_form_what_the_dictionary_says_first() -> None:
    assert [row for row in _ROWS if row[0] == row[1] and (known := analyses(row[0])) and known[0].lemma == row[0]] == []


# What the dictionary reads otherwise in the same class: words rarer than the spoken form, and slips of its own.
_ON_PURPOSE = {
    "onki", "mukaa", "tullaa", "täyty", "lähetkö", "lähetään", "piettiin", "pietään", "vakan", "vakassa",
    "katella", "katellaan", "kateltiin", "kattelee", "kattelemaan", "kattelemassa", "kattelen", "kattelet",
    "kattelevat", "katteli", "kattelin", "kattelit", "hirmusta", "mettä", "mettään", "kirjota", "isin", "isinkin",
}  # fmt: skip
_CLASSES = {
    "noun": {"NOUN"}, "adjective": {"ADJ"}, "noun-adjective": {"ADJ"}, "pronoun": {"PRON"}, "numeral": {"NUM"},
    "verb": {"VERB", "AUX"}, "negation": {"VERB", "AUX"}, "adverb": {"ADV"}, "adposition": {"ADP"},
    "conjunction": {"CCONJ", "SCONJ"}, "interjection": {"INTJ"},
}  # fmt: skip


def test_a_row_takes_no_written_word_of_its_own_class_away() -> None:
    taken = {
        form
        for form, lemma, pos in _ROWS
        for known in analyses(form)
        if pos in _CLASSES.get(known.kind, ()) and len(known.parts) == 1 and known.lemma != lemma
    }
    assert taken == _ON_PURPOSE


def test_lexicon_keeps_the_order_of_its_rows() -> None:
    assert spoken_forms()["mut"] == (("mutta", "CCONJ"), ("minä", "PRON"))


# Sentences as people say and write them: form, what the tagger sees, lemma.
_SENTENCES = {
    "en mä tiiä mitä siel tehää": [
        ("mä", "PRON", "minä"),
        ("tiiä", "VERB", "tietää"),
        ("siel", "ADV", "siellä"),
        ("tehää", "VERB", "tehdä"),
    ],
    "oon sit iha väsyny ku tuun töist": [
        ("oon", "AUX", "olla"),
        ("sit", "ADV", "sitten"),
        ("iha", "ADV", "ihan"),
        ("väsyny", "ADJ", "väsynyt"),
        ("ku", "SCONJ", "kun"),
        ("tuun", "VERB", "tulla"),
        ("töist", "NOUN", "työ"),
    ],
    "meiän kaa saa leikkii semmosta kivaa": [
        ("meiän", "PRON", "minä"),
        ("kaa", "ADP", "kanssa"),
        ("semmosta", "ADJ", "semmoinen"),
    ],
    "et sä voi kiusaa ketää": [
        ("et", "AUX", "ei"),
        ("sä", "PRON", "sinä"),
        ("ketää", "PRON", "kukaan"),
    ],
    "se sano et pitäis oottaa": [
        ("et", "SCONJ", "että"),
        ("pitäis", "AUX", "pitää"),
        ("oottaa", "VERB", "odottaa"),
    ],
    "jotku tönäs mua ja noi potkas": [
        ("jotku", "PRON", "joku"),
        ("tönäs", "VERB", "tönäistä"),
        ("mua", "PRON", "minä"),
        ("noi", "PRON", "tuo"),
        ("potkas", "VERB", "potkaista"),
    ],
    "onks toi sun mut mä haluun tän": [
        ("onks", "AUX", "olla"),
        ("toi", "PRON", "tuo"),
        ("sun", "PRON", "sinä"),
        ("mut", "CCONJ", "mutta"),
        ("haluun", "VERB", "haluta"),
        ("tän", "PRON", "tämä"),
    ],
    "äiti ja iskä vie mut eskariin": [
        ("iskä", "NOUN", "iskä"),
        ("mut", "PRON", "minä"),
        ("eskariin", "NOUN", "eskari"),
    ],
    "katotaan telkkarii ja pelattii pleikalla yheksään": [
        ("katotaan", "VERB", "katsoa"),
        ("pleikalla", "NOUN", "pleikka"),
        ("yheksään", "NUM", "yhdeksän"),
    ],
    "kirjotetaan ilmotus kahelle viimeselle": [
        ("kirjotetaan", "VERB", "kirjoittaa"),
        ("kahelle", "NUM", "kaksi"),
        ("viimeselle", "ADJ", "viimeinen"),
    ],
    "emmä ees tarvii sellasta, kyl mulki on": [
        ("emmä", "AUX", "ei"),
        ("ees", "ADV", "edes"),
        ("tarvii", "VERB", "tarvita"),
        ("sellasta", "DET", "sellainen"),
        ("kyl", "ADV", "kyllä"),
        ("mulki", "PRON", "minä"),
    ],
    "hoitsun mielest ois pitäny ottaa yhteyttä, esim soittaa": [
        ("hoitsun", "NOUN", "hoitsu"),
        ("mielest", "ADP", "mielestä"),
        ("ois", "AUX", "olla"),
        ("esim", "ADV", "esim."),
    ],
    "meil on tota hyvät tyypit ja punanen talo": [
        ("meil", "PRON", "minä"),
        ("tota", "INTJ", "tuota"),
        ("punanen", "ADJ", "punainen"),
    ],
    "pot siirtyi os:lle klo 12, rr 120": [("pot", "NOUN", "pot"), ("rr", "NOUN", "rr")],
    "kandee kokeilla, mun mielest se autto": [
        ("kandee", "VERB", "kannattaa"),
        ("mielest", "NOUN", "mieli"),
        ("autto", "VERB", "auttaa"),
    ],
    "vaivas viel aamul ku mentiin kattoon mettään": [
        ("vaivas", "VERB", "vaivata"),
        ("viel", "ADV", "vielä"),
        ("aamul", "NOUN", "aamu"),
        ("kattoon", "VERB", "katsoa"),
        ("mettään", "NOUN", "metsä"),
    ],
    "itte en enää lähe sinne, johonki muualle vaa": [
        ("itte", "PRON", "itse"),
        ("lähe", "VERB", "lähteä"),
        ("johonki", "PRON", "jokin"),
        ("vaa", "ADV", "vaan"),
    ],
}


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [pytest.param(*word, id=f"{word[0]}-{word[1]}") for words in _SENTENCES.values() for word in words],
)
def test_spoken_form_is_read_as_its_written_word(form: str, pos: str, lemma: str) -> None:
    assert lemmatise(form, pos, "").lemma == lemma


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("multa", "NOUN", "multa"),
        ("musta", "ADJ", "musta"),
        ("kato", "NOUN", "kato"),
        ("halusi", "VERB", "haluta"),
        ("mukaan", "ADP", "mukaan"),
        ("vaan", "CCONJ", "vaan"),
        ("joki", "NOUN", "joki"),
        ("toi", "VERB", "tuoda"),
        ("sää", "NOUN", "sää"),
        ("loppu", "NOUN", "loppu"),
        ("jakso", "NOUN", "jakso"),
        ("kannolla", "NOUN", "kanto"),
        ("ilosta", "NOUN", "ilo"),
        ("leikkii", "VERB", "leikkiä"),
        ("sijaa", "NOUN", "sija"),
        ("tokat", "NOUN", "tokka"),
    ],
)
def test_written_word_of_the_same_form_keeps_its_own_reading(form: str, pos: str, lemma: str) -> None:
    assert lemmatise(form, pos, "").lemma == lemma


def test_a_noun_in_its_base_form_is_found_although_it_was_taken_for_a_spoken_verb() -> None:
    assert lemmatise("Jatko", "VERB", "").lemmas == ("jatkaa", "jatko")  # Jatko epäselvä.
    assert lemmatise("katon", "VERB", "").lemmas == ("katsoa",)
    assert lemmatise("multa", "PRON", "Case=Abl").lemmas == ("minä",)


def test_abbreviation_is_found_by_the_whole_word_too() -> None:
    assert lemmatise("pot", "NOUN", "").lemmas == ("pot", "potilas")


@pytest.mark.parametrize("pos", ["NOUN", "VERB", "ADJ", "ADV"])
@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("menny", "mennä"), ("tullu", "tulla"), ("tehny", "tehdä"), ("sanonu", "sanoa"), ("nähny", "nähdä"),
        ("saanu", "saada"), ("käyny", "käydä"), ("lähteny", "lähteä"), ("halunnu", "haluta"), ("osannu", "osata"),
        ("tehtii", "tehdä"), ("mentii", "mennä"), ("saatii", "saada"), ("sanotaa", "sanoa"), ("pelataa", "pelata"),
        ("tekis", "tehdä"), ("tulis", "tulla"), ("sais", "saada"), ("vois", "voida"), ("pitäs", "pitää"),
        ("meet", "mennä"), ("tuutsä", "tulla"), ("tiiätkö", "tietää"), ("meneeks", "mennä"), ("lähen", "lähteä"),
        ("korkee", "korkea"), ("tärkee", "tärkeä"), ("vaikeeta", "vaikea"), ("lapsii", "lapsi"), ("juttui", "juttu"),
        ("koulus", "koulu"), ("semmonen", "semmoinen"), ("mitää", "mikään"), ("kukaa", "kukaan"),
        ("niinku", "niinkuin"), ("mulla", "minä"), ("meiän", "minä"), ("oon", "olla"), ("oltii", "olla"),
        ("kaheksan", "kahdeksan"),
    ],
)  # fmt: skip
def test_commonest_spoken_forms_hold_however_the_tagger_takes_them(form: str, lemma: str, pos: str) -> None:
    assert lemmatise(form, pos, "").lemma == lemma
