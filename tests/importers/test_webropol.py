"""Webropol's row exports: one header row with colons (W1), two header rows (W2), and what looks like them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from teema.importers import read_survey
from teema.importers.columns import read_columns
from teema.survey import Survey

Write = Callable[..., Path]

SYYT = [
    "Luottamus syntyy hitaasti, eikä siinä auta kiire.",
    "Aina kiire!",
    "Asiakas uskaltaa puhua vasta, kun häntä kuunnellaan.",
    "Turvallinen arki ja selkeät rajat vauvan kanssa",
]


def pairs(survey: Survey) -> list[tuple[str, str]]:
    return list(zip(survey.answers["answer"], survey.answers["text"], strict=True))


def roles(survey: Survey) -> dict[str, str]:
    return {column.column: column.role for column in survey.report.columns}


def questions(survey: Survey) -> list[str]:
    return [question.text for question in survey.questions]


# -- one header row


def test_clean_w1(text_file: Write) -> None:
    lines = ["Vastausaika;Mikä kantaa asiakassuhdetta?", *(f"3.2.2025 9:1{i};{text}" for i, text in enumerate(SYYT))]
    survey = read_survey(text_file("\n".join(lines)))
    assert survey.report.layout == "webropol-w1"
    assert pairs(survey) == [(f"{i}:Q1", text) for i, text in enumerate(SYYT, 1)]
    assert survey.answers["source_row"].to_list() == [2, 3, 4, 5]
    assert roles(survey) == {"Vastausaika": "system", "Mikä kantaa asiakassuhdetta?": "open"}


def test_w1_with_byte_order_mark_windows_line_ends_and_quoted_cells(text_file: Write) -> None:
    content = (
        'Vastausaika;Syy\r\n3.2.2025 9:14;"Kiire;\r\n""aina"" kiire on tässä työssä"\r\n'
        ";\r\n4.2.2025 9:14;Rauha on tärkein.\r\n"
    )
    survey = read_survey(text_file(content, encoding="utf-8-sig"))
    assert pairs(survey) == [("1:Q1", 'Kiire;\n"aina" kiire on tässä työssä'), ("2:Q1", "Rauha on tärkein.")]
    assert survey.answers["source_row"].to_list() == [2, 4]  # records, the header being the first
    assert ("merkistö", "utf-8-sig", "tavujärjestysmerkistä") in survey.report.decisions


def test_headers_are_cleaned_and_kept_raw(text_file: Write) -> None:
    header = ["\u00a0", "Mikä\u00a0auttaa:", ":Vahvuus", "Kerro  <b>lis&auml;&auml;</b>&nbsp;", "Ikä < 30 tai > 60?"]
    row = [
        "Kuvaus työstä tähän",
        "Aika ja rauha auttaa",
        "Yhteistyö on vahvuuteni",
        "Ei kai tässä muuta ole",
        "en tiedä",
    ]
    survey = read_survey(text_file("\t".join(header) + "\n" + "\t".join(row)), roles={"Ikä < 30 tai > 60?": "open"})
    assert questions(survey) == [
        "(nimetön kysymys 1)", "Mikä auttaa", "Mikä auttaa: Vahvuus", "Kerro lisää", "Ikä < 30 tai > 60?",
    ]  # fmt: skip
    assert [question.column for question in survey.questions] == header


def test_identical_follow_up_questions_keep_their_parents(text_file: Write) -> None:
    items = [f"Väite {chr(65 + i)}" for i in range(16)]
    header = ";".join(f"{item};Perustele vastauksesi" for item in items)

    def cells(item: str, place: int, case: int) -> str:
        return f"Samaa mieltä;Perustelu {item} ja vastaaja {case}" if (place + case) % 3 else "Eri mieltä;"

    rows = [";".join(cells(item, i, case) for i, item in enumerate(items)) for case in range(8)]
    survey = read_survey(text_file("\n".join([header, *rows])))
    assert questions(survey) == [f"{item} > Perustele vastauksesi" for item in items]
    texts = {question.question: question.text for question in survey.questions}
    assert len(survey.answers) == sum((i + case) % 3 > 0 for i in range(16) for case in range(8))
    for answer in survey.answers.itertuples():
        assert str(answer.text).startswith("Perustelu " + texts[str(answer.question)].partition(" > ")[0])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Kommentti;Kommentti", ["Kommentti", "Kommentti (2)"]),
        ("Väite A;Miksi?;Miksi?", ["Väite A", "Väite A > Miksi?", "Miksi?"]),
        ("Vastausaika;Miksi?;Kesto;Miksi?", ["Vastausaika", "Miksi?", "Kesto", "Kesto > Miksi?"]),
        ("K:a;K:b;Väli;K:a;K:b", ["K: a", "K: b", "Väli", "K (2): a", "K (2): b"]),
        ("K:a;K:a", ["K: a", "K: a (2)"]),
        ("Vastausaika;:Nimike", ["Vastausaika", "Nimike"]),
    ],
)
def test_repeated_headers_are_told_apart(header: str, expected: list[str]) -> None:
    columns = read_columns(header.split(";"), None, unnamed="({number})", written="{option}")
    assert [column.name for column in columns] == expected


def test_a_colon_parts_question_and_option_only_where_neighbours_share_it(text_file: Write) -> None:
    header = [
        "Kerro: mitä teit?",
        "Ikä:HUOM! Laske ikä 18.4.2027",
        "Klo 10:30 alkava ryhmä:Kyllä",
        "Klo 10:30 alkava ryhmä:Ei: en ehdi",
    ]
    rows = ["Tein töitä ja lepäsin kotona;31;Kyllä;", "Ulkoilin koko päivän;45;;Ei: en ehdi"]
    survey = read_survey(text_file("\n".join([";".join(header), *rows])))
    assert questions(survey) == ["Kerro: mitä teit?"]
    assert survey.cases["Klo 10:30 alkava ryhmä"].to_list() == [["Kyllä"], ["Ei: en ehdi"]]
    assert survey.cases["Ikä:HUOM! Laske ikä 18.4.2027"].to_list() == [31.0, 45.0]


def test_text_given_to_an_option_is_an_answer_of_its_own(text_file: Write) -> None:
    options = ["Videointi", "Muu, mikä?", "Kotikäynti", "Muu, mikä? Avoimet vastaukset"]
    header = ";".join([*(f"Menetelmät:{option}" for option in options), "Muu, mikä?:"])
    rows = ["Videointi;;;valokuvat ja äänitteet;", ";Muu, mikä?;Kotikäynti;;jokin aivan muu juttu"]
    survey = read_survey(text_file("\n".join([header, *rows])))
    assert survey.cases["Menetelmät"].to_list() == [["Videointi"], ["Muu, mikä?", "Kotikäynti"]]
    assert [column.role for column in survey.report.columns] == ["multiple"] * 3 + ["option-text", "open"]
    assert questions(survey) == ["Menetelmät: Muu, mikä?", "Muu, mikä?"] or questions(survey)[0].startswith(
        "Menetelmät"
    )
    assert pairs(survey) == [("1:Q1", "valokuvat ja äänitteet"), ("2:Q2", "jokin aivan muu juttu")]


def test_numbers_are_stripped_only_when_they_count_the_questions(text_file: Write) -> None:
    counting = "1. Mikä auttaa?;2. Mikä estää?\nRauha ja aika auttavat;Kiire estää paljon"
    repeated = "1. Mikä auttaa?;1. Mikä estää?\nRauha ja aika auttavat;Kiire estää paljon"
    assert questions(read_survey(text_file(counting))) == ["Mikä auttaa?", "Mikä estää?"]
    assert questions(read_survey(text_file(repeated))) == ["1. Mikä auttaa?", "1. Mikä estää?"]


@pytest.mark.parametrize("mark", ["1", "x", "Kyllä"])
def test_marks_in_the_cells_of_options_are_a_multiple_choice_too(text_file: Write, mark: str) -> None:
    blank = "0" if mark == "1" else ""
    content = f"Keinot:Videointi;Keinot:Ryhmä;Syy\n{mark};{blank};Kun on aikaa\n{mark};{mark};Kun on kiire"
    survey = read_survey(text_file(content), roles={"Syy": "open"})
    assert survey.cases["Keinot"].to_list() == [["Videointi"], ["Videointi", "Ryhmä"]]


def test_a_matrix_of_yes_and_no_is_not_a_multiple_choice(text_file: Write) -> None:
    content = "Onko:Aikaa;Onko:Rauhaa;Syy\nKyllä;Ei;Kun on aikaa olla\nEi;;Kun on kiire koko ajan"
    survey = read_survey(text_file(content), roles={"Onko": "choice"})
    assert survey.cases["Onko: Aikaa"].to_list() == ["Kyllä", "Ei"]


# -- two header rows

TOP = ["Vastausaika", "Language", "1. Kaupunki", "2. Menetelmät", "", "", "3. Väitteet", "", "4. Mikä kantaa?"]
BELOW = ["", "", "", "Videointi", "Ryhmä", "Puhelu", "Työ on raskasta", "Saan tukea", ""]
BODY = [
    ["3.2.2025 9:14", "fi", city, "Videointi", None, "Puhelu" if i % 2 else None, "Samaa mieltä", "Eri mieltä", text]
    for i, (city, text) in enumerate(zip(["Turku", "Oulu", "Turku", "Oulu"], SYYT, strict=True))
]


def without_time(row: list[str | None]) -> list[str | None]:
    return row[1:]


@pytest.mark.parametrize("merged", [(), ("D1:F1", "G1:H1")])
def test_two_header_rows_blank_or_merged(workbook: Write, merged: tuple[str, ...]) -> None:
    survey = read_survey(workbook([TOP, BELOW, *BODY], merged=merged))
    assert survey.report.layout == "webropol-w2"
    assert pairs(survey) == [(f"{i}:Q1", text) for i, text in enumerate(SYYT, 1)]
    assert survey.answers["source_row"].to_list() == [3, 4, 5, 6]
    assert survey.cases["Menetelmät"].to_list()[:2] == [["Videointi"], ["Videointi", "Puhelu"]]
    assert questions(survey) == ["Mikä kantaa?"]
    assert survey.cases.columns.to_list() == [
        "Kaupunki",
        "Menetelmät",
        "Väitteet: Työ on raskasta",
        "Väitteet: Saan tukea",
    ]


def test_two_header_rows_without_time_and_id_under_lines_about_the_file(workbook: Write) -> None:
    rows = [["Asiakassuhdekysely"], ["Vastaajia yhteensä: 4"], [], *map(without_time, [TOP, BELOW, *BODY])]
    survey = read_survey(workbook(rows))
    assert survey.report.layout == "webropol-w2"
    assert survey.answers["source_row"].to_list() == [6, 7, 8, 9]
    assert any("2 riviä tietoa tiedostosta" in warning for warning in survey.report.warnings)


def test_few_questions_above_many_columns(workbook: Write) -> None:
    top = ["1. Väitteet", *[""] * 9, "2. Mikä kantaa?"]
    below = [f"Väite {sign}" for sign in "abcdefghij"] + [""]
    rows = [["Samaa mieltä"] * 10 + [text] for text in SYYT]
    survey = read_survey(workbook([top, below, *rows]))
    assert survey.report.layout == "webropol-w2"
    assert [text for _, text in pairs(survey)] == SYYT


def test_numbered_fields_are_headers_too(workbook: Write) -> None:
    top, below = ["1. Kolme vahvuuttasi", "", "", "2. Miksi?"], ["1", "2", "3", ""]
    rows = [["rauhallisuus", "huumori", "sinnikkyys ja into", text] for text in SYYT]
    survey = read_survey(workbook([top, below, *rows]), roles={"1. Kolme vahvuuttasi": "open"})
    assert questions(survey) == ["Kolme vahvuuttasi: 1", "Kolme vahvuuttasi: 2", "Kolme vahvuuttasi: 3", "Miksi?"]
    assert len(survey.answers) == 16


def test_a_first_answer_of_text_only_is_not_eaten_as_a_second_header_row(workbook: Write) -> None:
    header = ["Kaupunki", "Mikä kantaa?", "", "Mikä estää?"]
    rows = [
        ["Turku", "Luottamus kantaa aina", "huomautus", "Kiire on este"],
        ["Oulu", "Aika ja rauha", "", "Ei mikään"],
    ]
    survey = read_survey(workbook([header, *rows]), roles={"Mikä estää?": "open"})
    assert survey.report.layout == "table"
    assert survey.answers["text"].to_list() == ["Luottamus kantaa aina", "Kiire on este", "Aika ja rauha", "Ei mikään"]
    assert any("header_rows=2" in warning for warning in survey.report.warnings)
    forced = read_survey(workbook([header, *rows, *rows]), header_rows=2, roles={"Mikä estää?: Kiire on este": "open"})
    assert len(forced.cases) == 3


def test_the_layout_may_be_given(workbook: Write) -> None:
    survey = read_survey(workbook([TOP, BELOW, *BODY]), layout="webropol-w1")
    assert survey.report.layout == "webropol-w1"
    assert len(survey.cases) == 5  # the second header row, read as an answer because the user said so
    assert ("asettelu", "webropol-w1", "annettu kutsussa") in survey.report.decisions


def test_w2_saved_as_comma_csv_by_excel(text_file: Write) -> None:
    lines = [
        ",".join(f'"{cell}"' if cell and "," in cell else cell or "" for cell in row) for row in [TOP, BELOW, *BODY]
    ]
    content = "\r\n".join(lines).replace("Aina kiire!", "Aina kiire – ”aina” äö å")
    survey = read_survey(text_file(content, encoding="cp1252"))
    assert survey.report.layout == "webropol-w2"
    assert survey.answers["text"].to_list()[1] == "Aina kiire – ”aina” äö å"
    twice = read_survey(text_file(content.encode().decode("cp1252", errors="replace")))
    assert any("kahdesti" in warning for warning in twice.report.warnings)


def test_an_id_made_for_a_question_is_not_the_code_of_another(text_file: Write) -> None:
    rows = "".join(
        f"{'Oulu' if i % 2 else 'Turku'};Luottamus syntyy hitaasti {i};äänet ja kuvat {i}\n" for i in range(8)
    )
    survey = read_survey(text_file("Q1;Mikä auttaa?;Q1_4_TEXT\n" + rows))
    assert [question.question for question in survey.questions] == ["Q2", "Q1_4_TEXT"]


# -- values


def test_numbers_for_answers_and_zeros_for_blanks(text_file: Write) -> None:
    head = "Vastausaika;K1;K2;K3;K4;K5;Mikä kantaa?"
    rows = [f"3.2.2025 9:1{i % 10};1;2;{i % 5};0;3;{SYYT[i] if i < 4 else 0}" for i in range(12)]
    survey = read_survey(text_file("\n".join([head, *rows])))
    assert survey.answers["text"].to_list() == SYYT
    assert any("8 nollaa" in warning for warning in survey.report.warnings)
    assert any("vastaukset tekstinä" in warning for warning in survey.report.warnings)
    assert len(read_survey(text_file("\n".join([head, *rows])), zero_fill=False).answers) == 12


def test_answers_of_all_sorts_stay_as_they_are(text_file: Write) -> None:
    texts = [
        "=1+1 on kaksi, sanoi lapsi", "-", "...", "en osaa sanoa", "+ aikaa, - kiire", "Personalen är snäll 🙂",
        "The staff listens to me", "@ohjaaja kuuntelee minua",
    ]  # fmt: skip
    survey = read_survey(
        text_file("\n".join(["Vastausaika;Mikä kantaa?", *(f"3.2.2025 9:14;{text}" for text in texts)]))
    )
    assert survey.answers["text"].to_list() == texts
    assert any(": 3." in warning for warning in survey.report.warnings)
