"""The quick ways through a large file give what the plain ones give, cell by cell; hypothesis looks for exceptions."""

from __future__ import annotations

import codecs
import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from teema.errors import TeemaError
from teema.importers import cells as cells_module
from teema.importers import even_text, limits, read_survey, text_files
from teema.importers.cells import Cells, blocks_of_rows, gather
from teema.importers.dates import parse_dates
from teema.importers.even_text import UnevenError, even_blocks, plain_blocks
from teema.importers.spreadsheets import as_text
from teema.importers.text_files import first_records, has_guards, records, without_guards
from teema.importers.values import clean_cells, clean_value, clean_values, count_words, parse_date, parse_numbers

SIGNS = "abä–🙂;\"'\r\n "
# The csv module writes a lone return without quotation marks, which ends a record then.
short = st.text(SIGNS, max_size=6).map(lambda text: text.replace("\r", "\r\n"))
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(short, min_size=width, max_size=width), min_size=1, max_size=9)
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take few characters and rows at a time, so that small tables have many blocks."""
    monkeypatch.setattr(even_text, "_SIZE", 5)
    monkeypatch.setattr(cells_module, "_ROWS", 2)


def even_records(text: str, width: int) -> list[list[str]]:
    return [list(record) for block in even_blocks(text, ";", width) for record in zip(*block, strict=True)]


def written(rows: Sequence[Sequence[str]], end: str, quoting: int) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


class TestEvenTexts:
    @given(tables, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    @pytest.mark.usefixtures("small")
    def test_every_even_table_is_read_whatever_its_cells_hold(
        self, rows: list[list[str]], end: str, quoting: int
    ) -> None:
        assert even_records(written(rows, end, quoting), len(rows[0])) == rows

    @given(st.text('ab;"\r\n', max_size=40))
    @example('a;b\n"x";"y""z"\n')
    @example("a;b\r\n1;2\r3;4\r\n")
    @example('a;b\n""')
    @pytest.mark.usefixtures("small")
    def test_any_other_text_gives_the_records_of_the_csv_module_or_none(self, text: str) -> None:
        expected = records(text, ";")
        try:
            found = even_records(text, len(expected[0]) if expected else 2)
        except UnevenError:
            return
        assert found == expected

    @pytest.mark.parametrize("end", ["1", "1;2;3", '"1"x;2', "", "1;2\r3;4", '"1;2'])
    def test_uneven_ones_are_left_to_the_csv_module(self, end: str) -> None:
        with pytest.raises(UnevenError):
            even_records(f"a;b\n{end}\n", 2)

    @given(st.lists(st.lists(st.text("a'=-\n;", max_size=3), min_size=1, max_size=3), max_size=4))
    def test_a_guarded_cell_is_never_overlooked(self, rows: list[list[str]]) -> None:
        text = written(rows, "\n", csv.QUOTE_MINIMAL)
        guarded = without_guards(records(text, ";"))
        assert not guarded or has_guards(text, ";")

    @given(st.text('a;"\n', max_size=30))
    def test_the_first_records_are_the_first_of_all(self, text: str) -> None:
        assert first_records(text, ";", 3) == records(text, ";")[:3]


def understood(content: bytes) -> tuple[object, ...] | str:
    """Return all of a survey, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kysely.csv"
        path.write_bytes(content)
        try:
            survey = read_survey(path, roles={"Miksi?": "open"})
        except TeemaError as error:
            return str(error).replace(folder, "")
    return (survey.answers.to_dict("list"), survey.cases.to_json(), survey.questions, survey.variables, survey.report)


