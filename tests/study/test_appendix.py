"""Tables and drafts become a Word document that is fit to be an appendix."""

from pathlib import Path

import docx
import pandas as pd
import pytest
from docx.table import _Cell

from teema.errors import UnusableValueError
from teema.privacy import IdentifiersWarning
from teema.study import Study
from teema.study.analysis import Analysis
from teema.tables import Column, Table


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Kiire"), study.codebook.add("Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
    study.code("4:Q2", (0, 6), "Kiire", reduced="jatkuva kiire")
    study.code("2:Q1", (0, 9), "Luottamus", reduced="luottamus syntyy hitaasti")
    ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
    ta.add("Työn ehdot", kind="overarching")
    ta.add("Resurssit", parent="Työn ehdot", kind="theme", definition="Aika ja ihmiset.")
    ta.group("Ajan puute", "jatkuva kiire", parent="Resurssit")
    return ta


def wide(count: int) -> Table:
    names = [f"Epätavallisenpitkäsarake{i}" for i in range(count)]
    columns = tuple(Column(name, name, "wide-text") for name in names)
    return Table(frame=pd.DataFrame([names], columns=names), title="Leveä", columns=columns, language="fi")


def text(cell: object) -> str:
    return cell.text.replace("\u00ad", "")  # type: ignore[attr-defined, no-any-return]


