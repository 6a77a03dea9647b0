"""A content analysis speaks of classes in every view, in three languages, whatever its levels are called."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from teema.study import Study, create
from teema.study.analysis import Analysis
from teema.survey import Survey
from teema.tables import Table
from teema.terms import term, terms
from teema.themes.phases import PHASES

# A theme in any form: by itself or behind a Finnish or Swedish first part, such as alateema or kandidattema.
THEME = re.compile(
    r"\b(?:ala|pää|ehdokas|katto)?teem(?:a|o)\w*|\b(?:under|huvud|kandidat)?tema(?:n|na|t|ts|karta|tavla)?\b|\bthem(?:e|atic)\w*",
    re.IGNORECASE,
)
# The program's own name, and calls of Python, which are the same in every language and approach.
NAME = re.compile(
    r"teema-ohjelma\w*|programmet teema|program teema|teemas (?=\w+)|teeman (?=luokkataulu|elävä luokkakartta|elävä kartta|koodikirja)|of teema|"
    r"teema \(|\w+\.teema\b|teema[ -](?:read-)?grouping|theme=|ta\.[a-z_]+\([^)]*\)"
)
LANGUAGES = ("fi", "sv", "en")
APPROACHES = ("content-analysis", "content-analysis-theory-guided", "content-analysis-theory-driven")


def themes_in(text: str) -> list[str]:
    return [found[0] for found in THEME.finditer(NAME.sub(" ", text))]


@pytest.mark.parametrize(
    "word", ["teemoissa", "Alateema", "temat", "kandidattema", "sub-theme", "Thematic map", "Themes"]
)
def test_the_walk_would_see_it(word: str) -> None:
    assert themes_in(f"Yksi koodi: {word}.")


@pytest.mark.parametrize("word", ["systemaattinen", "teema-ohjelmaan", "the program teema", "tematisk", "luokka"])
def test_and_sees_nothing_where_nothing_is(word: str) -> None:
    assert not themes_in(word)


@pytest.fixture(params=LANGUAGES)
def ta(request: pytest.FixtureRequest, survey: Survey, tmp_path: Path) -> Iterator[Analysis]:
    with create(tmp_path / "kysely.teema", survey, coder="AJ", language=request.param) as study:
        yield built(study, "content-analysis")


def built(study: Study, approach: str) -> Analysis:
    """Return a content analysis in which every view has something to say."""
    for name in ("Kiire", "Suhde", "Arki"):
        study.codebook.add(name)
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Suhde", reduced="hidas alku")
    study.code("2:Q1", "vie aikaa", "Suhde", reduced="hidas alku")
    study.code("3:Q1", "Turvallinen arki", "Arki", reduced="turvallinen arki")
    ta = study.analysis("A", approach=approach)
    ta.add("Ydin", kind="unifying")
    ta.add("Ehdot", kind="overarching", parent="Ydin"), ta.add("Aika", parent="Ehdot", candidate=True)
    ta.group("Hitaus", "hidas alku", parent="Aika"), ta.group("Kiireisyys", "jatkuva kiire", parent="Aika")
    ta.add("Muut", ["Suhde"]), ta.add("Mikä on vaikeaa?"), ta.add("Pois", ["Kiire"])
    ta.relate("Aika", "Muut", "contrasts", label="vastassa")
    ta.snapshot("alku", stage="initial")
    ta.promote("Hitaus"), ta.demote("Hitaus", under="Aika"), ta.rename("Muut", "Muu puhe"), ta.move("Hitaus", "Ehdot")
    ta.demote("Muu puhe"), ta.edit("Aika", candidate=False, definition="Ajan kulku.")
    ta.split("Hitaus", "Alun hitaus", reduced="hidas alku"), ta.merge("Kiireisyys", "Hitaus")
    ta.drop("Pois", reason="ei kanna")
    ta.add_contrary("Aika", ("3:Q1", "selkeät rajat")), ta.add_support("Aika", ("1:Q2", "Kiire."))
    ta.silence("no-definition", "Muu puhe"), ta.judge(5, "met", "–")
    ta.summarise("Aika", "1", "Kiire on pysyvä.")
    return ta


def views(ta: Analysis, folder: Path) -> dict[str, str]:
    study = ta._study
    tables: dict[str, object] = {
        "approach": ta.approach_text, "phases": ta.phases(), "warnings": ta.warnings(), "criteria": ta.criteria(),
        "review": ta.review("Aika"), "reread": ta.reread(), "reread of one": ta.reread("Aika"),
        "frequency": ta.frequency(), "crosstab": ta.frequency(by="Kaupunki"), "matrix": ta.matrix(),
        "theme table": ta.theme_table(), "content table": ta.content_table(counts=True), "fields": ta.fields,
        "quotations": ta.quotations(), "trail": ta.trail(undone=True), "method": ta.method_text(),
        "comparison": ta.compare("alku"), "comparison table": ta.compare("alku").table(), "empty": study.analysis("B"),
    }  # fmt: skip
    found = {name: str(view) for name, view in tables.items()}
    found |= {f"{name} as HTML": view._repr_html_() for name, view in tables.items() if isinstance(view, Table)}
    for style in ("cards", "ovals"):
        drawn = ta.map(style=style)  # type: ignore[arg-type]
        found[f"map in {style}"] = drawn.svg() + "\n".join(drawn.scene.outline)
    for kind, options in (("columns", {}), ("grid", {}), ("hierarchy", {}), ("cooccurrence", {"min_cell": None}),
                          ("cooccurrence", {"of": "codes", "min_cell": None})):  # fmt: skip
        drawn = ta.map(kind, **options)  # type: ignore[arg-type]
        found[f"map as {kind} {options}"] = drawn.svg() + drawn.outline()
    for name, picture in (("changes", ta.compare("alku").map()), ("versions", ta.versions_map(now=True))):
        found[f"map of {name}"] = picture.svg() + picture.outline()
    walked = ta.live_map()
    found["live map in the notebook"] = " ".join(text for key, text in walked.labels.items() if key.startswith("live_"))
    empty = study.analysis("Tyhjä", approach=ta.approach)
    found["empty map"] = empty.map(title="").svg() + str(empty.method_text()) + str(empty.theme_table())
    found["live map"] = visible(ta.live_map(folder / "kartta.html").read_text(encoding="utf-8"))
    book = ta.export_grouping(folder / "ryhmittely.xlsx")
    found["grouping"] = str(ta.read_grouping(book)) + workbook(book)
    found["workbook"] = workbook(study.export(folder / "tulokset.xlsx", by="Kaupunki", analysis=ta.name, min_cell=None))
    board = ta.board()
    found["board"] = " ".join(text for key, text in board.labels.items() if key.startswith("board_"))
    found["board levels"] = " ".join(theme["level"] for theme in board.shown["boards"][0]["themes"])
    return found


class _Shown(HTMLParser):
    """The words of a page: its text, and what is read aloud or shown beside it; not its style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.inside = tag if tag == "style" or (tag == "script" and told.get("type") != "application/json") else ""
        self.words += [told[name] or "" for name in ("title", "alt", "aria-label", "placeholder") if name in told]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if not self.inside:
            # In data that a script shows, neither the names of fields nor the ranks of nodes are shown.
            self.words.append(re.sub(r"\"rank\": ?\"\w+\"|\"[a-z]+\":|\"theme:", " ", data))


