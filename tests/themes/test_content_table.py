"""From original expressions over reduced ones to classes: the table of a Finnish content analysis."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study
from teema.study.analysis import Analysis
from teema.themes.content_table import content_rows, content_table


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Kiire"), study.codebook.add("Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
    study.code("4:Q2", (0, 6), "Kiire", reduced="Jatkuva kiire")
    study.code("2:Q1", (0, 9), "Luottamus", reduced="luottamus syntyy hitaasti")
    ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
    ta.add("Työn ehdot", kind="overarching")
    ta.add("Resurssit", parent="Työn ehdot", kind="theme")
    ta.group("Ajan puute", "jatkuva kiire", parent="Resurssit")
    return ta


def shown(ta: Analysis, **options: object) -> list[list[str]]:
    return ta.content_table(**options).shown()  # type: ignore[arg-type]


def test_it_goes_from_what_was_said_to_the_main_class(ta: Analysis) -> None:
    table = ta.content_table()
    assert [column.label for column in table.columns] == [
        "Alkuperäisilmaus", "Pelkistetty ilmaus", "Alaluokka", "Yläluokka", "Pääluokka",
    ]  # fmt: skip
    assert table.shown()[0] == ["Aina kiire", "jatkuva kiire", "Ajan puute", "Resurssit", "Työn ehdot"]
    assert table.spans()["overarching"] == [2, 0]
    assert "Pelkistettyjä ilmauksia, joita ei ole vielä luokiteltu: 1." in table.notes


def test_levels_have_the_names_that_the_researcher_gave(ta: Analysis) -> None:
    ta.rename_level("theme", "kategoria")
    assert ta.content_table().columns[3].label == "Kategoria"


def test_a_unifying_class_stands_last(ta: Analysis) -> None:
    ta.add("Suhde kantaa", kind="unifying")
    ta.move("Työn ehdot", "Suhde kantaa")
    assert shown(ta)[0][-1] == "Suhde kantaa"


def test_counts_stand_beside_the_classes_and_a_class_above_is_a_union(ta: Analysis) -> None:
    ta.group("Väsymys", "jatkuva kiire", parent="Resurssit")
    first = shown(ta, counts=True)[0]
    assert [" ".join(cell.split()) for cell in first[2:]] == [
        "Ajan puute (f = 2, n = 2)", "Resurssit (f = 2, n = 2)", "Työn ehdot (f = 2, n = 2)",
    ]  # fmt: skip


def test_one_class_alone_and_some_questions_alone(ta: Analysis) -> None:
    ta.group("Hitaus", "luottamus syntyy hitaasti")
    assert {row[2] for row in shown(ta, of="Työn ehdot")} == {"Ajan puute"}
    assert {row[2] for row in shown(ta, questions="Q1")} == {"Hitaus"}
    with pytest.raises(NotFoundError):
        shown(ta, of="Työn edot")
    with pytest.raises(UnusableValueError, match="variant"):
        shown(ta, variant="suomalainen")


def test_classes_may_be_built_of_codes(study: Study, ta: Analysis) -> None:
    study.code("3:Q1", (0, 6), "Luottamus")
    ta.add("Luottamuksen ehdot", codes=["Luottamus"], kind="subtheme")
    table = ta.content_table(of="Luottamuksen ehdot")
    assert [column.label for column in table.columns][:3] == ["Alkuperäisilmaus", "Pelkistetty ilmaus", "Koodi"]
    assert [row[1:3] for row in table.shown()] == [["luottamus syntyy hitaasti", "Luottamus"], ["", "Luottamus"]]


def test_graneheim_and_lundman_have_columns_of_their_own(ta: Analysis) -> None:
    table = ta.content_table(variant="graneheim")
    assert [column.label for column in table.columns] == [
        "Merkitysyksikkö", "Tiivistetty merkitysyksikkö", "Koodi", "Alakategoria", "Kategoria", "Teema",
    ]  # fmt: skip
    assert table.shown()[0][2] == "Kiire"


def test_without_anything_it_says_so(study: Study) -> None:
    table = study.analysis("Tyhjä", approach="content-analysis").content_table()
    assert "Luokissa ei ole vielä ilmauksia." in table.notes
    assert "Alkuperäisilmaus" in str(table)
    assert "Alkuperäisilmaus" in table._repr_html_()


def test_cells_that_say_the_same_are_one_in_the_notebook_and_in_excel(ta: Analysis, study: Study) -> None:
    from openpyxl import load_workbook

    from teema.export import write_workbook

    html = ta.content_table()._repr_html_()
    assert html.count("Työn ehdot") == 1
    path = write_workbook(study.path.with_name("luokat.xlsx"), {"Luokat": ta.content_table()})
    sheet = load_workbook(path)["Luokat"]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    [head] = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Alkuperäisilmaus"]
    assert f"E{head + 1}:E{head + 2}" in merged


_NAMES = ("A", "B", "C", "D")


@given(
    parents=st.lists(st.none() | st.integers(0, 2), min_size=4, max_size=4),
    said=st.lists(
        st.tuples(st.sampled_from(_NAMES), st.sampled_from("xyz"), st.lists(st.sampled_from("pqr"), max_size=2)),
        max_size=8,
    ),
)  # fmt: skip
def test_every_expression_stands_in_each_of_its_classes_once_under_all_that_is_above(
    parents: list[int | None], said: list[tuple[str, str, list[str]]]
) -> None:
    above = {
        name: _NAMES[up] if up is not None and up < i else None
        for i, (name, up) in enumerate(zip(_NAMES, parents, strict=True))
    }
    themes = pd.DataFrame(
        {"theme": _NAMES, "parent": above.values(), "kind": ["overarching", "theme", "subtheme", "subtheme"]}
    )
    frame = pd.DataFrame(
        [(theme, extract, extract, f"sanat {extract}", "\n".join(words), "") for theme, extract, words in said],
        columns=["theme", "extract", "case", "text", "reduced", "code"],
    )
    rows = content_rows(themes, frame)
    wanted = {(theme, extract, word) for theme, extract, words in said for word in words or [""]}
    lowest = [
        next(row[kind] for kind in ("subtheme", "theme", "overarching") if row[kind]).split(" › ")[-1]
        for row in rows.to_dict("records")
    ]
    assert sorted(zip(lowest, rows["extract"], rows["reduced"], strict=True)) == sorted(wanted)
    for name, row in zip(lowest, rows.to_dict("records"), strict=True):
        told = " › ".join(str(row[kind]) for kind in ("overarching", "theme", "subtheme") if row[kind]).split(" › ")
        chain, at = [], name
        while at is not None:
            chain.append(at)
            at = above[at]
        assert sorted(told) == sorted(chain)
    table = content_table(rows, levels=dict.fromkeys(("subtheme", "theme", "overarching", "unifying"), "taso"))
    assert all(sum(spans) == len(rows) for spans in table.spans().values())
