"""What each column is taken for, why, and how the user overrules it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.importers import read_survey
from teema.importers.orders import ordered_categories
from teema.survey import Survey

Write = Callable[..., Path]
ANSWER = "Luottamus syntyy hitaasti ja sitä kantaa vastaaja numero"


@pytest.fixture
def one_column(text_file: Write) -> Callable[..., Survey]:
    """Read a survey of one column beside an open question."""

    def read(header: str, cells: Sequence[str], **options: object) -> Survey:
        rows = [f'"{cell}"\t{ANSWER} {i}' for i, cell in enumerate(cells)]
        return read_survey(text_file("\n".join([f"{header}\tKerro lisää", *rows])), **options)

    return read


TOWNS = ["Turku", "Oulu", "Turku", "Lahti", "Oulu", "Turku", "Lahti", "Turku"]


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("Kaupunki", TOWNS, "choice"),
        ("Työkokemus", ["alle 2 vuotta", "2–5 vuotta", "yli 10 vuotta", "2–5 vuotta"] * 2, "scale"),
        ("Saan tukea", ["täysin samaa mieltä", "Jokseenkin eri mieltä", "En osaa sanoa"] * 3, "scale"),
        ("Ikä", [str(25 + i) for i in range(8)], "number"),
        ("Tyytyväisyys", ["1", "5", "-", "4", *"32345"] * 3, "number"),
        ("Aloitit", ["3.2.2025", "14.12.2024", "2025-01-07", "1.1.2020 klo 9.00"] * 2, "date"),
        ("Nimike", ["hoitaja", "ohjaaja", "johtaja", "siistijä", "kokki", "lääkäri", "kuski"], "text"),
        ("Koodi", ["00100", "00200", "15140", "33100", "00530", "20100", "90100"], "text"),
        ("Muu, mikä?", ["valokuvaus", "", "äänikirja", "", "", "musiikki"], "open"),
        ("Mielipide", ["-", "-", "-", "-", "-", "Aikaa on ollut liian vähän", "Kiire", "Ihan hyvä oli"], "open"),
        ("Vastaajanumero", ["11", "12", "15", "16", "18"], "id"),
        ("Vastaajanumero", ["11", "12", "12", "16", "18"], "system"),
        ("Vastausaika", ["3.2.2025 9:14"] * 6, "system"),
        ("Vastaajan sähköposti", ["a@esimerkki.fi", "b@esimerkki.fi"] * 3, "personal"),
        ("Yhteys", [f"vastaaja{i}@esimerkki.fi" for i in range(6)], "personal"),
        ("Puhelinnumerosi", ["040 000 0427"] * 6, "personal"),
        ("Liite", [f"https://esimerkki.fi/tiedosto{i}" for i in range(6)], "system"),
        ("Huom", ["soitettu takaisin, lupasi vastata"] * 6, "system"),
        ("Tyhjä", [""] * 6, "empty"),
    ],
)
def test_roles(one_column: Callable[..., Survey], header: str, cells: list[str], role: str) -> None:
    column = one_column(header, cells).report.columns[0]
    assert (column.role, column.column, column.position) == (role, header, 1)
    assert column.reason


def test_every_decision_has_a_reason_in_the_language_of_the_report(one_column: Callable[..., Survey]) -> None:
    for language, reason in (("fi", "3 eri arvoa"), ("sv", "3 olika värden"), ("en", "3 different values")):
        report = one_column("Kaupunki", TOWNS, language=language).report
        assert report.columns[0].reason.startswith(reason)
        assert report.columns[0].alternative == "text"
        assert report.columns[1].name == "Q1"
        assert all(value and why for _, value, why in report.decisions)
        assert "Kaupunki" in str(report)


def test_ordered_values_keep_their_order(one_column: Callable[..., Survey]) -> None:
    cells = ["yli 10 vuotta", "", "2–5 vuotta", "alle 2 vuotta", "6–10 vuotta", "2–5 vuotta"]
    survey = one_column("Työkokemus", cells)
    values = survey.cases["Työkokemus"]
    assert values.cat.ordered
    assert values.cat.categories.to_list() == ["alle 2 vuotta", "2–5 vuotta", "6–10 vuotta", "yli 10 vuotta"]
    assert survey.variables[0].categories == tuple(values.cat.categories)
    assert values.isna().to_list() == [False, True, False, False, False, False]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["samaa mieltä", "eri mieltä"], None),
        (["Strongly agree", "Disagree", "Strongly disagree"], ["Strongly disagree", "Disagree", "Strongly agree"]),
        (["delvis av samma åsikt", "helt av annan åsikt"], ["helt av annan åsikt", "delvis av samma åsikt"]),
        (["usein", "-", "ei koskaan"], ["ei koskaan", "usein", "-"]),
        (["10", "9", "1"], ["1", "9", "10"]),
        (["yli 5 v", "alle 1 v", "1–5 v", "en halua vastata"], ["alle 1 v", "1–5 v", "yli 5 v", "en halua vastata"]),
        (["5 tai enemmän", "1", "2"], ["1", "2", "5 tai enemmän"]),
        (["Ryhmä 2", "Ryhmä 1"], None),
        (["usein"], None),
    ],
)
def test_orders_that_are_known(given: list[str], expected: list[str] | None) -> None:
    assert ordered_categories(given) == expected


def test_text_and_choice_and_number_and_date_have_their_types(one_column: Callable[..., Survey]) -> None:
    assert isinstance(one_column("Kaupunki", TOWNS).cases["Kaupunki"].dtype, pd.CategoricalDtype)
    assert one_column("Ikä", ["31", "4,5", ""]).cases["Ikä"].to_list()[:2] == [31.0, 4.5]
    survey = one_column("Ikä", ["31", "noin 40", ""], roles={"Ikä": "number"})
    assert survey.cases["Ikä"].isna().to_list() == [False, True, True]
    assert any("”Ikä” arvoista 1 ei ole luku" in warning for warning in survey.report.warnings)
    dated = one_column("Päivä", ["1.2.2025", "helmikuussa"], roles={"Päivä": "date"})
    assert dated.cases["Päivä"].iloc[0] == pd.Timestamp("2025-02-01")
    assert any("”Päivä” arvoista 1 ei ole päivämäärä" in warning for warning in dated.report.warnings)


def test_personal_columns_are_set_aside_unless_asked_for(one_column: Callable[..., Survey]) -> None:
    cells = ["maija@esimerkki.fi", "pekka@esimerkki.fi"]
    survey = one_column("Sähköposti", cells)
    assert survey.cases.columns.empty
    assert any("Sähköposti" in warning for warning in survey.report.warnings)
    assert one_column("Sähköposti", cells, roles={"Sähköposti": "text"}).cases["Sähköposti"].to_list() == cells


def test_cases_are_named_by_unique_ids_never_by_address(one_column: Callable[..., Survey]) -> None:
    assert one_column("Vastaajanumero", ["11", "15"]).cases.index.to_list() == ["11", "15"]
    assert one_column("Tunnus", ["a@esimerkki.fi", "b@esimerkki.fi"]).cases.index.to_list() == ["1", "2"]
    repeated = one_column("Tunnus", ["7", "7"])
    assert repeated.cases.index.to_list() == ["1", "2"]
    assert any("”Tunnus”" in warning for warning in repeated.report.warnings)
    missing = one_column("Tunnus", ["7", ""])
    assert missing.cases.index.to_list() == ["1", "2"]
    given = one_column("Koodi", ["A7", "B8"], roles={"Koodi": "id"})
    assert given.cases.index.to_list() == ["A7", "B8"]
    assert given.answers["answer"].to_list() == ["A7:Q1", "B8:Q1"]


def test_an_id_that_is_given_replaces_the_one_that_was_found(text_file: Write) -> None:
    path = text_file(f"ID;Pari;Kerro\n1;A;{ANSWER}\n2;B;{ANSWER} kaksi\n")
    assert read_survey(path, roles={"Pari": "id"}).cases.index.to_list() == ["A", "B"]


CONTENT = "ID;1. Mikä\u00a0auttaa?;2. Keinot:Ryhmä;2. Keinot:Koti;3. Kommentit;q7\n" + "\n".join(
    f"{i};Aika ja rauha auttavat {i};Ryhmä;;hyvä;Vastaus koodattuun kysymykseen {i}" for i in range(1, 7)
)


@pytest.mark.parametrize("name", ["3. Kommentit", "Kommentit", "kommentit:", " 3.  Kommentit "])
def test_roles_are_given_by_the_header_as_it_stands_or_cleaned(text_file: Write, name: str) -> None:
    survey = read_survey(text_file(CONTENT), roles={name: "open"})
    assert [question.text for question in survey.questions] == ["Mikä auttaa?", "Kommentit", "q7"]
    assert [question.question for question in survey.questions] == ["Q1", "Q2", "q7"]
    assert survey.report.columns[4].reason == "annettu kutsussa"
    assert survey.report.columns[4].alternative == "choice"


def test_roles_are_given_by_question_id_too(text_file: Write) -> None:
    survey = read_survey(text_file(CONTENT), roles={"Q1": "text", "q7": "open"})
    assert [question.question for question in survey.questions] == ["q7"]
    assert survey.cases["Mikä auttaa?"].to_list()[0] == "Aika ja rauha auttavat 1"


def test_a_question_of_many_columns_is_given_one_role(text_file: Write) -> None:
    survey = read_survey(text_file(CONTENT), roles={"Keinot": "system"})
    assert survey.cases.columns.to_list() == ["Kommentit"]


def test_what_cannot_be_given(text_file: Write) -> None:
    path = text_file(CONTENT)
    with pytest.raises(NotFoundError, match="Did you mean 'Kommentit'"):
        read_survey(path, roles={"Komentit": "open"})
    with pytest.raises(NotFoundError, match="Q9"):
        read_survey(path, roles={"Q9": "open"})
    with pytest.raises(UnusableValueError, match="role='avoin'"):
        read_survey(path, roles={"Kommentit": "avoin"})
    with pytest.raises(UnusableValueError, match="layout='surveypal'"):
        read_survey(path, layout="surveypal")  # type: ignore[arg-type]
    with pytest.raises(UnusableValueError, match="header_rows=3"):
        read_survey(path, header_rows=3)
    with pytest.raises(UnusableValueError, match="language='no'"):
        read_survey(path, language="no")  # type: ignore[arg-type]


def test_the_case_unit_is_kept(text_file: Write) -> None:
    assert read_survey(text_file(CONTENT), case_unit="työpaja").case_unit == "työpaja"


def test_every_guess_tells_what_it_rejected_and_how_to_choose_that(text_file: Write) -> None:
    report = read_survey(text_file(CONTENT), language="en").report
    rejected = {what: (value, argument) for what, value, argument in report.rejected}
    assert rejected["header rows"] == ("2", "header_rows=2")
    assert rejected["separator"] == (",", "separator=','")
    assert rejected["encoding"] == ("cp1252", "encoding='cp1252'")
    assert "layout" in rejected
    assert "Rejected: 2 (header_rows=2)" in str(report)


def test_what_was_given_is_no_guess_and_stands_in_the_call(text_file: Write) -> None:
    path = text_file(CONTENT)
    report = read_survey(path, header_rows=1, separator=";", roles={"Kommentit": "open"}).report
    assert not {"erotin", "otsikkorivejä"} & {what for what, _, _ in report.rejected}
    call = f"survey = teema.read_survey({path.name!r}, header_rows=1, roles={{'Kommentit': 'open'}}, separator=';')"
    assert report.call == call
    assert call in str(report)
    assert call in report._repr_html_().replace("&#39;", "'").replace("&#x27;", "'")
