"""Which lemma a word has in its sentence."""

from __future__ import annotations

import pytest

from teema.language import load
from teema.language.lemmatizer import lemmatise
from teema.language.lexicon import always_frozen, frozen_forms, plural_only
from teema.language.voikko import analyses


def lemmas(text: str) -> list[str]:
    """Return the lemmas of the words of a text."""
    return [token.lemma_ for token in load("fi")(text) if not token.is_punct]


class TestInASentence:
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("Odotin vuotta pahempaa tilannetta.", ["odottaa", "vuosi", "paha", "tilanne"]),
            ("Puhuimme nuorille.", ["puhua", "nuori"]),
            ("Tykkäsin näistä paikoista.", ["tykätä", "tämä", "paikka"]),
            ("Monissa ryhmissä oli liikaa väkeä.", ["moni", "ryhmä", "olla", "liikaa", "väki"]),
            ("Sain ohjausta useammin kuin ennen.", ["saada", "ohjaus", "usein", "kuin", "ennen"]),
            ("Tapasin kiinnostuneita ihmisiä.", ["tavata", "kiinnostunut", "ihminen"]),
        ],
    )
    def test_the_lemma_is_what_a_reader_would_say(self, answer: str, expected: list[str]) -> None:
        assert lemmas(answer) == expected

    def test_the_same_form_has_the_lemma_that_its_sentence_asks_for(self) -> None:
        assert lemmatise("kuulla", "VERB", "InfForm=1|VerbForm=Inf").lemma == "kuulla"
        assert lemmatise("kuulla", "NOUN", "Case=Ade|Number=Sing").lemma == "kuu"


class TestPronouns:
    @pytest.mark.parametrize(
        ("form", "lemma"),
        [
            ("jotakin", "jokin"), ("joidenkin", "jokin"), ("missään", "mikään"), ("kenelläkään", "kukaan"),
            ("kustakin", "kukin"), ("kummassakaan", "kumpikaan"), ("molempien", "molemmat"), ("meille", "minä"),
            ("niistä", "se"), ("jonka", "joka"),
        ],
    )  # fmt: skip
    def test_a_pronoun_with_a_clitic_is_a_pronoun_of_its_own(self, form: str, lemma: str) -> None:
        assert lemmatise(form, "PRON", "").lemma == lemma


class TestFrozenForms:
    @pytest.mark.parametrize(
        ("form", "lemma"),
        [
            ("kotona", "kotona"), ("kotonakin", "kotona"), ("kanssani", "kanssa"), ("mukaamme", "mukaan"),
            ("vieressään", "vieressä"), ("pahoillani", "pahoillaan"), ("helpoimmin", "helposti"),
            ("tarkemmin", "tarkasti"), ("parhaiten", "hyvin"), ("kyllähän", "kyllä"), ("kuitenkin", "kuitenkin"),
        ],
    )  # fmt: skip
    def test_an_adverb_keeps_its_form_without_what_hangs_on_it(self, form: str, lemma: str) -> None:
        assert lemmatise(form, "ADV", "").lemma == lemma

    def test_a_noun_that_the_tagger_takes_for_an_adverb_is_still_a_noun(self) -> None:
        assert lemmatise("nuoretkin", "ADV", "Clitic=Kin").lemma == "nuori"
        assert lemmatise("yleisöllehän", "ADV", "Clitic=Han").lemma == "yleisö"

    def test_the_word_that_froze_is_found_too(self) -> None:
        assert "paikka" in lemmatise("paikalla", "ADV", "").lemmas or lemmatise("paikalla", "ADV", "").lemma == "paikka"


