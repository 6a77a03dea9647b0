"""Pseudonyms are typed, numbered, and the same for the same person through the study."""

import pytest

from teema.privacy import check, find, propose, report, rewrite
from teema.privacy.edits import Edit
from teema.privacy.proposals import ending


def proposed(texts: dict[str, str], **more: object) -> list[tuple[str, str]]:
    frame = propose(find(texts), **more)  # type: ignore[arg-type]
    return list(zip(frame["text"], frame["replacement"] + frame["ending"], strict=True))


def test_all_forms_of_a_name_have_one_number() -> None:
    texts = {"1": "Maija auttoi. Sain Maijalta tukea.", "2": "Pekka ja Maija tulivat."}
    assert [new for _, new in proposed(texts)] == [
        "[henkilö 1]",
        "[henkilö 1]lta",
        "[henkilö 2]",
        "[henkilö 1]",
    ]


def test_a_bare_name_is_the_person_of_the_whole_name_in_the_same_answers() -> None:
    texts = {"1:Q1": "Anna Virtanen auttoi.", "1:Q2": "Virtaselle kiitos, ja Annalle.", "2:Q1": "Anna tuli."}
    groups = {"1:Q1": "1", "1:Q2": "1", "2:Q1": "2"}
    assert [new for _, new in proposed(texts, groups=groups)] == [
        "[henkilö 1]",
        "[henkilö 1]lle",
        "[henkilö 1]lle",
        "[henkilö 2]",
    ]


def test_a_bare_name_that_two_whole_names_share_is_neither_of_them() -> None:
    texts = {"1": "Anna Virtanen ja Anna Mäkelä tulivat. Sitten Anna lähti."}
    assert [new for _, new in proposed(texts)] == ["[henkilö 1]", "[henkilö 2]", "[henkilö 3]"]


def test_a_bare_name_in_a_note_is_the_only_person_of_the_study_who_has_it() -> None:
    texts = {"1": "Anna Virtanen auttoi.", "2": "Anna tuli.", "memo": "Annan rooli?"}
    assert [new for _, new in proposed(texts, groups={"1": "1", "2": "2"})] == [
        "[henkilö 1]",
        "[henkilö 2]",
        "[henkilö 1]n",
    ]


def test_numbers_go_on_after_those_in_use() -> None:
    given = {("person", "maija"): "[henkilö 4]", ("person", "liisa"): "[ohjaaja A]"}
    texts = {"1": "Silloin Maija, Liisa ja Pekka tulivat."}
    assert [new for _, new in proposed(texts, given=given)] == ["[henkilö 4]", "[ohjaaja A]", "[henkilö 5]"]


@pytest.mark.parametrize(
    ("text", "key", "kind", "expected"),
    [
        ("Lahdessa", "lahti", "municipality", "ssa"), ("Lahteen", "lahti", "municipality", "en"),
        ("Turun", "turku", "municipality", "n"), ("Lahti", "lahti", "municipality", ""),
        ("helsinkiläisille", "helsinki", "municipality", "läisille"), ("Virtasen", "virtanen", "person", "n"),
        ("Pekkaa", "pekka", "person", "a"), ("Smith:in", "smith", "person", "n"),
        ("Ensikoti Pihlajaan", "ensikoti pihlaja", "workplace", "an"), ("3.2.2025", "3.2.2025", "date", ""),
    ],
)  # fmt: skip
def test_the_inflection_stays_outside_the_bracket(text: str, key: str, kind: str, expected: str) -> None:
    assert ending(text, key, kind) == expected


def test_the_inflection_may_be_left_out_and_the_language_chosen() -> None:
    texts = {"1": "Asun Lahdessa, soita 040 000 0427."}
    assert proposed(texts, endings=False, language="sv") == [
        ("Lahdessa", "[kommun]"),
        ("040 000 0427", "[telefonnummer]"),
    ]


def test_a_replaced_text_has_nothing_left_to_propose() -> None:
    texts = {"1": "Nimeni on Anna Virtanen, asun Lahdessa (Torikatu 5 B 12), soita 040 000 0427 ennen 3.2.2025."}
    frame = propose(find(texts))
    edits = [Edit(row.start, row.end, row.replacement + row.ending) for row in frame.itertuples()]  # type: ignore[misc]
    new = rewrite(texts["1"], edits)
    assert new == "Nimeni on [henkilö 1], asun [kunta]ssa ([osoite]), soita [puhelinnumero] ennen [pvm]."
    assert find({"1": new}).empty


def test_the_check_counts_and_tells_nothing() -> None:
    checked = check({"otteet": ["Soita Maijalle", "Soita Maijalle", "Kiire."], "koodit": ["Luottamus"]})
    assert checked.values.tolist() == [["otteet", "person", 1, 0]]
    assert report(checked) == "otteet: henkilön nimi 1"
    assert report(checked[:0]) == ""


def test_the_check_passes_over_names_of_codes_unless_they_are_surely_names_of_people() -> None:
    texts = {"koodikirja": ["Koodaa tämä koodiin Kallio pettää.", "Koodaa tämä koodiin Maija."]}
    assert check(texts, own=["Kallio pettää", "Maija"]).values.tolist() == [["koodikirja", "person", 1, 0]]
    assert check(texts).values.tolist() == [["koodikirja", "person", 1, 1]]