class TestWord:
    def test_a_table_has_a_caption_with_a_field_and_a_header_that_repeats(self, study: Study, ta: Analysis) -> None:
        document = docx.Document(
            str(study.appendix(study.path.with_name("liite.docx"), ta.content_table(), title="Liite 1"))
        )
        assert document.paragraphs[0].text == "Liite 1"
        [caption] = [item for item in document.paragraphs if item.style.name == "Caption"]  # type: ignore[union-attr]
        assert caption.text.startswith("Taulukko 1. Sisällönanalyysi")
        assert "SEQ Table" in caption._p.xml
        [table] = document.tables
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert [text(cell) for cell in table.rows[0].cells] == [
            "Alkuperäisilmaus", "Pelkistetty ilmaus", "Alaluokka", "Yläluokka", "Pääluokka",
        ]  # fmt: skip
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)

    def test_cells_that_say_the_same_are_merged(self, study: Study, ta: Analysis) -> None:
        [table] = docx.Document(str(study.appendix(study.path.with_name("liite.docx"), ta.content_table()))).tables
        assert table.cell(1, 4)._tc is table.cell(2, 4)._tc
        assert text(table.cell(1, 1)) == "jatkuva kiire"
        assert table.cell(1, 0)._tc is not table.cell(2, 0)._tc

    def test_the_table_is_as_wide_as_the_page(self, study: Study, ta: Analysis) -> None:
        [table] = docx.Document(str(study.appendix(study.path.with_name("liite.docx"), ta.content_table()))).tables
        assert sum(cell.width.cm for cell in table.rows[0].cells if cell.width) <= 17.01

    def test_what_is_wider_than_a_page_lies_down_and_the_text_after_it_stands_again(self, study: Study) -> None:
        names = [f"Epätavallisenpitkäsarake{i}" for i in range(9)]
        wide = Table(
            frame=pd.DataFrame([["sanahirviöitäsanahirviöitä"] * 9], columns=names), title="Leveä",
            columns=tuple(Column(name, name, "wide-text") for name in names),
        )  # fmt: skip
        draft = study.analysis("TA").method_text()
        document = docx.Document(str(study.appendix(study.path.with_name("x.docx"), draft, wide, draft)))
        sizes = [(section.page_width.cm > section.page_height.cm) for section in document.sections]  # type: ignore[union-attr]
        assert sizes == [False, True, False]

    def test_a_title_stands_on_the_lying_page_of_its_table(self, study: Study) -> None:
        document = docx.Document(str(study.appendix(study.path.with_name("liite.docx"), wide(9), title="Liite")))
        [section] = document.sections
        assert section.page_width is not None
        assert section.page_width.cm == pytest.approx(29.7, abs=0.1)

    def test_what_is_wider_than_any_page_is_divided_under_one_number(self, study: Study) -> None:
        document = docx.Document(str(study.appendix(study.path.with_name("liite.docx"), wide(20))))
        assert len(document.tables) > 1
        captions = [item for item in document.paragraphs if item.style.name == "Caption"]  # type: ignore[union-attr]
        assert [item.text.endswith("(jatkuu)") for item in captions] == [False, *[True] * (len(document.tables) - 1)]
        assert [r"SEQ Table \c" in item._p.xml for item in captions] == [False, *[True] * (len(document.tables) - 1)]
        firsts = {text(table.cell(0, 0)) for table in document.tables}
        assert firsts == {"Epätavallisenpitkäsarake0"}
        heads = [text(cell) for table in document.tables for cell in table.rows[0].cells[1:]]
        assert heads == [f"Epätavallisenpitkäsarake{i}" for i in range(1, 20)]

    def test_a_class_whose_cell_goes_on_is_said_again(self, study: Study) -> None:
        frame = pd.DataFrame({"text": [f"aina kiire {i}" for i in range(60)], "class": ["Ajan puute\n(f = 60)"] * 60})
        columns = (Column("text", "Ilmaus", "wide-text"), Column("class", "Luokka", "wide-text"))
        table = Table(frame=frame, title="Luokat", columns=columns, merged=("class",), language="fi")
        [made] = docx.Document(str(study.appendix(study.path.with_name("liite.docx"), table))).tables
        said = [
            text(cell)
            for cell in dict.fromkeys(row.cells[1]._tc for row in made.rows[1:])
            for cell in [_Cell(cell, made)]
        ]
        assert said[0] == "Ajan puute\n(f = 60)"
        assert set(said[1:]) == {"Ajan puute (jatkuu)"}
        assert 2 <= len(said) - 1 <= 8

    def test_a_table_for_each_main_class(self, study: Study, ta: Analysis) -> None:
        ta.add("Suhde", kind="overarching"), ta.group("Alku", "luottamus syntyy hitaasti", parent="Suhde")
        ta.add("Tyhjä", kind="overarching")
        assert [table.title.partition(":")[0] for table in ta.content_tables()] == ["Työn ehdot", "Suhde"]
        ta.add("Kaikki yhdessä", kind="unifying")
        for name in ("Työn ehdot", "Suhde", "Tyhjä"):
            ta.move(name, "Kaikki yhdessä")
        assert [table.title.partition(":")[0] for table in ta.content_tables()] == ["Työn ehdot", "Suhde"]

    def test_a_draft_stands_under_headings_with_its_gaps_in_italics(self, study: Study, ta: Analysis) -> None:
        document = docx.Document(str(study.appendix(study.path.with_name("x.docx"), ta.method_text())))
        assert [item.text for item in document.paragraphs if item.style.name == "Heading 3"] == [  # type: ignore[union-attr]
            "Aineisto", "Lähestymistapa", "Koodaus", "Luokkien muodostaminen",
        ]  # fmt: skip
        runs = [run for item in document.paragraphs for run in item.runs if run.text.strip().startswith("[")]
        assert runs
        assert all(run.italic for run in runs)

    def test_the_same_parts_are_the_same_bytes(self, study: Study, ta: Analysis) -> None:
        paths = [study.appendix(study.path.with_name(f"{i}.docx"), ta.content_table()) for i in "ab"]
        assert paths[0].read_bytes() == paths[1].read_bytes()

    def test_small_counts_are_hidden_unless_that_is_turned_off(self, study: Study, ta: Analysis) -> None:
        assert len(ta) == 3
        for shown, options in (("–", {}), ("1", {"min_cell": None})):
            path = study.appendix(study.path.with_name("x.docx"), study.frequency(), **options)  # type: ignore[arg-type]
            rows = [[text(cell) for cell in row.cells] for row in docx.Document(str(path)).tables[0].rows]
            assert next(row for row in rows if row[0] == "Luottamus")[2] == shown

    def test_a_map_is_a_figure_with_a_caption_and_its_words_for_those_who_do_not_see_it(
        self, study: Study, ta: Analysis
    ) -> None:
        path = study.appendix(study.path.with_name("x.docx"), ta.map(title="Lopullinen kartta"), ta.content_table())
        document = docx.Document(str(path))
        [caption, other] = [item for item in document.paragraphs if item.style.name == "Caption"]  # type: ignore[union-attr]
        assert (caption.text, other.text[:11]) == ("Kuva 1. Lopullinen kartta", "Taulukko 1.")
        assert "SEQ Figure" in caption._p.xml
        [shape] = document.inline_shapes
        assert shape.width.cm <= 25.71
        assert "Resurssit" in shape._inline.docPr.get("descr")
        assert (
            path.read_bytes()
            == study.appendix(
                study.path.with_name("y.docx"), ta.map(title="Lopullinen kartta"), ta.content_table()
            ).read_bytes()
        )

    def test_the_caption_of_a_figure_is_not_tied_to_the_table_after_it(self, study: Study, ta: Analysis) -> None:
        written = study.appendix(study.path.with_name("liite.docx"), ta.map(), ta.theme_table())
        figure, table = (one for one in docx.Document(str(written)).paragraphs if one.style.name == "Caption")
        assert figure.paragraph_format.keep_with_next is False
        assert table.style.paragraph_format.keep_with_next is True

    def test_a_large_map_lies_down_so_that_it_can_be_read(self, study: Study) -> None:
        ta = study.analysis("TA")
        for at in range(14):
            ta.add(f"Luottamuksellisuuden rakentuminen {at}", codes=["Kiire"] if "Kiire" in study.codebook else [])
        document = docx.Document(str(study.appendix(study.path.with_name("x.docx"), ta.map())))
        assert [section.page_width.cm > section.page_height.cm for section in document.sections] == [True]  # type: ignore[union-attr]
        [shape] = document.inline_shapes
        assert shape.height.cm <= 14.01

    def test_the_trail_of_decisions_tells_of_no_participant(
        self, study: Study, ta: Analysis, recwarn: pytest.WarningsRecorder
    ) -> None:
        study.codebook.add("Lupausten pitäminen"), study.codebook.add("Toivon kannattelu")
        ta.place("Resurssit", ["Lupausten pitäminen", "Toivon kannattelu"])
        study.appendix(study.path.with_name("x.docx"), ta.trail())
        assert [str(warning.message) for warning in recwarn] == []
        ta.edit("Resurssit", definition="Maija Virtasen työaika."), study.memo("Soita Maijalle", theme="Resurssit")
        with pytest.warns(IdentifiersWarning):
            study.appendix(study.path.with_name("x.docx"), ta.trail())

    def test_a_small_picture_stands_between_the_lines_as_large_as_it_is(self, study: Study) -> None:
        chart = study.words.chart(top=3)
        document = docx.Document(str(study.appendix(study.path.with_name("x.docx"), chart)))
        [shape] = document.inline_shapes
        assert [section.page_width.cm < section.page_height.cm for section in document.sections] == [True]  # type: ignore[union-attr]
        assert shape.width.cm == pytest.approx(min(17.0, chart.scene.page.width * 2.54 / 72), abs=0.02)

    def test_texts_that_may_identify_somebody_are_warned_of(self, study: Study, ta: Analysis) -> None:
        ta.edit("Resurssit", definition="Soita: 040 123 4567.")
        with pytest.warns(IdentifiersWarning):
            study.appendix(study.path.with_name("x.docx"), ta.theme_table())
        ta.add("Soita Maijalle 040 123 4567")
        with pytest.warns(IdentifiersWarning):
            study.appendix(study.path.with_name("y.docx"), ta.map())


