"""Real answers of six-year-olds (FSD3134, CC BY 4.0): spoken, short, misspelt.

Read by hand: 17 hits of each query, drawn at random, were all right; every word form with the stems kius-, kaver- and
leik- was gone through for misses. The known ones stand here, so that they are seen when they go or when others come.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import teema
from teema.study import Study, create

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "survey" / "lapsibarometri_2016_fsd3134.csv"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason=f"the Child Barometer is not at {FILE}"),
]


@pytest.fixture(scope="module")
def barometer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder = tmp_path_factory.mktemp("lapsibarometri")
    study = create(folder / "lapsi.teema", teema.read_survey(FILE), coder="AJ")
    yield study
    study.close()


def forms(study: Study, query: str) -> dict[str, int]:
    found = study.find(query).to_frame()["match"].str.casefold().value_counts().to_dict()
    return {str(form): int(count) for form, count in found.items()}


def missed(study: Study, query: str, pattern: str) -> dict[str, int]:
    """Return the word forms with a stem that the query did not find."""
    hits = study.find(query).hits
    places = set(zip(hits["answer"], hits["start"], strict=True))
    tokens = study.tokens
    alike = tokens[tokens["form"].str.casefold().str.contains(pattern, regex=True)]
    left = [
        form.casefold()
        for answer, start, form in zip(alike["answer"], alike["start"], alike["form"], strict=True)
        if (answer, start) not in places
    ]
    return {form: left.count(form) for form in sorted(set(left))}


def test_is_read_as_it_is(barometer: Study) -> None:
    assert len(barometer.cases) == 414
    assert barometer.questions["question"].tolist() == ["q3", "q7", "q11"]
    assert list(barometer.cases.columns) == ["paino", "gender", "major_region", "daycare_before_school"]
    assert barometer.cases["gender"].value_counts().to_dict() == {"boy": 213, "girl": 201}


def test_kiusata_in_all_its_forms(barometer: Study) -> None:
    found = forms(barometer, "kiusata")
    assert sum(found.values()) == 33
    assert set(found) == {
        "kiusaa", "kiusaaminen", "kiusataan", "kiusattu", "kiusaamaan", "kiusata", "kiusaamista", "kiusannu",
        "kiusaava", "kiusaamasta",
    }  # fmt: skip
    # Five times the tagger takes the verb for the noun "kiusa" in a very short sentence; the bully is another word.
    assert missed(barometer, "kiusata", "^kius") == {"kiusaa": 5, "kiusaaja": 2, "kiusaajalla": 1}


def test_friends_also_inside_compounds(barometer: Study) -> None:
    found = forms(barometer, "~kaveri")
    assert sum(found.values()) == 110
    assert {"leikkikaverit", "päiväkotikaverit", "kavereitten", "kaverilta"} <= set(found)
    assert missed(barometer, "~kaveri", "kaver") == {}


def test_playing_but_not_the_play(barometer: Study) -> None:
    found = forms(barometer, "leikkiä")
    assert sum(found.values()) == 115
    assert {"leikkii", "leikitään", "leikkiminen", "leikkimisessä", "leikkimään"} <= set(found)
    # "Leikin lelulla" begun with the verb is taken for the genitive of the noun three times; cutting is another verb.
    assert missed(barometer, "leikkiä", "^leik(?:i|ki)(?:n|t|tään|mi.*)$") == {"leikin": 3, "leikit": 4, "leikkimi": 1}
    assert not any(form.startswith("leikka") for form in found)


def test_coded_and_tabulated_by_gender_and_region(barometer: Study) -> None:
    for code, query in (("Kiusaaminen", "kiusata"), ("Kaverit", "~kaveri"), ("Leikkiminen", "leikkiä")):
        barometer.codebook.add(code, query=query)
    assert barometer.autocode(unit="answer").apply() == len(barometer.codings)
    frame = barometer.frequency().to_frame().set_index("code")
    answers = barometer.answers.set_index("answer")["case"]
    for code, query in (("Kiusaaminen", "kiusata"), ("Kaverit", "~kaveri"), ("Leikkiminen", "leikkiä")):
        assert frame.loc[code, "cases"] == answers.loc[barometer.find(query).hits["answer"].unique()].nunique()
    by_gender = barometer.frequency(by="gender").to_frame().set_index("code")
    assert (by_gender.iloc[0]["n:boy"], by_gender.iloc[0]["n:girl"]) == (213, 201)
    assert by_gender["n:boy"].add(by_gender["n:girl"]).tolist() == by_gender["cases"].tolist()
    by_region = barometer.frequency(by="major_region").to_frame().set_index("code")
    regions = [name for name in by_region.columns if name.startswith("n:")]
    assert len(regions) == 4
    assert by_region[regions].sum(axis=1).tolist() == by_region["cases"].tolist()
    assert barometer.undo(4) == 4
