"""What a study hands to others: protected tables, the codings, the map; and a clear word when something is missing."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study


@pytest.fixture
def coded(study: Study) -> Study:
    for name in ("Luottamus", "Kiire"):
        study.codebook.add(name, definition=f"{name} asiakastyössä")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.code("1:Q2", None, "Kiire")
    study.code("4:Q2", "kiireen takia", "Kiire")
    study.analysis("TA").add("Luottamus kantaa", codes=["Luottamus"])
    return study


def words(path: Path, sheet: str) -> str:
    return "\n".join(
        str(cell.value) for row in load_workbook(path)[sheet].iter_rows() for cell in row if cell.value is not None
    )


def test_the_workbook_has_a_sheet_for_each_table(coded: Study, tmp_path: Path) -> None:
    path = coded.export(tmp_path / "tulokset.xlsx")
    assert load_workbook(path).sheetnames == [
        "Tiedot", "Koodit", "Koodit × Kaupunki", "Koodit × Kokemus", "Teemat", "Teemat × Kaupunki", "Teemat × Kokemus",
        "Koodikirja", "Aineisto-otteet",
    ]  # fmt: skip


def test_small_cells_are_hidden_unless_it_is_turned_off_and_the_book_says_which(coded: Study, tmp_path: Path) -> None:
    hidden = coded.export(tmp_path / "a.xlsx", by="Kaupunki")
    assert "–" in words(hidden, "Koodit").split("\n")
    assert "alle 3 vastaajan solut peitetty" in words(hidden, "Tiedot")
    assert "Vain tutkijan omaan käyttöön" in words(hidden, "Aineisto-otteet")
    shown = coded.export(tmp_path / "b.xlsx", by="Kaupunki", min_cell=None)
    assert "–" not in words(shown, "Koodit").split("\n")
    assert "ei saa julkaista" in words(shown, "Tiedot")


def test_codings_go_out_as_csv(coded: Study, tmp_path: Path) -> None:
    path = coded.export(tmp_path / "koodaukset.csv")
    assert "luottamus syntyy hitaasti" in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
def test_the_map_goes_out_as_a_picture(coded: Study, tmp_path: Path, ending: str) -> None:
    assert coded.export(tmp_path / f"kartta{ending}").stat().st_size > 1000


@pytest.mark.parametrize(
    ("name", "options", "kind", "said"),
    [
        ("x.docx", {}, UnusableValueError, "ending='.docx'"),
        ("ei/x.xlsx", {}, UnusableValueError, "folder does not exist"),
        ("x.xlsx", {"by": "Kaupunk"}, NotFoundError, "Did you mean 'Kaupunki'"),
        ("x.xlsx", {"analysis": "TB"}, NotFoundError, "no analysis 'TB'"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_left(
    coded: Study, tmp_path: Path, name: str, options: dict[str, str], kind: type[Exception], said: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(kind, match=said):
        coded.export(tmp_path / name, **options)  # type: ignore[arg-type]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_study_without_an_analysis_has_no_map(study: Study, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no theme map to draw"):
        study.export(tmp_path / "kartta.svg")
