"""A sitting with the live map without a browser: numbers as in the tables, true at each command, nothing kept."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.results import cooccurrence
from teema.study import Study
from teema.study.analysis import Analysis
from teema.widgets import LiveMap
from teema.widgets.live_content import LiveContent, LiveNode, Said
from teema.widgets.live_look import LINES, PAGE, LiveLook


@pytest.fixture
def ta(study: Study) -> Analysis:
    """Työn ehdot over Aika ei riitä (Kiire: cases 1, 4) and Jaksaminen (Kiire, Väsymys: 1, 3, 4); Luottamus kantaa."""
    study.codebook.add("Luottamus", definition="Luottamus työntekijään."), study.codebook.add("Kiire")
    study.codebook.add("Hitaus", parent="Luottamus"), study.codebook.add("Väsymys")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Hitaus"), study.code("2:Q1", "hän luottaa", "Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire"), study.code("4:Q2", (0, 10), "Kiire")
    study.code("3:Q2", None, "Väsymys"), study.code("1:Q2", "Aina kiire", "Väsymys")
    ta = study.analysis("TA", approach="content-analysis")
    ta.add("Työn ehdot", kind="overarching")
    ta.add("Aika ei riitä", codes=["Kiire"], parent="Työn ehdot", definition="Työaika loppuu kesken.")
    ta.add("Jaksaminen", codes=["Kiire", "Väsymys"], parent="Työn ehdot")
    ta.add("Luottamus kantaa", codes=["Luottamus"])
    return ta


def ids(widget: LiveMap) -> dict[str, str]:
    return {item["name"]: item["id"] for item in widget.shown["nodes"]}


def ask(widget: LiveMap, command: str = "look", **asked: Any) -> dict[str, Any]:
    ask.number = getattr(ask, "number", 0) + 1  # type: ignore[attr-defined]
    return widget.reply({"id": ask.number, "command": command, "given": asked})  # type: ignore[attr-defined]


class TestNumbers:
    def test_are_those_of_the_tables(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map()
        counts, names = ask(widget)["counts"], ids(widget)
        for table in (ta.frequency(), study.frequency()):
            for name, cases in table.to_frame()[["code", "cases"]].itertuples(index=False):
                if name in names:
                    assert counts[names[name]] == cases, name

    def test_in_a_group_too(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map(by=["Kaupunki", "Menetelmät"])
        names = ids(widget)
        frame = ta.frequency(by="Kaupunki").to_frame().set_index("code")
        for group in ("Oulu", "Turku"):
            counts = ask(widget, group={"Kaupunki": group})["counts"]
            for name in ta.themes["theme"]:
                assert counts[names[name]] == frame.loc[name, f"n:{group}"], (name, group)
        both = ask(widget, group={"Kaupunki": "Turku", "Menetelmät": "videointi"})
        assert (both["fits"], both["total"], both["hits"]) == (1, 4, 2)
        assert ask(widget, group={"Kaupunki": "Kemi"})["fits"] == 0

    def test_pairs_are_those_of_the_co_occurrence_of_cases(self, study: Study, ta: Analysis) -> None:
        names = {key: name for name, key in ids(ta.live_map()).items()}
        found = ask(ta.live_map(), rank="code")["pairs"]["shown"]
        union = study.codings.replace({"code": {"Hitaus": "Luottamus"}})
        frame = cooccurrence(union, within="case")
        expected = {(frozenset((row.code_a, row.code_b)), row.n) for row in frame.itertuples()}
        assert {(frozenset((names[a], names[b])), n) for a, b, n in found} == expected

    def test_themes_pair_with_their_own_rank_and_never_with_what_they_lie_in(self, ta: Analysis) -> None:
        widget = ta.live_map()
        names = ids(widget)
        pairs = ask(widget, rank="theme")["pairs"]
        assert pairs["shown"][0] == [names["Aika ei riitä"], names["Jaksaminen"], 2]
        assert pairs["sizes"] == [(1, 2), (2, 1)]
        assert all(names["Työn ehdot"] not in pair for pair in pairs["shown"])
        told = ask(widget, node=names["Luottamus kantaa"])["node"]
        assert told["together"] == [[names["Aika ei riitä"], 1], [names["Jaksaminen"], 1]]

    def test_a_theme_tells_what_its_relations_rest_on_in_the_group_that_is_seen(
        self, study: Study, ta: Analysis
    ) -> None:
        first, second = ta.themes["theme"][:2]
        ta.relate(first, second, "contrasts", label="syö aikaa")
        ta.add_evidence(first, second, ("1:Q2", "Aina kiire"), kind="contrasts")
        session = ta.live_map(by="Kaupunki").session
        at = next(
            place for place, (_, _, kind, *_) in enumerate(session.content.shown()["relations"])
            if kind == "on jännitteessä"
        )  # fmt: skip
        rests = dict(session.run("look", {"node": ta[second].id})["node"]["rests"])
        assert [words for _, _, words in rests[at]] == ["Aina kiire"]
        own = str(study.cases.loc["1", "Kaupunki"])
        other = next(group for group in map(str, study.cases["Kaupunki"].dropna().unique()) if group != own)
        told = session.run("look", {"node": ta[first].id, "group": {"Kaupunki": other}})["node"]["rests"]
        assert dict(told)[at] == []
        assert "Aina kiire" not in str(session.content.shown())

    def test_a_search_tells_in_how_many_extracts_the_words_are(self, ta: Analysis) -> None:
        widget = ta.live_map()
        names = ids(widget)
        found = ask(widget, words="AINA")
        assert found["counts"][names["Kiire"]] == 2
        assert found["found"] == [[names["Kiire"], 1], [names["Väsymys"], 1]]
        assert ask(widget, words="loppuu kesken")["found"] == [[names["Aika ei riitä"], 0]]
        kiire = ask(widget, words="AINA", node=names["Kiire"])["node"]
        assert ([text for *_, text in kiire["extracts"]], kiire["narrowed"]) == (["Aina kiire"], True)
        named = ask(widget, words="luottamus työ", group={}, node=names["Luottamus"])["node"]
        assert (named["total"], named["narrowed"]) == (2, False)


class TestTruth:
    def test_the_next_command_shows_what_was_done_elsewhere(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map()
        names = ids(widget)
        before = widget.drawn
        study.code("2:Q1", "se vie aikaa", "Kiire")
        ta.rename("Aika ei riitä", "Aika loppuu")
        assert widget.drawn == before
        answer = ask(widget, node=names["Kiire"])
        assert answer["counts"][names["Kiire"]] == 3
        assert len(answer["node"]["extracts"]) == 3
        assert "Aika loppuu" in ids(widget)
        assert "n = 3" in widget.drawn

    def test_what_is_gone_is_told_of(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map()
        gone = ids(widget)["Luottamus kantaa"]
        ta.drop("Luottamus kantaa", reason="liian laaja")
        answer = ask(widget, node=gone)
        assert answer["ok"]
        assert answer["node"] is None
        assert gone not in answer["counts"]
        assert "ei enää ole" in ask(widget, "more", node=gone)["error"]
        assert "Luottamus kantaa" not in widget.drawn

    def test_a_map_without_numbers_is_not_laid_out_anew_for_a_coding(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map(show_counts=False)
        layouts = []
        reader = widget.session._read
        drawing = reader._analysis.map  # type: ignore[attr-defined]
        reader._analysis.map = lambda **options: layouts.append(1) or drawing(**options)  # type: ignore[attr-defined]
        study.code("2:Q1", "se vie aikaa", "Kiire")
        ask(widget)
        assert layouts == []
        ta.rename("Aika ei riitä", "Aika loppuu")
        ask(widget)
        assert layouts == [1]
        assert "Aika loppuu" in widget.drawn

    def test_cells_and_widget_share_no_frame(self, study: Study, ta: Analysis) -> None:
        reader = ta.live_map().session._read
        assert reader._study is not study  # type: ignore[attr-defined]
        assert reader._study._made is not study._made  # type: ignore[attr-defined]

    def test_answers_from_many_threads_while_cells_code(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map(by="Kaupunki")
        kiire = ids(widget)["Kiire"]
        replies: list[dict[str, Any]] = []

        def work(place: int) -> None:
            given = {"node": kiire, "group": {"Kaupunki": "Turku"} if place % 2 else {}}
            replies.append(widget.reply({"id": f"a{place}", "command": "look", "given": given}))

        threads = [threading.Thread(target=work, args=(place,)) for place in range(12)]
        for place, thread in enumerate(threads):
            thread.start()
            study.code("2:Q1", (place, place + 3), "Kiire")
            _ = study.codings, ta.frequency()
        for thread in threads:
            thread.join()
        assert [reply for reply in replies if not reply.get("ok")] == []
        assert ask(widget, node=kiire)["node"]["total"] == 14

    def test_a_closed_study_is_told_of(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map()
        study.close()
        assert "closed" in ask(widget)["error"]


class TestWhatTheNotebookHolds:
    def test_is_the_map_and_names_and_nothing_that_was_said(self, study: Study, ta: Analysis) -> None:
        widget = ta.live_map(by="Kaupunki")
        for name in ids(widget).values():
            assert ask(widget, node=name)["ok"]
        ask(widget, words="kiire", group={"Kaupunki": "Turku"})
        held = json.dumps({name: getattr(widget, name) for name in ("drawn", "shown", "labels")}, ensure_ascii=False)
        for text in study.codings["text"]:
            assert text not in held
        assert "Työaika loppuu kesken." not in held
        assert "Aika ei riitä" in held
        state = json.dumps(widget.get_state(), default=str, ensure_ascii=False)
        assert "Aina kiire" not in state

    def test_is_nothing_once_it_is_closed(self, ta: Analysis) -> None:
        widget = ta.live_map()
        widget.close()
        assert (widget.drawn, widget.shown) == ("", {})

    def test_without_a_widget_it_says_what_it_is(self, ta: Analysis) -> None:
        found = ta.live_map()._repr_mimebundle_()
        bundle = found[0] if isinstance(found, tuple) else found
        assert bundle["text/plain"] == "teeman elävä luokkakartta (näkyy JupyterLabissa)"

    def test_changes_nothing(self, study: Study, ta: Analysis) -> None:
        before = study.store.revision()
        widget = ta.live_map()
        for command in ("undo", "redo", "drop"):
            assert "command" in ask(widget, command)["error"]
        assert study.store.revision() == before

    def test_other_names_are_refused(self, ta: Analysis) -> None:
        with pytest.raises(NotFoundError, match="Kaupunki"):
            ta.live_map(by="Kaupunk")
        with pytest.raises(UnusableValueError, match="style"):
            ta.live_map(style="pallot")


def content(groups: list[list[int]], *, cases: int, **more: Any) -> LiveContent:
    """Codes, each with an extract of each of its cases."""
    said, nodes = [], []
    for number, own in enumerate(groups):
        places = tuple(range(len(said), len(said) + len(own)))
        said += [Said(case, "Q1", f"sana {number}") for case in own]
        nodes.append(LiveNode(id=str(number), name=f"k{number}", rank="code", level="koodi", own=places, held=places))
    return LiveContent(
        title="", drawn="", nodes=tuple(nodes), said=said, names=[f"vastaaja {case}" for case in range(cases)], **more
    )


groups = st.lists(st.lists(st.integers(0, 69), max_size=20), min_size=1, max_size=6)


@given(groups, st.lists(st.sampled_from(["a", "b", ""]), min_size=70, max_size=70))
def test_cases_are_counted_as_sets(codes: list[list[int]], values: list[str]) -> None:
    told = content(codes, cases=70, background={"R": [(value,) if value else () for value in values]})
    found = LiveLook(told).look(group={"R": "a"}, rank="code")
    fit = {case for case, value in enumerate(values) if value == "a"}
    sets = [set(own) & fit for own in codes]
    assert found["counts"] == {str(number): len(own) for number, own in enumerate(sets)}
    expected = {
        (str(i), str(j), len(sets[i] & sets[j]))
        for i in range(len(sets)) for j in range(i + 1, len(sets)) if sets[i] & sets[j]
    }  # fmt: skip
    assert {tuple(pair) for pair in found["pairs"]["shown"]} == expected
    assert sum(n for _, n in found["pairs"]["sizes"]) == len(expected)
    assert found["fits"] == len(fit)


@given(groups, st.integers(1, 5))
def test_without_extracts_no_pair_tells_of_fewer_than_may_be_told(codes: list[list[int]], least: int) -> None:
    told = content(codes, cases=70, extracts=False, min_cell=least)
    for a, b, n in LiveLook(told).look(rank="code")["pairs"]["shown"]:
        one, other = set(codes[int(a)]), set(codes[int(b)])
        for size in (n, len(one - other), len(other - one)):
            assert size == 0 or size >= least
        assert n >= least


def test_the_strongest_lines_are_told_and_all_are_counted() -> None:
    told = LiveLook(content([list(range(40 - number)) for number in range(30)], cases=40)).look(rank="code")["pairs"]
    assert len(told["shown"]) == LINES
    assert sum(n for _, n in told["sizes"]) == 30 * 29 // 2
    assert [n for *_, n in told["shown"]] == sorted((n for *_, n in told["shown"]), reverse=True)


def test_extracts_come_in_parts() -> None:
    look = LiveLook(content([list(range(250))], cases=250))
    first = look.look(node="0")["node"]
    assert (first["total"], len(first["extracts"])) == (250, PAGE)
    assert first["extracts"][0] == ["vastaaja 0", "Q1", "sana 0"]
    assert [who for who, *_ in look.more(node="0", start=200)["extracts"]] == [f"vastaaja {n}" for n in range(200, 250)]


def test_page_and_notebook_answer_alike(study: Study, ta: Analysis, browser: Any, tmp_path: Path) -> None:
    """The page counts in the browser, the widget in Python: whatever is asked, both must say the same."""
    variables = ["Kaupunki", "Kokemus", "Menetelmät"]
    ta.relate("Aika ei riitä", "Luottamus kantaa", "contrasts", label="syö aikaa")
    ta.add_evidence("Aika ei riitä", "Luottamus kantaa", [("1:Q2", "Aina"), ("2:Q1", "hän luottaa")])
    ta.relate("Luottamus kantaa", "Jaksaminen", "leads_to")
    widget = ta.live_map(by=variables)
    page = browser.new_page()
    page.goto(ta.live_map(tmp_path / "x.html", by=variables).as_uri())
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    page.locator(".side nav").wait_for()
    script = text.rsplit('<script type="module">', 1)[1].split("</script>")[0].rsplit("\nwidget.render(", 1)[0]
    asked = [
        {"group": group, "words": words, "rank": rank, "node": node}
        for group in ({}, {"Kaupunki": "Turku"}, {"Menetelmät": "videointi", "Kokemus": "alle 2 v"})
        for words in ("", "kiire", "LUOTTA")
        for rank in ("theme", "code", "")
        for node in (None, *ids(widget).values())
    ]
    answers = page.evaluate(f"(asked) => {{ {script}; return asked.map((one) => acts.look(one)); }}", asked)
    page.close()
    for one, answer in zip(asked, answers, strict=True):
        expected = json.loads(json.dumps(widget.session.run("look", one)))
        assert answer == expected, one
    assert pd.Series([answer["fits"] for answer in answers]).nunique() == 3
