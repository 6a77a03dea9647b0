"""Municipalities with the alternations of their stems, streets, plates, dates and workplaces."""

import pytest

from teema.language.voikko import analyses
from teema.privacy import find


def readings(word: str) -> list[tuple[str, str]]:
    return [(found.lemma, found.kind) for found in analyses(word)]


def found(text: str, kind: str, **more: object) -> list[tuple[str, str, str]]:
    frame = find({"1": text}, kinds=[kind], **more)  # type: ignore[arg-type]
    return list(zip(frame["text"], frame["key"], frame["certainty"], strict=True))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Lahdessa", "lahti"), ("Lahteen", "lahti"), ("Turussa", "turku"), ("Turkuun", "turku"),
        ("Helsingistä", "helsinki"), ("Helsinkiin", "helsinki"), ("Rovaniemellä", "rovaniemi"),
        ("Varkaudessa", "varkaus"), ("Orivedelle", "orivesi"), ("Hyvinkäällä", "hyvinkää"), ("Iissä", "ii"),
        ("Pihtiputaalla", "pihtipudas"), ("Kauniaisissa", "kauniainen"), ("Uudessakaupungissa", "uusikaupunki"),
        ("Isossakyrössä", "isokyrö"), ("Seinäjoelta", "seinäjoki"), ("Heinolan", "heinola"), ("Sysmässä", "sysmä"),
        ("Espooseen", "espoo"), ("Tampereelta", "tampere"), ("Kristiinankaupungissa", "kristiinankaupunki"),
        ("Helsingfors", "helsingfors"), ("Kärkölässä", "kärkölä"), ("Padasjoella", "padasjoki"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dictionary", [readings, None])
def test_municipalities_in_their_forms(form: str, name: str, dictionary: object) -> None:
    assert [hit[:2] for hit in found(f"Se oli silloin {form} ennen.", "municipality", readings=dictionary)] == [
        (form, name)
    ]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("lahtelainen", "lahti"), ("helsinkiläiset", "helsinki"), ("rovaniemeläisiä", "rovaniemi"),
        ("turkulaiselle", "turku"), ("tamperelaisen", "tampere"), ("joensuulaisten", "joensuu"),
    ],
)  # fmt: skip
def test_people_of_municipalities(form: str, name: str) -> None:
    assert found(f"Olen {form} nuori.", "municipality") == [(form, name, "sure")]


def test_small_letters_are_taken_where_no_other_word_is_alike() -> None:
    assert found("muutin helsinkiin, uin lahdessa ja näin kotkan", "municipality", readings=readings) == [
        ("helsinkiin", "helsinki", "unsure")
    ]


def test_a_name_of_a_person_and_of_a_place_is_read_by_its_case() -> None:
    frame = find({"1": "Silloin Kaarinalle soitettiin Kaarinasta, ja Simo Lahti tuli Lahteen."}, readings=readings)
    assert frame[["kind", "text"]].values.tolist() == [
        ["person", "Kaarinalle"],
        ["municipality", "Kaarinasta"],
        ["person", "Simo Lahti"],
        ["municipality", "Lahteen"],
    ]


def test_towns_spoken_of_with_the_outer_cases_are_places_there() -> None:
    frame = find({"1": "Silloin siirryttiin Riihimäelle, ja Lehtimäelle soitettiin."}, readings=readings)
    assert frame[["kind", "text"]].values.tolist() == [["municipality", "Riihimäelle"], ["person", "Lehtimäelle"]]


def test_the_place_is_taken_out_of_a_compound() -> None:
    assert found("Olin Lahden-yksikössä.", "municipality") == [("Lahden", "lahti", "sure")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asun osoitteessa Torikatu 5 B 12, Lahti.", ["Torikatu 5 B 12"]),
        ("Muutin Väinö Linnan tie 4:ään.", ["Väinö Linnan tie 4:ään"]),
        ("Asun Opistokujalla yksin.", ["Opistokujalla"]),
        ("Bor på Storgatan 12 i dag.", ["Storgatan 12"]),
        ("osoite on mustikkatie 7", ["mustikkatie 7"]),
        ("Valtatie 4 on ruuhkainen, ja hoitopolku 2 alkoi.", []),
        ("Kadulla on turvatonta. Elämäntie 1 oli kirja.", []),
    ],
)
def test_streets(text: str, expected: list[str]) -> None:
    assert [hit[0] for hit in found(text, "address")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Auton rekisterinumero on abc-123.", [("abc-123", "sure")]),
        ("Siinä luki XYZ-12.", [("XYZ-12", "unsure")]),
        ("ICD-10, KYS-12, EU-27, COVID-19 ja PHQ-9.", []),
    ],
)
def test_plates(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(hit[0], hit[2]) for hit in found(text, "plate")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tapasimme 3.2.2025 klo 10.30.", ["3.2.2025"]),
        ("Se oli 14.2. ja 3. toukokuuta 2021.", ["14.2.", "3. toukokuuta 2021"]),
        ("Kesäkuussa 2019 se alkoi, 2019-06-01 tarkalleen.", ["Kesäkuussa 2019", "2019-06-01"]),
        ("Olen syntynyt vuonna 1987.", ["1987"]),
        ("Den 6 december 2020 flyttade jag.", ["6 december 2020"]),
        ("Vuonna 2019 oli 3.5 tuntia ja 1.13. klo 12.30 ja toukokuussa.", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    assert [hit[0] for hit in found(text, "date")] == expected


def test_workplaces_of_a_list_in_their_forms() -> None:
    listed = ["Ensikoti Pihlaja", "Kulmala"]
    text = "Tulin ensikoti Pihlajaan, ensin Kulmalassa. Pihlaja kukkii."
    assert found(text, "workplace", workplaces=listed) == [
        ("ensikoti Pihlajaan", "ensikoti pihlaja", "sure"),
        ("Kulmalassa", "kulmala", "sure"),
    ]


def test_a_name_before_a_house_is_proposed_as_a_workplace() -> None:
    assert found("Hän on Vuoksenniskan koulussa.", "workplace") == [
        ("Vuoksenniskan koulussa", "vuoksenniskan koulussa", "unsure")
    ]
