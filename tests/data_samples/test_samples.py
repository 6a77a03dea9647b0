"""The sample data is what its README and its answer key say, and its files are up to date."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from itertools import zip_longest
from pathlib import Path

import pytest
from openpyxl import load_workbook

SAMPLES = Path(__file__).parents[2] / "data_samples"
SOURCE = SAMPLES / "source"
OPEN = ("K1", "K2", "K3", "K4", "K5")
FILES = (
    "asiakassuhde.xlsx",
    "asiakassuhde_yksi_otsikkorivi.xlsx",
    "asiakassuhde.csv",
    "koodikirja.xlsx",
    "teemat.xlsx",
)
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

Rows = list[dict[str, str]]
Answers = dict[tuple[str, str], str]


def read(name: str) -> Rows:
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> Rows:
    return read("vastaukset.csv")


@pytest.fixture(scope="module")
def answers(rows: Rows) -> Answers:
    return {(row["Vastaajanumero"], question): row[question] for row in rows for question in OPEN}


def key(*kinds: str) -> list[tuple[tuple[str, str], str]]:
    rows = [row for row in read("tunnisteet.csv") if row["laji"] in kinds]
    return [((row["vastaajanumero"], row["kysymys"]), row["teksti"]) for row in rows]


def names(table: str) -> list[str]:
    return [row["name"] for row in read(table)]


def option_columns() -> list[str]:
    [options] = [row["vaihtoehdot"] for row in read("kysymykset.csv") if row["vaihtoehdot"]]
    return options.split(";")


# -- the answers


def test_there_are_27_respondents_in_9_groups_and_4_cities(rows: Rows) -> None:
    assert [row["Vastaajanumero"] for row in rows] == [str(number) for number in range(1, 28)]
    groups = {row["Työryhmä"]: row["Yksikkötyyppi"] for row in rows}
    assert len(groups) == 9
    assert sorted(groups.values()) == ["Avopalvelu"] * 5 + ["Ensikoti"] * 4
    assert len({row["Kaupunki"] for row in rows}) == 4
    assert len({row["Työkokemus"] for row in rows}) == 5


def test_there_are_135_answers_of_4000_to_5500_words(answers: Answers) -> None:
    assert len(answers) == 135
    assert 4000 <= sum(len(text.split()) for text in answers.values()) <= 5500


def test_empty_answers_are_those_of_the_key(answers: Answers) -> None:
    empty = {place for place, text in answers.items() if not text}
    assert len(empty) == 5
    assert empty == {place for place, _ in key("tyhjä")}


def test_two_answers_say_they_do_not_know(answers: Answers) -> None:
    unknowing = re.compile(r"(en osaa sanoa|en tiedä|eos)\W*", re.IGNORECASE)
    found = [(place, text) for place, text in answers.items() if unknowing.fullmatch(text)]
    assert len(found) == 2
    assert sorted(found) == sorted(key("en osaa sanoa"))


@pytest.mark.parametrize(
    ("kind", "count"),
    [("henkilö", 3), ("kunta", 2), ("puhelin", 1), ("henkilötunnus", 1)],
)
def test_identifiers_are_only_where_the_key_says(answers: Answers, kind: str, count: int) -> None:
    planted = key(kind)
    assert len(planted) == count
    for place, text in planted:
        assert [found for found, answer in answers.items() if text in answer] == [place]


def test_no_other_text_looks_like_a_number_that_identifies(answers: Answers) -> None:
    numbers = re.compile(r"\d{6}[-+A-FU-Y]\d{3}\w|(?:\+358|\b0)[ \d-]{7,}\d")
    found = [match for text in answers.values() for match in numbers.findall(text)]
    assert sorted(found) == sorted(text for _, text in key("puhelin", "henkilötunnus"))


def test_no_answer_names_a_city_or_a_work_group_of_the_survey(rows: Rows, answers: Answers) -> None:
    told = {row["Kaupunki"] for row in rows} | {row["Työryhmä"].split()[-1] for row in rows}
    assert not [name for name in told for text in answers.values() if name in text]


def test_the_identity_code_cannot_be_anybodys() -> None:
    [(_, code)] = key("henkilötunnus")
    assert 900 <= int(code[7:10]) <= 999
    assert code[10] in CHECK_CHARACTERS
    assert code[10] != CHECK_CHARACTERS[int(code[:6] + code[7:10]) % 31]


def test_the_answers_hold_what_importers_stumble_over(answers: Answers) -> None:
    texts = list(answers.values())
    assert any("\n" in text for text in texts)
    assert any(";" in text and '"' in text for text in texts)
    assert any(text.startswith("-") for text in texts)
    assert any(ord(letter) > 0xFFFF for text in texts for letter in text)


# -- codebook and themes


def test_codebook_has_its_columns_and_unique_names() -> None:
    codes = read("koodikirja.csv")
    columns = "name parent definition include exclude example query colour origin"
    assert list(codes[0]) == columns.split()
    assert 28 <= len(codes) <= 34
    assert len({code["name"].casefold() for code in codes}) == len(codes)
    assert {code["origin"] for code in codes} == {"data", "theory", "mixed"}
    assert all(re.fullmatch(r"(#[0-9A-F]{6})?", code["colour"]) for code in codes)


def test_parent_codes_exist_and_have_no_parents() -> None:
    codes = {code["name"]: code["parent"] for code in read("koodikirja.csv")}
    parents = {parent for parent in codes.values() if parent}
    assert 4 <= len(parents) <= 6
    assert all(codes[parent] == "" for parent in parents)


def test_codebook_examples_are_verbatim(answers: Answers) -> None:
    examples = [code["example"] for code in read("koodikirja.csv")]
    assert all(examples)
    assert not [text for text in examples if not any(text in answer for answer in answers.values())]


def test_examples_hold_no_identifier() -> None:
    planted = [text for _, text in key("henkilö", "kunta", "puhelin", "henkilötunnus")]
    examples = [code["example"] for code in read("koodikirja.csv")]
    assert not [text for text in planted if any(text in example for example in examples)]


def test_three_to_five_codes_have_no_query_and_the_others_are_balanced() -> None:
    queries = [code["query"] for code in read("koodikirja.csv")]
    assert 3 <= queries.count("") <= 5
    assert all(query.count("(") == query.count(")") for query in queries)
    assert all(query.count('"') % 2 == 0 for query in queries)


def test_themes_stand_under_themes_and_hold_codes_of_the_codebook() -> None:
    themes = read("teemat.csv")
    kinds = {theme["name"]: theme["kind"] for theme in themes}
    above = {"overarching": {""}, "theme": {"overarching"}, "subtheme": {"theme"}}
    assert all(kinds.get(theme["parent"], "") in above[theme["kind"]] for theme in themes)
    assert [theme["candidate"] for theme in themes].count("yes") == 1
    placed = [code for theme in themes for code in theme["codes"].split(";") if code]
    assert len(placed) == len(set(placed))
    assert set(placed) <= set(names("koodikirja.csv"))
    assert 2 <= len(set(names("koodikirja.csv")) - set(placed)) <= 3


def test_relations_join_themes() -> None:
    relations = read("suhteet.csv")
    assert 4 <= len(relations) <= 6
    ends = {row[end] for row in relations for end in ("source", "target")}
    assert ends <= set(names("teemat.csv"))
    assert {row["kind"] for row in relations} <= {"relates", "contrasts", "leads_to", "overlaps"}
    assert all(row["label"] for row in relations)


# -- the files


def sheet(name: str) -> list[list[str]]:
    workbook = load_workbook(SAMPLES / name, read_only=True)
    lines = [
        ["" if value is None else str(value) for value in line]
        for line in workbook.worksheets[0].iter_rows(values_only=True)
    ]
    workbook.close()
    return lines


def csv_lines() -> list[list[str]]:
    with (SAMPLES / "asiakassuhde.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def one_row_headers() -> list[str]:
    headers = []
    for row in read("kysymykset.csv"):
        joint = ":" if row["vaihtoehdot"] else ""
        headers += [row["teksti"] + joint + option for option in row["vaihtoehdot"].split(";")]
    return headers


def two_row_headers() -> tuple[list[str], list[str]]:
    top, below = [], []
    for number, row in enumerate(read("kysymykset.csv"), start=1):
        options = row["vaihtoehdot"].split(";")
        below += options
        top += [f"{number}. {row['teksti']}"] + [""] * (len(options) - 1)
    return top, below


def test_two_row_headers_name_a_question_on_its_first_column_only() -> None:
    top, below = two_row_headers()
    first, second = sheet("asiakassuhde.xlsx")[:2]
    assert first == ["Vastaajanumero", "Vastausaika", *top]
    assert second == ["", "", *below]


def test_one_row_headers_join_question_and_option() -> None:
    assert sheet("asiakassuhde_yksi_otsikkorivi.xlsx")[0][2:] == one_row_headers()
    assert csv_lines()[0] == ["Vastausaika", *one_row_headers()]


def test_the_three_files_hold_the_source(rows: Rows) -> None:
    background = ["Kaupunki", "Yksikkötyyppi", "Työryhmä", "Työkokemus"]
    expected = [
        [row["Vastausaika"]]
        + [row[column] for column in background]
        + [option if row[option] else "" for option in option_columns()]
        + [row[question] for question in OPEN]
        for row in rows
    ]
    numbers = [row["Vastaajanumero"] for row in rows]
    assert csv_lines()[1:] == expected
    for name, headers in (("asiakassuhde.xlsx", 2), ("asiakassuhde_yksi_otsikkorivi.xlsx", 1)):
        body = sheet(name)[headers:]
        assert [line[0] for line in body] == numbers
        assert [line[1:] for line in body] == expected


@pytest.mark.parametrize(
    ("workbook", "tables"),
    [("koodikirja.xlsx", ["koodikirja.csv"]), ("teemat.xlsx", ["teemat.csv", "suhteet.csv"])],
)
def test_workbooks_hold_their_tables(workbook: str, tables: list[str]) -> None:
    book = load_workbook(SAMPLES / workbook)
    for page, table in zip_longest(book.worksheets, tables):
        lines = [[value or "" for value in line] for line in page.iter_rows(values_only=True)]
        source = read(table)
        assert lines == [list(source[0]), *(list(row.values()) for row in source)]


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    script = SAMPLES / "make_samples.py"
    subprocess.run([sys.executable, script, "--to", tmp_path], check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), name


# -- the other surveys


def table(name: str) -> Rows:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_workshops_have_twenty_turns_each_and_every_role_speaks_in_each() -> None:
    turns = table("tyopajat.csv")
    assert Counter(row["työpaja"] for row in turns) == {f"Työpaja {n}": 20 for n in range(1, 7)}
    assert Counter(row["sektori"] for row in turns) == {"psykiatria": 40, "lastensuojelu": 40, "perhepalvelut": 40}
    roles = {"työntekijä", "johto", "asiakas", "kokemusasiantuntija"}
    assert {row["rooli"] for row in turns} == roles
    assert len({(row["työpaja"], row["rooli"]) for row in turns}) == 24


def test_pilots_have_ten_passages_an_area_and_three_kinds_of_source() -> None:
    passages = table("pilotit.csv")
    assert Counter(row["alue"] for row in passages) == {f"Alue {letter}": 10 for letter in "ABCDEFGHI"}
    assert {row["lähde"] for row in passages} == {"haastattelu", "ryhmäkeskustelu", "työpaja"}
    boxes = Counter(row["laatikko"] for row in table("malli_v1.csv"))
    assert boxes == {
        "edellytykset": 4, "adaptaatiot": 2, "ydinelementit": 4, "mekanismit": 4, "lyhyt": 2, "pitkä": 2,
    }  # fmt: skip


def test_groups_wrote_on_each_topic_once_and_each_participant_gave_feedback() -> None:
    notes = table("ryhmat.csv")
    assert len(notes) == 80
    assert set(Counter((row["ryhmä"], row["teema"]) for row in notes).values()) == {1}
    groups = {row["ryhmä"]: row["työpaja"] for row in notes}
    assert Counter(groups.values()) == {"A": 5, "B": 5, "C": 6}
    assert Counter(row["työpaja"] for row in table("palaute.csv")) == {"A": 24, "B": 20, "C": 28}


@pytest.mark.parametrize("name", ["tyopajat.csv", "pilotit.csv", "ryhmat.csv", "palaute.csv"])
def test_no_text_stands_twice(name: str) -> None:
    texts = [row[list(row)[-1]] for row in table(name)]
    assert len(set(texts)) == len(texts)