def visible(page: str) -> str:
    shown = _Shown()
    shown.feed(page)
    return re.sub(r"\{themes?\}", " ", "\n".join(shown.words))


def workbook(path: Path) -> str:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    cells = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    return "\n".join([*(sheet.title for sheet in sheets), *(cell for cell in cells if not cell.startswith("teema:"))])


@pytest.mark.filterwarnings("ignore::teema.privacy.check.IdentifiersWarning")
@pytest.mark.slow
def test_no_view_of_a_content_analysis_speaks_of_themes(ta: Analysis, tmp_path: Path) -> None:
    said = {name: themes_in(visible(text)) for name, text in views(ta, tmp_path).items()}
    assert {name: words for name, words in said.items() if words} == {}


@pytest.mark.filterwarnings("ignore::teema.privacy.check.IdentifiersWarning")
@pytest.mark.slow
def test_nor_where_levels_have_names_of_their_own(ta: Analysis, tmp_path: Path) -> None:
    for level, name in zip(("unifying", "overarching", "theme", "subtheme"), ("X1", "X2", "X3", "X4"), strict=True):
        ta.rename_level(level, name)
    found = views(ta, tmp_path)
    assert {name: themes_in(visible(text)) for name, text in found.items() if themes_in(visible(text))} == {}
    for name in ("map in cards", "theme table", "content table", "method", "approach", "board levels", "comparison"):
        assert re.search(r"\bX[1-4]\b", found[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("approach", APPROACHES)
def test_phases_and_texts_of_every_kind_of_content_analysis(
    survey: Survey, tmp_path: Path, language: str, approach: str
) -> None:
    with create(tmp_path / "kysely.teema", survey, coder="AJ", language=language) as study:  # type: ignore[arg-type]
        for ta in (built(study, approach), study.analysis("Tyhjä", approach=approach)):
            said = [ta.phases(), ta.warnings(), ta.approach_text, ta.method_text(), ta.reread(), ta.criteria()]
            assert [themes_in(str(view)) for view in said if themes_in(str(view))] == []


def test_a_thematic_analysis_with_classes_for_levels_speaks_of_them(study: Study) -> None:
    ta = study.analysis("A", approach="codebook")
    for level, name in (("theme", "kategoria"), ("subtheme", "alakategoria"), ("overarching", "pääkategoria")):
        ta.rename_level(level, name)
    assert ta.frequency().title == "Kategoriat: maininnat ja vastaajat"
    ta.rename_level("theme", ""), ta.rename_level("subtheme", ""), ta.rename_level("overarching", "")
    assert ta.frequency().title == "Teemat: maininnat ja vastaajat"


def test_boards_side_by_side_each_have_their_own_word(study: Study) -> None:
    study.analysis("A", approach="content-analysis"), study.analysis("B", approach="reflexive")
    board = study.board("A", "B")
    assert [item["words"]["board_new"] for item in board.shown["boards"]] == ["Uusi luokka", "Uusi teema"]
    assert board.labels["board_new"] == "Uusi luokka tai teema"
    added = board.reply({"id": 1, "command": "add", "given": {"board": study.analysis("B").id, "name": "Kiire"}})
    assert added["say"] == "Uusi teema: Kiire"


def test_words_that_are_of_no_analysis_say_both_or_neither() -> None:
    for language in LANGUAGES:
        book = [text for key, text in terms("widgets", language).items() if key.startswith("book_")]
        assert not [text for text in book if themes_in(text)]
        for key in ("study.rows_themes", "study.rows_members", "themes.column_themes", "frames.note_frames"):
            assert re.search("luok|kategor|categor", term(key, language), re.IGNORECASE), key


def test_every_phase_of_content_analysis_is_walked() -> None:
    assert {"content", "content-theory"} <= set(PHASES)
