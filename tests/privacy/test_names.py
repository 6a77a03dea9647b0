"""Names of people are found in all their forms, and told from the ordinary words they look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.language.voikko import analyses
from teema.privacy import find
from teema.privacy.finding import listed
from teema.privacy.identity import resolve
from teema.privacy.inflection import Forms


def readings(word: str) -> list[tuple[str, str]]:
    return [(found.lemma, found.kind) for found in analyses(word)]


def people(text: str, *, dictionary: bool = True) -> list[tuple[str, str]]:
    found = find({"1:Q1": text}, kinds=["person"], readings=readings if dictionary else None)
    return list(zip(found["text"], found["key"], strict=True))


FORMS = {
    "Pekka": "Pekan Pekkaa Pekalle Pekkaan Pekallakin",
    "Maija": "Maijan Maijaa Maijalta Maijaan Maijahan",
    "Tuomas": "Tuomaksen Tuomasta Tuomakselle", "Johannes": "Johanneksen Johannesta",
    "Kevin": "Kevinin Keviniä Kevinille",
    "Kerttu": "Kertun Kerttua Kertulla", "Virtanen": "Virtasen Virtasta Virtaselle Virtaset Virtasten Virtasilla",
    "Mäki": "Mäen Mäkeä Mäelle", "Lehto": "Lehdon Lehtoa Lehdolle", "Ranta": "Rannan Rannalta",
    "Vuori": "Vuoren Vuorta",
    "Rinne": "Rinteen Rinnettä", "Kangas": "Kankaan Kangasta Kankaalle", "Aalto": "Aallon Aaltoa",
    "Karlsson": "Karlssonin Karlssonia Karlssonille", "Björn": "Björnin Björnille",
}  # fmt: skip


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in FORMS.items() for form in forms.split()])
def test_forms_with_gradation_lead_to_the_name(name: str, form: str) -> None:
    assert Forms([name]).bases(form) == (name,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sain apua Maijalta ja Pekalta.", [("Maijalta", "maija"), ("Pekalta", "pekka")]),
        ("Puhuin Anna Virtaselle eilen.", [("Anna Virtaselle", "anna virtanen")]),
        ("Hoitaja Eeva-Liisalle kiitos!", [("Eeva-Liisalle", "eeva-liisa")]),
        ("Kiitos ohjaaja Xhemalille.", [("Xhemalille", "xhemali")]),
        ("Nimeni on Drita Berisha.", [("Drita Berisha", "drita berisha")]),
        ("Poikani Eetu on viisi.", [("Eetu", "eetu")]),
        ("poikani eetu sai apua", [("eetu", "eetu")]),
        ("Jag heter Björn Åkerman.", [("Björn Åkerman", "björn åkerman")]),
        ("Silloin Virtasilla oli vieraita.", [("Virtasilla", "virtanen")]),
        ("Tapasin Kaarinan Lahdessa ja muutin Lahteen Pekan kanssa.", [("Kaarinan", "kaarina"), ("Pekan", "pekka")]),
        (
            "Siellä Virtasen Pekka ja Mäkelä Anna istuivat.",
            [("Virtasen Pekka", "pekka virtanen"), ("Mäkelä Anna", "anna mäkelä")],
        ),
        ("Kun Jenna Kortesojan kanssa puhuin", [("Jenna Kortesojan", "jenna kortesoja")]),
    ],
)
def test_names_in_sentences(text: str, expected: list[tuple[str, str]]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Toivo katosi, ja minulla on enää vähän toivoa.",
        "Ilo löytyi. Lumi satoi. Meri oli kaunis ja kallio lämmin.",
        "Kai se menee. Kari oli matalalla.",
        "Mäki oli jyrkkä, virta vahva.",
        "Kela ei maksanut, ja Suomi on kylmä.",
        "Ohjaaja kuunteli. Opettaja auttoi, hoitaja hymyili.",
        "Asiakas on mielestäni tärkein. Luottamus syntyy hitaasti.",
    ],
)
@pytest.mark.parametrize("dictionary", [True, False])
def test_ordinary_words_are_no_names(text: str, dictionary: bool) -> None:
    assert people(text, dictionary=dictionary) == []


@pytest.mark.parametrize("text", ["Eilen Toivo auttoi.", "Ohjaaja Toivo auttoi.", "Sitten Kallio soitti."])
def test_a_capital_inside_a_sentence_or_a_title_makes_a_word_a_name(text: str) -> None:
    assert len(people(text)) == 1


def test_a_name_that_begins_a_sentence_as_another_word_may_is_unsure() -> None:
    found = find({"1": "Annan mielestä se oli hyvä. Maijan mielestä ei."}, readings=readings)
    assert found[["text", "certainty"]].values.tolist() == [["Annan", "unsure"], ["Maijan", "sure"]]


def test_a_word_that_no_dictionary_knows_is_proposed_as_unsure() -> None:
    found = find({"1": "Eilen Zxyle auttoi."}, readings=readings)
    assert found[["text", "certainty"]].values.tolist() == [["Zxyle", "unsure"]]


def test_all_forms_of_a_person_have_one_key() -> None:
    texts = {
        "1": "Näin Hosseinin.",
        "2": "Sitten Hossein Rahimi tuli.",
        "3": "Soitin Hosseinille ja Hossein Rahimille.",
    }
    found = find(texts, kinds=["person"], readings=readings)
    assert found["key"].tolist() == ["hossein", "hossein rahimi", "hossein", "hossein rahimi"]


@given(st.lists(st.sampled_from(["kortesoja", "kortesojan", "kortesojalle", "maija", "jenna kortesojan"])))
def test_resolving_again_changes_nothing(keys: list[str]) -> None:
    once = resolve(keys)
    assert set(once) == set(keys)
    again = resolve(once.values())
    assert all(again[base] == base for base in once.values())


@given(st.sampled_from(listed("given_names")), st.sampled_from(["n", "lle", "lla", "lta"]))
def test_listed_given_names_are_found_inside_a_sentence(name: str, ending: str) -> None:
    form = name + ("" if name[-1] in "aeiouyäöå" else "i") + ending.replace("lla", "llä" if "ä" in name else "lla")
    assert any(text.startswith(name) for text, _ in people(f"Silloin kun {form} kanssa juteltiin", dictionary=False))


def test_what_has_been_replaced_is_not_found_again() -> None:
    assert people("Sain apua [henkilö 3]lta ja serkulta [Nimi].") == []


def test_places_in_the_text_are_those_of_the_words() -> None:
    text = "🙂 Kiitos Maijalle!"
    found = find({"1": text}).iloc[0]
    assert text[found["start"] : found["end"]] == "Maijalle"
    assert (found["left"], found["right"]) == ("🙂 Kiitos ", "!")
