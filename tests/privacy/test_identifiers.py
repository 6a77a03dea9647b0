"""Identifiers that have a form are proposed; plain Finnish with numbers in it is left in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.privacy import find_identifiers, summary
from teema.privacy.identifiers import valid_business_id, valid_hetu, valid_iban

# Fictitious codes that the Digital and Population Data Services Agency publishes for tests.
TEST_CODES = [
    "010594Y9032", "010594Y9021", "020594X903P", "020594X902N", "030594W903B", "040594V902Y", "050594U903M",
    "010516B903X", "020516C902J", "030516D9037", "010501E9032", "020503F9037", "020504A902E",
]  # fmt: skip


def kinds(text: str) -> list[tuple[str, str]]:
    found = find_identifiers({"1:Q1": text})
    return list(zip(found["kind"], found["text"], strict=True))


@pytest.mark.parametrize("code", TEST_CODES)
def test_identity_codes_of_every_century_mark(code: str) -> None:
    assert valid_hetu(code)
    assert kinds(f"Äidin tunnus {code} oli lapussa.") == [("hetu", code)]


def test_a_wrong_check_character_is_proposed_as_unsure() -> None:
    found = find_identifiers({"21:Q5": "henkilötunnus 140391-947K, vaikka pyysin"})
    assert found[["kind", "certainty"]].values.tolist() == [["hetu", "unsure"]]


@given(st.dates(), st.integers(900, 999), st.sampled_from("-YXWVUABCDEF"))
def test_any_code_made_by_the_rule_is_found(day: object, number: int, sign: str) -> None:
    start = f"{day:%d%m%y}"
    code = f"{start}{sign}{number}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(f'{start}{number}') % 31]}"
    real = day.strftime("%d%m") != "2902"  # a leap day needs the right century
    assert kinds(f"({code})") == [("hetu", code)] or not real


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kirjoita maija.meikalainen@esimerkki.fi!", [("email", "maija.meikalainen@esimerkki.fi")]),
        ("Soita 040 000 0427 illalla", [("phone", "040 000 0427")]),
        ("Numeroni on +358 50 000 1234.", [("phone", "+358 50 000 1234")]),
        ("Y-tunnus 2229500-6", [("business", "2229500-6")]),
        ("Tilille FI21 1234 5600 0007 85 kiitos", [("iban", "FI21 1234 5600 0007 85")]),
        ("katso www.esimerkki.fi/ohje.", [("url", "www.esimerkki.fi/ohje")]),
        ("osoite on 15140 Lahti", [("postal", "15140 Lahti")]),
        ("somessa @kuntoutuja_81 kirjoitti", [("handle", "@kuntoutuja_81")]),
    ],
)
def test_other_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vuosina 2019–2024 meillä oli 27 vastaajaa ja 9 työryhmää.",
        "Tapasimme 3.2.2025 klo 10.30 ja taas 14.2.",
        "Se maksoi 1 250,50 euroa eli noin 12 500 mk.",
        "Perheitä on 12, ruutu 45 minuuttia, ja 100 % ajasta menee kirjaamiseen.",
        "ICD-10, KYS-12 ja EU-27 eivät ole ihmisiä.",
        "Osasto 4, huone 312, 0,5 tuntia päivässä.",
    ],
)
def test_plain_sentences_are_left_in_peace(text: str) -> None:
    assert kinds(text) == []


def test_checks() -> None:
    assert valid_business_id("2229500-6")
    assert not valid_business_id("2229500-5")
    assert valid_iban("FI2112345600000785")
    assert not valid_iban("FI2112345600000786")
    assert not valid_hetu("310294-903X")


def test_the_summary_counts_and_shows_nothing() -> None:
    found = find_identifiers({"1": "a@b.fi, c@d.fi", "2": "040 000 0427"})
    assert summary(found) == "sähköpostiosoite 2, puhelinnumero 1"
    assert summary(found[:0]) == ""


def test_kinds_are_known() -> None:
    with pytest.raises(UnusableValueError, match="kind='nimi'"):
        find_identifiers({}, kinds=["nimi"])


def test_offsets_are_code_points() -> None:
    text = "🙂 Soita 040 000 0427"
    found = find_identifiers({"1": text}).iloc[0]
    assert text[found["start"] : found["end"]] == "040 000 0427"
