"""A table is shown with its base and notes, and never as somebody else's HTML."""

import pandas as pd
import pytest

from teema.import_report import ColumnDecision, ImportReport, report_html, report_text
from teema.tables import Column, Table

HOSTILE = [
    '<script>alert("x")</script>',
    "a & b < c",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "**paksu**",
    "\u202eknurin",
]


def table(**changes: object) -> Table:
    frame = pd.DataFrame(
        {"code": ["Turva", "Rajat", "Kiire"], "depth": [0, 1, 0], "n": [12, 5, 1], "share": [12 / 27, 5 / 27, None]}
    )
    given: dict[str, object] = {
        "frame": frame,
        "title": "Koodit",
        "base": "27 vastaajaa",
        "notes": ("Osuudet voivat ylittää 100 %.",),
        "columns": (
            Column("code", "Koodi"),
            Column("n", "n", "count", "Kaikki"),
            Column("share", "%", "percent", "Kaikki"),
        ),
        "indent": "depth",
    }
    return Table(**{**given, **changes})  # type: ignore[arg-type]


def test_as_text_numbers_stand_under_each_other() -> None:
    assert str(table()).splitlines() == [
        "Koodit",
        "27 vastaajaa",
        "Koodi    Kaikki n  Kaikki %",
        "Turva          12      44\xa0%",
        "  Rajat         5      19\xa0%",
        "Kiire           1",
        "Osuudet voivat ylittää 100 %.",
    ]


def test_in_the_notebook_children_are_indented_and_groups_stand_above() -> None:
    page = table()._repr_html_()
    assert "padding-left: 2.0em" in page
    assert page.count(">Kaikki<") == 1
    assert page == table()._repr_html_()
    assert "Osuudet voivat ylittää 100 %." in page
    assert "http" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_html(text: str) -> None:
    frame = pd.DataFrame({"code": [text]})
    page = table(
        frame=frame, title=text, base=text, notes=(text,), columns=(Column("code", text, group=text),), indent=None
    )._repr_html_()
    assert "<script>" not in page
    assert "<img" not in page


def test_a_long_table_is_cut_when_shown_and_only_then() -> None:
    long = Table(
        frame=pd.DataFrame({"code": [f"koodi {i}" for i in range(100)]}),
        title="Pitkä",
        columns=(Column("code", "Koodi"),),
    )
    page = long._repr_html_()
    assert "koodi 59" in page
    assert "koodi 60" not in page
    assert "60" in page.split("koodi 59")[1]
    assert len(long.to_frame()) == 100


def test_a_long_table_is_cut_in_the_terminal_too_but_prints_whole() -> None:
    long = Table(
        frame=pd.DataFrame({"code": [f"koodi {i}" for i in range(100)]}), title="", columns=(Column("code", "Koodi"),)
    )
    assert "koodi 60" not in repr(long)
    assert repr(long).endswith("Näytetään 60 riviä 100 rivistä; kaikki: .to_frame()")
    assert "koodi 99" in str(long)


def test_in_the_terminal_a_row_is_one_line_also_for_long_answers() -> None:
    answers = ["Kiire.\nAina kiire!", "Luottamus vie aikaa. " * 40]
    lines = str(Table(frame=pd.DataFrame({"a": answers}), title="", columns=(Column("a", "Vastaus"),))).splitlines()
    assert lines[1] == "Kiire. Aina kiire!"
    assert lines[2].endswith("…")
    assert len(lines) == 3


def test_the_base_row_stands_out() -> None:
    frame = pd.DataFrame({"code": ["Perusjoukko (n)", "Turva"], "row": ["base", "node"]})
    page = Table(frame=frame, title="", columns=(Column("code", "Koodi"),))._repr_html_()
    cells = [cell for cell in page.split("<td ")[1:] if "</td>" in cell]
    assert ["font-weight: 600" in cell for cell in cells if "Perusjoukko" in cell or "Turva" in cell] == [True, False]


def test_the_frame_is_the_users_own() -> None:
    shown = table()
    mine = shown.to_frame()
    mine.loc[0, "n"] = 99
    assert shown.frame.loc[0, "n"] == 12


@pytest.mark.parametrize(("language", "expected"), [("fi", "44\xa0%"), ("sv", "44\xa0%"), ("en", "44%")])
def test_numbers_follow_the_language(language: str, expected: str) -> None:
    assert expected in str(table(language=language))


def test_an_empty_table_has_its_headers() -> None:
    empty = table(frame=table().frame.head(0))
    assert "Koodi" in str(empty)
    assert "Koodi" in empty._repr_html_()


class TestTheImportReport:
    report = ImportReport(
        source="vastaukset.xlsx",
        sha256="0",
        layout="webropol-w2",
        decisions=(("otsikkorivejä", "2", "toinen rivi täyttää aukot"),),
        columns=(
            ColumnDecision(
                column="1. Mikä <b>auttoi</b>?", position=1, role="open", name="Q1", reason="pitkiä ja erilaisia"
            ),
        ),
        warnings=("Nimiä jätettiin pois.",),
    )

    def test_says_everything_in_the_terminal(self) -> None:
        text = report_text(self.report)
        for words in (
            "vastaukset.xlsx",
            "otsikkorivejä: 2 – toinen rivi täyttää aukot",
            "open → Q1",
            "Nimiä jätettiin pois.",
        ):
            assert words in text
        assert repr(self.report) == text

    def test_and_in_the_notebook_escaped(self) -> None:
        page = report_html(self.report)
        assert "<b>auttoi" not in page
        assert "pitkiä ja erilaisia" in page
        assert "Nimiä jätettiin pois." in page
