"""What stands above the codes is a theme or a class, as the levels are called; the word stands in the right form."""

import pickle
import string
import tomllib
from importlib.resources import files

import pytest

from teema.language.voikko import analyses
from teema.terms import LANGUAGES, Wording, node_of, term
from teema.terms.node_word import NodeWord

WORDS = tomllib.loads((files("teema.terms") / "node_words.toml").read_text(encoding="utf-8"))
LEVELS = {"unifying", "overarching", "theme", "subtheme"}
CASES = {
    "nom": "Nom", "gen": "Gen", "par": "Par", "ine": "Ine", "ela": "Ela", "ill": "Ill", "ade": "Ade", "abl": "Abl",
    "all": "All", "tra": "Tra",
}  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_every_finnish_form_is_the_form_it_claims_to_be(word: str) -> None:
    forms = WORDS[word]["fi"]
    for name, form in forms.items():
        case, _, plural = name.partition("_")
        if case in CASES and plural in ("", "pl"):
            readings = [item for item in analyses(form) if item.lemma == forms["nom"]]
            number = "Plur" if plural else "Sing"
            assert any((item.case, item.number) == (CASES[case], number) for item in readings), form


def test_every_word_has_the_same_forms() -> None:
    for word, languages in WORDS.items():
        assert {name: set(forms) for name, forms in languages.items()} == {
            name: set(forms) for name, forms in WORDS["theme"].items()
        }, word


def test_every_form_that_a_term_asks_for_is_there() -> None:
    for file in files("teema.terms").iterdir():
        if not file.name.endswith(".toml") or file.name in ("case_units.toml", "node_words.toml"):
            continue
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for language in LANGUAGES:
                for _, name, form, _ in string.Formatter().parse(entry[language]):
                    if name == "node" and form is not None:
                        assert form.lower() in {*WORDS["theme"][language], *LEVELS}, (key, language)


def test_without_a_wording_there_are_themes() -> None:
    assert term("study.sheet_themes", "sv") == "Teman"
    assert term("maps.subtheme", "en") == "sub-theme"


def test_levels_are_named_as_the_researcher_wrote_them() -> None:
    levels = {"unifying": "Kokonaisuus", "overarching": "pääluokka", "theme": "yläluokka", "subtheme": "alaluokka"}
    assert term("maps.unifying", Wording("fi", node="category", levels=levels)) == "Kokonaisuus"


def test_most_of_the_levels_decide() -> None:
    assert node_of({"theme": "kategori", "subtheme": "underkategori", "overarching": "tema"}, "sv") == "category"
    assert node_of({"theme": "ulottuvuus"}, "fi") is None


def test_side_by_side_both_are_said() -> None:
    assert f"{NodeWord('theme/category', 'fi'):Ill}" == "Teemaan tai luokkaan"


def test_a_wording_keeps_its_words_through_pickling() -> None:
    wording = pickle.loads(pickle.dumps(Wording("sv", node="category", levels={"theme": "kategori"})))
    assert (wording.node, wording.levels) == ("category", {"theme": "kategori"})