plain_records = st.lists(
    st.sampled_from(["1;Turku;kiire – aina\r\n", "2;Oulu;äiti\r\n", '3;Lahti;"työ; ja\r\nperhe"\r\n', "4;;\r\n"]),
    min_size=60, max_size=75,
)  # fmt: skip
odd_records = st.sampled_from([
    b"", b"5;Turku;" + "Ã¤iti".encode() * 3 + b"\r\n", b"6;Turku;\xef\xbf\xbd\r\n", b"7;Turku;'=1\r\n", b"8;Turku\r\n",
    b'9;Oulu;yksi " merkki\r\n', b"10;Turku;\x00\r\n", b"11;Turku;ty\xf6\r\n", b"12;\xff;aika\r\n", b'13;;"\xff"\r\n',
    b"\xc3", b"14;Turku;a\xcc\x88iti\r\n", b"15;Turku;\xe2\x80\x83kiire\r\n",
])  # fmt: skip


class TestPlainFiles:
    """Files of which only the beginning is decoded before their cells are; here the beginning is short."""

    @given(plain_records, odd_records, plain_records, st.sampled_from(["", "\ufeff", "\ufeff\ufeff", "sep=;\r\n"]),
        st.sampled_from([5, 80, 80]))  # fmt: skip
    @settings(max_examples=150)
    def test_they_give_what_decoding_all_of_them_first_gives(
        self, above: list[str], odd: bytes, below: list[str], begin: str, percent: int
    ) -> None:
        head = "".join([begin, "Vastaajanumero;Kaupunki;Miksi?\r\n", *above]).encode()
        content = head + odd + "".join(below).encode()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(text_files, "_ENOUGH", len(head) * percent // 100)
            patch.setattr(even_text, "_PIECE", 50)
            patch.setattr(even_text, "_SIZE", 20)
            quick = understood(content)
            patch.setattr(text_files, "_beginning", lambda _: None)  # no file seems plain
            assert quick == understood(content)

    @given(tables)
    @pytest.mark.usefixtures("small")
    def test_every_even_table_is_read_piece_by_piece(self, rows: list[list[str]]) -> None:
        text = written(rows, "\r\n", csv.QUOTE_MINIMAL)
        assume(not has_guards(text, ";"))
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(even_text, "_PIECE", 7)
            patch.setattr(even_text, "_MOST", 1000)
            path = Path(folder) / "kysely.csv"
            path.write_bytes(codecs.BOM_UTF8 + text.encode())
            blocks = list(plain_blocks(path, len(codecs.BOM_UTF8), ";", len(rows[0])))
        records = [record for block in blocks for record in zip(*block, strict=True)]
        assert [[cell if isinstance(cell, str) else cell.decode() for cell in record] for record in records] == rows

    def test_a_cell_far_below_that_is_no_utf_8_changes_what_is_said_of_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(text_files, "_ENOUGH", 1000)
        path = tmp_path / "kysely.csv"
        lines = "".join(f"{i};Minulla on kiire töissä {i} tuntia\n" for i in range(200)).encode()
        path.write_bytes("Nro;Mikä on vaikeaa?\n".encode() + lines + "201;Työ\n".encode("cp1252"))
        survey = read_survey(path, language="en")
        assert any("damaged" in reason for _, _, reason in survey.report.decisions)
        assert survey.answers["text"].iloc[-1] == "Ty\ufffd"


class TestCells:
    @given(st.lists(st.lists(st.one_of(short, st.sampled_from(["Turku", " Turku", "", "a\u0308", "_x000D_", 3.0, 2.5])),
        min_size=1, max_size=3), max_size=9), st.integers(0, 3))  # fmt: skip
    @pytest.mark.usefixtures("small")
    def test_columns_taken_in_blocks_hold_what_the_whole_ones_hold(self, rows: list[list[object]], start: int) -> None:
        width = max(map(len, rows), default=0)
        whole = [[row[i] if i < len(row) else "" for row in rows] for i in range(width)]
        found = gather(blocks_of_rows(rows), start)
        assert [column.texts for column in found] == [clean_cells(as_text(column[start:])) for column in whole]

    @given(st.lists(st.sampled_from(["", "kiire", "kiirettä", "ei", "0"]), max_size=12), st.data())
    @pytest.mark.usefixtures("small")
    def test_what_is_said_of_a_column_is_true_of_its_cells(self, texts: list[str], data: st.DataObject) -> None:
        kept = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
        left = [text for text, stays in zip(texts, kept, strict=True) if stays]
        for found, cells in ((Cells.of(texts), texts), (Cells.of(texts).only(np.array(kept, dtype="bool")), left)):
            assert found.texts == cells
            assert found.blanks == cells.count("")
            assert found.distinct == len(set(cells) - {""})
            assert found.holds().tolist() == [bool(cell) for cell in cells]
            assert found.numbers.sum() == len(cells)
            first = [value for value, new in zip(found.values, found.new, strict=True) if new]
            assert first == list(dict.fromkeys(cells))


def many_dates() -> Iterator[str]:
    for day, month, year in (
        (3, 2, 2025),
        (31, 4, 2025),
        (29, 2, 2024),
        (29, 2, 2023),
        (2, 13, 2025),
        (0, 1, 2025),
        (1, 1, 0),
    ):
        yield from (f"{day}.{month}.{year:04}", f"{day:02}/{month:02}/{year:04}", f"{year:04}-{month:02}-{day:02}",
            f"{year:04}/{month:02}/{day:02} 9:14")  # fmt: skip
        for time in ("9.14", "09:14", "24:00", "23:59:60", "klo 9.14", "09:14:05.5"):
            yield from (
                f"{day}.{month}.{year:04} {time}",
                f"{year:04}-{month:02}-{day:02} {time}",
                f"{year:04}-{month:02}-{day:02}T{time}",
            )


class TestValues:
    @given(
        st.lists(st.one_of(st.sampled_from(sorted(many_dates())), st.text("0123-./: T٣ei", max_size=20)), max_size=30)
    )
    def test_dates_of_a_column_are_those_of_its_cells(self, column: list[str]) -> None:
        expected: list[datetime | None] = [parse_date(cell) for cell in column]
        assert parse_dates(column).tolist() == expected

    @given(st.lists(st.text("ab \n\u00a0\u3000–🙂", min_size=1, max_size=9).filter(str.strip), min_size=1, max_size=6))
    def test_words_are_those_that_splitting_gives(self, texts: list[str]) -> None:
        assert count_words(texts).tolist() == [len(text.split()) for text in texts]

    @given(st.lists(st.text("ab \n\u00a0\u200b_x00D–", max_size=9), max_size=6))
    def test_short_values_become_plain_together_as_one_by_one(self, texts: list[str]) -> None:
        cleaned = clean_cells(texts)
        assert clean_values(cleaned) == [clean_value(text) for text in cleaned]

    def test_numbers_of_a_column(self) -> None:
        assert parse_numbers(["31", "-2,5", "1 234", "alle 2", ""]).tolist()[:3] == [31.0, -2.5, 1234.0]
        assert np.isnan(parse_numbers(["alle 2", ""])).all()


places = st.from_regex(r"[A-Za-z]{0,4}[0-9]{0,8}", fullmatch=True)
tags = st.one_of(
    st.builds('<c r="{}" t="n">'.format, places), st.builds("<row r='{}'>".format, places),
    st.builds("<c r{0}={0}\"{0}{1}\">".format, st.sampled_from(["", " ", " " * 300, "\n"]), places),
    st.sampled_from(["<v>1.5</v>", "teksti r= ja = ", "x" * 150, " " * 5000, 's="1"']),
)  # fmt: skip


@given(st.lists(tags, max_size=8).map("".join), st.lists(st.integers(0, 400), max_size=6))
def test_cells_reach_as_far_whether_looked_at_together_or_singly(text: str, cuts: list[int]) -> None:
    data = text.encode()
    together, singly = limits._Extent(), limits._Extent()
    for start, end in pairwise([0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]):
        together.see(data[start:end])
    singly._see_singly(data.translate(None, limits._SPACE))
    assert (together.most, together.wide) == (singly.most, singly.wide)
