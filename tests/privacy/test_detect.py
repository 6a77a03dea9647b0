"""Identifiers that have a form are proposed; plain Finnish with numbers in it is left in peace."""

import calendar
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.privacy import KINDS, find, summary
from teema.privacy.codes import valid_business_id, valid_hetu, valid_iban

# Fictitious codes that the Digital and Population Data Services Agency publishes for tests.
TEST_CODES = [
    "010594Y9032", "010594Y9021", "020594X903P", "020594X902N", "030594W903B", "040594V902Y", "050594U903M",
    "010516B903X", "020516C902J", "030516D9037", "010501E9032", "020503F9037", "020504A902E",
]  # fmt: skip


def kinds(text: str) -> list[tuple[str, str]]:
    """Return what is found besides dates, which have tests of their own."""
    found = find({"1:Q1": text}, kinds=[kind for kind in KINDS if kind != "date"])
    return list(zip(found["kind"], found["text"], strict=True))


@pytest.mark.parametrize("code", TEST_CODES)
def test_identity_codes_of_every_century_mark(code: str) -> None:
    assert valid_hetu(code)
    assert kinds(f"Äidin tunnus {code} oli lapussa.") == [("hetu", code)]


def test_a_wrong_check_character_is_proposed_as_unsure() -> None:
    found = find({"21:Q5": "henkilötunnus 140391-947K, vaikka pyysin"})
    assert found[["kind", "certainty"]].values.tolist() == [["hetu", "unsure"]]


CENTURIES = [(1800, "+"), *((1900, sign) for sign in "-YXWVU"), *((2000, sign) for sign in "ABCDEF")]


@given(
    day=st.dates(),
    century=st.sampled_from(CENTURIES),
    number=st.integers(900, 999),
    around=st.sampled_from([("", ""), ("(", ")"), ("hetu ", "."), ("äidin tunnus:", ", ja")]),
    lower=st.booleans(),
)
def test_any_code_made_by_the_rule_is_found(
    day: date, century: tuple[int, str], number: int, around: tuple[str, str], lower: bool
) -> None:
    year, sign = century[0] + day.year % 100, century[1]
    assume(day.strftime("%d%m") != "2902" or calendar.isleap(year))
    start = f"{day:%d%m}{year % 100:02}"
    code = f"{start}{sign}{number}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(f'{start}{number}') % 31]}"
    code = code.lower() if lower else code
    found = find({"1:Q1": around[0] + code + around[1]})
    assert found[["kind", "text", "certainty"]].values.tolist() == [["hetu", code, "sure"]]


WORDS = st.sampled_from(
    ["asiakas", "sai", "tukea", "vuonna", "kun", "perhe", "tuli", "ryhmään", "ja", "meni", "kotiin", "maksoi", "euroa"]
)
NUMBERS = st.one_of(
    st.integers(1900, 2100).map(str),
    st.tuples(st.integers(1900, 2100), st.integers(1900, 2100)).map(lambda pair: f"{pair[0]}–{pair[1]}"),
    st.dates().map(lambda day: f"{day.day}.{day.month}.{day.year}"),
    st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
    st.times().map(lambda time: f"klo {time:%H.%M}"),
    st.integers(0, 999_999).map(lambda sum_: f"{sum_:,}".replace(",", " ") + " euroa"),
    st.decimals(0, 99_999, places=2).map(lambda sum_: f"{sum_} €".replace(".", ",")),
    st.integers(0, 100).map(lambda share: f"{share} %"),
    st.sampled_from(["0,5", "1/2", "7–9", "2-vuotias", "90-luvulla", "24/7", "10:30", "5.", "ICD-10", "n. 3–4"]),
)


@given(st.lists(st.one_of(WORDS, NUMBERS), min_size=1, max_size=12))
def test_no_sentence_with_years_sums_and_clock_times_is_proposed(parts: list[str]) -> None:
    # Numbers stand apart in sentences: between two of them there is a word or a comma.
    assert kinds(", ".join(parts)) == []


def test_a_code_without_its_check_character_is_proposed_as_unsure() -> None:
    found = find({"1": "synt. 140391-947, sanoi"}, language="en")
    assert found[["text", "certainty", "reason"]].values.tolist() == [
        ["140391-947", "unsure", "the form fits, the check character is missing"]
    ]


def test_a_long_word_takes_no_longer_than_its_length() -> None:
    assert kinds("a" * 200_000 + " 1") == []  # would not end if each letter were a new beginning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kirjoita maija.meikalainen@esimerkki.fi!", [("email", "maija.meikalainen@esimerkki.fi")]),
        ("Soita 040 000 0427 illalla", [("phone", "040 000 0427")]),
        ("Numeroni on +358 50 000 1234.", [("phone", "+358 50 000 1234")]),
        ("Soita (09) 310 1691.", [("phone", "(09) 310 1691")]),
        ("Numero on +358 (0)50 000 1234", [("phone", "+358 (0)50 000 1234")]),
        ("Soita 0401234567 tai 09-3101691", [("phone", "0401234567"), ("phone", "09-3101691")]),
        ("kirjoita maija(at)esimerkki.fi", [("email", "maija(at)esimerkki.fi")]),
        ("ALV FI22295006 ja 2229500-7", [("business", "FI22295006"), ("business", "2229500-7")]),
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
    found = find({"1": "a@b.fi, c@d.fi", "2": "040 000 0427"})
    assert summary(found) == "sähköpostiosoite 2, puhelinnumero 1"
    assert summary(found[:0]) == ""


def test_kinds_are_known() -> None:
    with pytest.raises(UnusableValueError, match="kind='nimi'"):
        find({}, kinds=["nimi"])


def test_offsets_are_code_points() -> None:
    text = "🙂 Soita 040 000 0427"
    found = find({"1": text}).iloc[0]
    assert text[found["start"] : found["end"]] == "040 000 0427"