class TestVerbs:
    @pytest.mark.parametrize(
        ("form", "pos", "morph", "lemma"),
        [
            ("leikkivää", "VERB", "Case=Par|Number=Sing|PartForm=Pres|VerbForm=Part|Voice=Act", "leikkiä"),
            ("merkittävä", "ADJ", "Case=Nom|Degree=Pos|Number=Sing", "merkittävä"),
            ("aidattua", "ADJ", "Case=Par|Degree=Pos|Number=Sing", "aidata"),
            ("koristavasta", "VERB", "Case=Ela|Number=Sing|PartForm=Pres|VerbForm=Part|Voice=Act", "koristaa"),
            ("selitä", "VERB", "Connegative=Yes|Mood=Ind|Tense=Pres|VerbForm=Fin", "selittää"),
            ("erottaisi", "VERB", "Mood=Cnd|Number=Sing|Person=3|VerbForm=Fin|Voice=Act", "erottaa"),
            ("tulossa", "VERB", "Case=Ine|InfForm=3|Number=Sing|VerbForm=Inf|Voice=Act", "tulla"),
        ],
    )
    def test_the_infinitive_where_it_is_a_verb(self, form: str, pos: str, morph: str, lemma: str) -> None:
        assert lemmatise(form, pos, morph).lemma == lemma

    def test_a_noun_from_a_verb_is_found_by_the_verb(self) -> None:
        reading = lemmatise("kiusaamisesta", "NOUN", "Case=Ela|Derivation=Minen|Number=Sing")
        assert reading.lemma == "kiusaaminen"
        assert "kiusata" in reading.lemmas


class TestUnknownWords:
    @pytest.mark.parametrize(
        ("form", "pos", "morph", "lemma"),
        [
            ("Leafin", "PROPN", "Case=Gen|Number=Sing", "Leaf"),
            ("Kalymnokselle", "PROPN", "Case=All|Number=Sing", "Kalymnos"),
            ("bannattu", "VERB", "Case=Nom|Number=Sing|PartForm=Past|VerbForm=Part|Voice=Pass", "bannata"),
            ("klaffipöydällä", "NOUN", "Case=Ade|Number=Sing", "klaffipöytä"),
            ("somekohusta", "NOUN", "Case=Ela|Number=Sing", "somekohu"),
            ("attraktorilta", "NOUN", "Case=Abl|Number=Sing", "attraktori"),
            ("1980-luvun", "NOUN", "Case=Gen|Number=Sing", "1980-luku"),
            ("talous-", "NOUN", "Case=Nom|Number=Sing", "talous"),
            ("ihmis-", "NOUN", "Case=Nom|Number=Sing", "ihminen"),
            ("EU:n", "PROPN", "Case=Gen|Number=Sing", "EU"),
            ("20:n", "NUM", "NumType=Card", "20"),
            ("–hankkeessa", "SYM", "", "hanke"),
            ("laitok-sen", "NOUN", "Case=Gen|Number=Sing", "laitos"),
            ("@teema", "PROPN", "Case=Nom|Number=Sing", "@teema"),
        ],
    )
    def test_a_word_that_no_dictionary_knows_gets_a_base_form(
        self, form: str, pos: str, morph: str, lemma: str
    ) -> None:
        assert lemmatise(form, pos, morph).lemma == lemma


class TestPluralOnly:
    @pytest.mark.parametrize(
        ("form", "lemma"),
        [
            ("vaaleissa", "vaalit"), ("aivoihin", "aivot"), ("kasvoilla", "kasvot"), ("markkinoilla", "markkinat"),
            ("hautajaisissa", "hautajaiset"), ("opintoihin", "opinnot"), ("eduskuntavaaleissa", "eduskuntavaalit"),
        ],
    )  # fmt: skip
    def test_a_noun_without_a_singular_is_in_the_plural(self, form: str, lemma: str) -> None:
        assert lemmatise(form, "NOUN", "Case=Ine|Number=Plur").lemma == lemma

    def test_every_listed_noun_is_its_own_lemma_where_the_dictionary_knows_it(self) -> None:
        for noun in plural_only():
            if analyses(noun):
                assert lemmatise(noun, "NOUN", "Case=Nom|Number=Plur").lemma.lower() == noun


def test_forms_that_are_always_frozen_are_frozen_forms() -> None:
    assert always_frozen() <= frozen_forms()
    assert len(frozen_forms()) > 500