def test_a_workbook_has_a_sheet_for_each_table(study: Study, ta: Analysis) -> None:
    from openpyxl import load_workbook

    path = study.appendix(study.path.with_name("x.xlsx"), ta.content_table(), study.frequency())
    assert len(load_workbook(path).sheetnames) == 2
    with pytest.raises(UnusableValueError, match="tables only"):
        study.appendix(path, ta.method_text())
    with pytest.raises(UnusableValueError, match="tables only"):
        study.appendix(path, ta.map())


def test_a_comparison_of_versions_is_written_as_its_table(study: Study, ta: Analysis) -> None:
    ta.snapshot("alustava", stage="initial")
    ta.rename("Resurssit", "Voimavarat")
    [table] = docx.Document(str(study.appendix(study.path.with_name("x.docx"), ta.compare("alustava")))).tables
    assert "Voimavarat" in [text(cell) for row in table.rows for cell in row.cells]


def test_what_cannot_be_written_is_refused(study: Study, tmp_path: Path) -> None:
    with pytest.raises(UnusableValueError, match="Nothing was given"):
        study.appendix(tmp_path / "x.docx")
    with pytest.raises(UnusableValueError, match="DataFrame is neither"):
        study.appendix(tmp_path / "x.docx", study.codings)  # type: ignore[arg-type]
    with pytest.raises(UnusableValueError, match="ending"):
        study.appendix(tmp_path / "x.odt", study.frequency())
    assert list(tmp_path.glob("x.*")) == []


