"""The decision trail tells what was done to the themes, as the journal has it."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.study import Study
from teema.study.analysis import Analysis


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Luottamus", "Kiire", "Turva"):
        study.codebook.add(name)
    return study.analysis("Temaattinen analyysi")


def told(ta: Analysis, *, undone: bool = False) -> list[tuple[str, str, str, str, str]]:
    frame = ta.trail(undone=undone).frame
    return [tuple(row) for row in frame[["change", "theme", "before", "after", "reason"]].values.tolist()]  # type: ignore[misc]


def test_a_theme_made_holds_codes(ta: Analysis) -> None:
    ta.add("Luottamus kantaa", codes=["Luottamus", "Turva"])
    ta.add("Lupaus pitää", parent="Luottamus kantaa")
    assert told(ta) == [
        ("lisättiin", "Luottamus kantaa", "", "", ""),
        ("sijoitettiin", "Luottamus kantaa", "", "Luottamus, Turva", ""),
        ("lisättiin", "Lupaus pitää", "", "Luottamus kantaa", ""),
    ]


def test_renaming_moving_and_redefining_tell_before_and_after(ta: Analysis) -> None:
    ta.add("Aika"), ta.add("Työ")
    ta.rename("Aika", "Aika loppuu kesken")
    ta.move("Aika loppuu kesken", "Työ")
    ta.edit("Työ", kind="overarching", definition="Mitä työ on.", candidate=True)
    assert told(ta)[2:] == [
        ("nimettiin uudelleen", "Aika loppuu kesken", "Aika", "Aika loppuu kesken", ""),
        ("siirrettiin", "Aika loppuu kesken", "", "Työ", ""),
        ("vaihtoi tasoa", "Työ", "teema", "kattoteema", ""),
        ("määritelmä muuttui", "Työ", "", "Mitä työ on.", ""),
        ("ehdokkuus muuttui", "Työ", "ei", "kyllä", ""),
    ]


def test_a_dropped_theme_has_its_reason_and_a_merged_one_where_it_went(ta: Analysis) -> None:
    ta.add("Kahvi", codes=["Turva"]), ta.add("Kiire", codes=["Kiire"]), ta.add("Aika")
    ta.drop("Kahvi", reason="Vain yksi vastaaja: ei kanna teemaa.")
    ta.merge("Kiire", into="Aika")
    changes = told(ta)
    assert ("luovuttiin", "Kahvi", "", "", "Vain yksi vastaaja: ei kanna teemaa.") in changes
    assert ("yhdistettiin", "Kiire", "", "Aika", "") in changes
    assert ("sijoitettiin", "Aika", "", "Kiire", "") in changes


def test_relations_versions_and_notes_are_told(study: Study, ta: Analysis) -> None:
    ta.add("Aika"), ta.add("Luottamus")
    ta.relate("Aika", "Luottamus", "contrasts", label="syö aikaa")
    ta.snapshot("alustava", stage="initial", note="ennen ohjausta")
    study.memo("Nimi on aihe, ei väite.", theme="Aika")
    ta.unrelate("Aika", "Luottamus")
    assert told(ta)[2:] == [
        ("suhde lisättiin", "Aika – Luottamus", "", "syö aikaa", ""),
        ("versio tallennettiin", "", "", "alustava – ennen ohjausta", ""),
        ("muistiinpano", "Aika", "", "Nimi on aihe, ei väite.", ""),
        ("suhde poistettiin", "Aika – Luottamus", "syö aikaa", "", ""),
    ]


def test_what_was_undone_is_told_only_when_asked_for(study: Study, ta: Analysis) -> None:
    ta.add("Aika")
    ta.rename("Aika", "Kello")
    study.undo()
    assert told(ta) == [("lisättiin", "Aika", "", "", "")]
    assert told(ta, undone=True)[1] == ("nimettiin uudelleen", "Kello", "Aika", "Kello", "peruttu myöhemmin")
    study.redo()
    assert told(ta)[1][0] == "nimettiin uudelleen"


def test_another_analysis_has_a_trail_of_its_own(study: Study, ta: Analysis) -> None:
    other = study.analysis("Sisällönanalyysi", approach="content-analysis")
    other.add("Ajan puute", kind="subtheme")
    other.edit("Ajan puute", kind="theme")
    assert told(ta) == []
    assert told(other)[1] == ("vaihtoi tasoa", "Ajan puute", "alaluokka", "yläluokka", "")


def test_it_is_shown_with_days_and_coders(ta: Analysis) -> None:
    ta.add("Aika")
    assert "AJ" in str(ta.trail())
    assert "Päätöspolku: Temaattinen analyysi" in str(ta.trail())


_NAMES = ("Aika", "Luottamus", "Arki")
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "move", "drop", "merge"]), st.sampled_from(_NAMES), st.sampled_from(_NAMES)
    ),
    max_size=12,
)


@given(steps=_STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_replaying_what_the_trail_says_gives_the_themes(study: Study, steps: list[tuple[str, str, str]]) -> None:
    from teema.errors import TeemaError

    ta = study.analysis(f"Analyysi {len(study.analyses)}")
    actions: dict[str, Callable[[str, str], object]] = {
        "add": lambda one, _: ta.add(one),
        "rename": ta.rename,
        "move": ta.move,
        "drop": lambda one, _: ta.drop(one),
        "merge": lambda one, two: ta.merge(one, into=two),
    }
    for action, one, two in steps:
        try:
            actions[action](one, two)
        except TeemaError:
            continue
    found: dict[str, str] = {}
    for change, theme, before, after, _ in told(ta):
        if change == "lisättiin":
            found[theme] = after
        elif change == "nimettiin uudelleen":
            found = {after if name == before else name: after if up == before else up for name, up in found.items()}
        elif change == "siirrettiin":
            found[theme] = after
        else:
            del found[theme]
    parents = pd.Series(ta.themes["parent"]).fillna("")
    assert found == dict(zip(ta.themes["theme"], parents, strict=True))