class TestThemeTable:
    def test_has_a_row_for_each_theme_with_what_is_under_it(self, study: Study, ta: Analysis) -> None:
        table = ta.theme_table()
        [row] = table.frame.to_dict("records")
        assert (row["overarching"], row["theme"], row["subthemes"]) == ("Työn ehdot", "Resurssit", "Ajan puute")
        assert row["definition"] == "Aika ja ihmiset."
        assert row["extracts"].startswith("”")
        assert row["cases"] == 2

    def test_leaves_out_counts_in_a_reflexive_analysis_and_columns_without_text(self, study: Study) -> None:
        ta = study.analysis("TA", approach="reflexive")
        ta.add("Luottamus kantaa")
        assert [column.label for column in ta.theme_table().columns] == ["Teema"]

    def test_what_waits_for_a_place_is_no_theme(self, study: Study) -> None:
        ta = study.analysis("TA")
        ta.add("Luottamus kantaa"), ta.holding()
        assert ta.theme_table().frame["theme"].tolist() == ["Luottamus kantaa"]


class TestRelationTable:
    def test_says_how_themes_relate_and_what_that_rests_on(self, study: Study) -> None:
        ta = study.analysis("TA")
        ta.add("Kiire vie ajan"), ta.add("Luottamus kantaa"), ta.add("Toivo")
        ta.relate("Kiire vie ajan", "Luottamus kantaa", "contrasts", label="syö aikaa")
        ta.relate("Luottamus kantaa", "Toivo", "leads_to")
        assert "extracts" not in [column.name for column in ta.relation_table().columns]
        ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", ("1:Q2", "Aina kiire"))
        made = ta.relation_table()
        assert made.title == "Teemojen väliset suhteet: TA"
        assert made.to_frame()[["source", "kind", "target", "label", "extracts"]].values.tolist() == [
            ["Kiire vie ajan", "on jännitteessä", "Luottamus kantaa", "syö aikaa", "”Aina kiire” (vastaaja 1)"],
            ["Luottamus kantaa", "johtaa", "Toivo", "", ""],
        ]
        path = study.appendix(study.path.with_name("suhteet.docx"), made)
        assert "”Aina kiire” (vastaaja 1)" in docx.Document(str(path)).element.xml

    def test_belonging_is_told_apart_from_relations(self, study: Study) -> None:
        ta = study.analysis("TA")
        ta.add("Osa"), ta.add("Kokonaisuus")
        with pytest.raises(UnusableValueError, match=r"ta\.move\('Osa', 'Kokonaisuus'\)"):
            ta.relate("Osa", "Kokonaisuus", "part_of")
