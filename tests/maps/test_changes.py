"""The map of changes: what is marked and in which words, and that no mark touches what it should not."""

import random
from itertools import pairwise
from pathlib import Path as File
from typing import Any

import pandas as pd
import pytest
from tests.maps import measuring as law

from teema.errors import NotFoundError, UnusableValueError
from teema.maps import ChangeMap, change_map
from teema.maps.marks import BOLD, SIGNS
from teema.maps.scene import Group, Path, Words
from teema.maps.text import has_glyph
from teema.study.drawn_comparison import mark_rows
from teema.terms import LANGUAGES, term
from teema.themes import View
from teema.themes.comparison import changes

law.NODES |= {"gone"}

LEVELS = {kind: term(f"maps.{kind}", "fi") for kind in ("unifying", "overarching", "theme", "subtheme")}


class Made:
    """A made-up analysis that can be edited at random and seen as a version."""

    def __init__(self, seed: int, *, most: int = 9) -> None:
        self.rng = random.Random(seed)
        themes, members, relations = law.frames(seed, most=most)
        self.rows: dict[str, dict[str, Any]] = {}
        key = dict(zip(themes["theme"], map(str, themes.index), strict=True))
        for row in themes.to_dict("records"):
            self.rows[key[row["theme"]]] = row | {
                "id": key[row["theme"]], "parent": key.get(row["parent"]), "definition": "", "also": None,
            }  # fmt: skip
        self.members = {(key[theme], code) for theme, code in members.itertuples(index=False)}
        self.placed: set[tuple[str, str]] = set()
        self.relations = {(key[a], key[b], kind): label for a, b, kind, label in relations.itertuples(index=False)}
        self.made = 0

    def one(self) -> str:
        return self.rng.choice(list(self.rows))

    def code(self) -> tuple[str, str] | None:
        return self.rng.choice(sorted(self.members)) if self.members else None

    def below(self, key: str) -> set[str]:
        held = {other for other, row in self.rows.items() if row["parent"] == key}
        return held.union({key}, *(self.below(other) for other in held))

    def name(self) -> str:
        self.made += 1
        return f"{self.rng.choice(law.THEMES)} {100 + self.made}"

    def edit(self) -> None:
        edits = (
            self.rename, self.redefine, self.move, self.level, self.merge, self.split, self.drop, self.add, self.carry,
            self.take_out, self.place, self.relate, self.unrelate, self.relabel, self.settle, self.also,
        )  # fmt: skip
        self.rng.choice(edits)()

    def rename(self) -> None:
        self.rows[self.one()]["theme"] = self.name()

    def redefine(self) -> None:
        self.rows[self.one()]["definition"] = self.name()

    def move(self) -> None:
        key, above = self.one(), self.one()
        if above not in self.below(key):
            self.rows[key]["parent"] = self.rng.choice([above, None])

    def level(self) -> None:
        self.rows[self.one()]["kind"] = self.rng.choice(["overarching", "theme", "subtheme"])

    def merge(self) -> None:
        key, into = self.one(), self.one()
        if into not in self.below(key):
            self.members |= {(into, code) for theme, code in self.members if theme == key}
            self.remove(key, into)

    def split(self) -> None:
        source = self.one()
        codes = sorted(code for theme, code in self.members if theme == source)
        if codes:
            new = self.add()
            for code in codes[: self.rng.randint(1, len(codes))]:
                self.members = self.members - {(source, code)} | {(new, code)}

    def drop(self) -> None:
        key = self.one()
        if len(self.rows) > 1:
            self.remove(key, self.rows[key]["parent"])

    def remove(self, key: str, into: str | None) -> None:
        for row in self.rows.values():
            row["parent"] = into if row["parent"] == key else row["parent"]
            row["also"] = None if row["also"] == key else row["also"]
        gone = self.rows.pop(key)
        if into is not None and self.rows[into]["parent"] == key:
            self.rows[into]["parent"] = gone["parent"]
        self.members = {(theme, code) for theme, code in self.members if theme != key}
        self.placed = {(theme, extract) for theme, extract in self.placed if theme != key}
        ends = {edge: tuple(into if end == key else end for end in edge[:2]) for edge in self.relations}
        self.relations = {
            (*ends[edge], edge[2]): label for edge, label in self.relations.items() if None not in ends[edge]
        }  # type: ignore[misc]

    def add(self) -> str:
        key = f"new-{self.made}"
        self.rows[key] = {
            "theme": self.name(), "id": key, "parent": None, "kind": "theme", "definition": "", "also": None,
            "candidate": self.rng.random() < 0.3,
        }  # fmt: skip
        for _ in range(self.rng.randint(0, 2)):
            if found := self.code():
                self.members.add((key, found[1]))
        return key

    def carry(self) -> None:
        if found := self.code():
            self.members = self.members - {found} | {(self.one(), found[1])}

    def take_out(self) -> None:
        if found := self.code():
            self.members.remove(found)

    def place(self) -> None:
        self.placed.add((self.one(), f"ote {self.made}"))

    def relate(self) -> None:
        self.relations[self.one(), self.one(), self.rng.choice(law.KINDS)] = self.rng.choice(law.LABELS)

    def unrelate(self) -> None:
        if self.relations:
            del self.relations[self.rng.choice(sorted(self.relations))]

    def relabel(self) -> None:
        if self.relations:
            self.relations[self.rng.choice(sorted(self.relations))] = self.rng.choice(law.LABELS)

    def settle(self) -> None:
        row = self.rows[self.one()]
        row["candidate"] = not row["candidate"]

    def also(self) -> None:
        self.rows[self.one()]["also"] = self.rng.choice([self.one(), None])

    def view(self, name: str) -> View:
        names = {key: row["theme"] for key, row in self.rows.items()} | {None: None}
        themes = [
            row | {"parent": names[row["parent"]], "also": names[row["also"]], "concept": "", "story": "",
                   "boundary": "", "holding": False}
            for row in self.rows.values()
        ]  # fmt: skip
        return View(
            name=name,
            themes=pd.DataFrame(themes),
            members=pd.DataFrame([(names[key], code) for key, code in sorted(self.members)], columns=["theme", "code"]),
            relations=pd.DataFrame(
                [(names[a], names[b], kind, label) for (a, b, kind), label in self.relations.items()],
                columns=["source", "target", "kind", "label"],
            ),
            placed=pd.DataFrame(
                [(names[key], extract, extract) for key, extract in sorted(self.placed)],
                columns=["theme", "extract", "text"],
            ),
        )


def pair(seed: int, *, most: int = 9) -> tuple[View, View]:
    made = Made(seed, most=most)
    before = made.view("alustava")
    for _ in range(made.rng.randint(0, 14)):
        made.edit()
    return before, made.view("lopullinen")


def drawn(before: View, after: View, **options: Any) -> ChangeMap:
    rows = mark_rows(changes(before, after), levels=LEVELS, language="fi")
    return change_map(after.themes, after.members, after.relations, rows, **options)


def chips_out_of_place(made: ChangeMap) -> list[str]:
    """Chips that do not hold their words, touch each other, or leave what they stand on, be it a box or an oval."""
    found = []
    for group in made.scene.groups:
        if group.kind not in law.NODES:
            continue
        chips = list(chips_on(group))
        for (box, words), (other, _) in pairwise([*chips, (chips[0][0], []) if chips else ((0, 0, 0, 0), [])]):
            found += [f"{group.name}: {line.text}" for line in words if not law.holds(box, law.ink(line))]
            if box is not other and law.meet(box, other):
                found.append(f"{group.name}: two chips meet")
        outline = group.marks[0]
        assert isinstance(outline, Path)
        left, top, right, bottom = law.extent(outline)
        for box, _ in chips:
            if not law.holds((left, top, right, bottom), box):
                found.append(f"{group.name}: a chip leaves it")
            if any(letter == "C" for letter, _ in outline.commands):
                a, b = (right - left) / 2, (bottom - top) / 2
                across = max(abs(box[0] - left - a), abs(box[2] - left - a)) / a
                down = max(abs(box[1] - top - b), abs(box[3] - top - b)) / b
                if across**2 + down**2 > 1.02:
                    found.append(f"{group.name}: a chip leaves the oval")
    return found


def chips_on(group: Group) -> list[tuple[Any, list[Words]]]:
    """A chip is a small white box followed by words that begin with a sign."""
    found: list[tuple[Any, list[Words]]] = []
    for at, mark in enumerate(group.marks):
        if isinstance(mark, Path) and at + 1 < len(group.marks) and isinstance(group.marks[at + 1], Words) and at:
            first = group.marks[at + 1]
            if isinstance(first, Words) and first.text[:1] in SIGNS.values() and first.text[1:2] == "\u00a0":
                found.append((law.extent(mark), []))
        elif isinstance(mark, Words) and found and mark.anchor == "middle":
            found[-1][1].append(mark)
    return found


@pytest.mark.parametrize("seed", range(200))
def test_on_made_up_pairs_of_versions_nothing_touches_what_it_should_not(seed: int) -> None:
    before, after = pair(seed)
    style, setting = [("ovals", "free"), ("cards", "free"), ("cards", "free"), ("cards", "columns"), ("cards", "grid")][
        seed % 5
    ]
    made = drawn(before, after, title="Muutokset", style=style, setting=setting, show_codes=seed % 3 != 2)

    assert law.measured(made).all() == []
    assert chips_out_of_place(made) == []
    words = [mark for group in made.scene.groups for mark in group.marks if isinstance(mark, Words)]
    assert min(mark.size for mark in words) >= 5.5


THEMES = pd.DataFrame(
    [
        ("Suhde kantaa", None, "overarching", False),
        ("Luottamus rakentuu teoista", "Suhde kantaa", "theme", False),
        ("Pidetty lupaus", "Luottamus rakentuu teoista", "subtheme", False),
        ("Kiire murentaa", "Suhde kantaa", "theme", True),
    ],
    columns=["theme", "parent", "kind", "candidate"],
)
MEMBERS = pd.DataFrame(
    [("Luottamus rakentuu teoista", "Turva"), ("Pidetty lupaus", "Lupausten pitäminen"), ("Kiire murentaa", "Turva")],
    columns=["theme", "code"],
)
RELATIONS = pd.DataFrame(
    [
        ("Kiire murentaa", "Pidetty lupaus", "contrasts", "syö aikaa"),
        ("Pidetty lupaus", "Suhde kantaa", "relates", ""),
        ("Kiire murentaa", "Suhde kantaa", "leads_to", "murentaa"),
    ],
    columns=["source", "target", "kind", "label"],
)
EVERYTHING = [
    ("added", "Luottamus rakentuu teoista", "", "", "", "", ""),
    ("from", "Luottamus rakentuu teoista", "", "", "", "Kohtaaminen", ""),
    ("from", "Luottamus rakentuu teoista", "", "", "", "", ""),
    ("split", "Pidetty lupaus", "", "", "", "Luottamus", ""),
    ("merged", "Kiire murentaa", "", "", "", "Uupumus", ""),
    ("merged", "Kiire murentaa", "", "", "", "Vaihtuvuus", ""),
    ("renamed", "Kiire murentaa", "", "", "", "Aika ei riitä", ""),
    ("text", "Kiire murentaa", "", "", "", "määritelmä", ""),
    ("text", "Kiire murentaa", "", "", "", "rajaus", ""),
    ("up", "Kiire murentaa", "", "", "", "alateema", ""),
    ("down", "Pidetty lupaus", "", "", "", "teema", ""),
    ("moved", "Kiire murentaa", "", "", "", "", ""),
    ("also", "Pidetty lupaus", "", "", "", "", "Kiire murentaa"),
    ("settled", "Luottamus rakentuu teoista", "", "", "", "", ""),
    ("candidate", "Kiire murentaa", "", "", "", "", ""),
    ("code_in", "Kiire murentaa", "Turva", "", "", "Kohtaaminen", ""),
    ("code_out", "Suhde kantaa", "Uni", "", "", "", "Kiire murentaa"),
    ("code_out", "Suhde kantaa", "Arki", "", "", "", ""),
    ("extract_in", "Suhde kantaa", "", "", "", "", ""),
    ("extract_in", "Suhde kantaa", "", "", "", "", ""),
    ("extract_out", "Pidetty lupaus", "", "", "", "", ""),
    ("removed", "Kahvihetket", "", "", "", "", ""),
    ("code_gone", "Kahvihetket", "Kahvi", "", "", "", "Luottamus rakentuu teoista"),
    ("code_gone", "Kahvihetket", "Pulla", "", "", "", "Luottamus rakentuu teoista"),
    ("code_gone", "Kahvihetket", "Saha", "", "", "", ""),
    ("merged_away", "Uupumus", "", "", "", "", "Kiire murentaa"),
    ("related", "Pidetty lupaus", "", "Suhde kantaa", "relates", "", ""),
    ("relabelled", "Kiire murentaa", "", "Pidetty lupaus", "contrasts", "vie aikaa", ""),
    ("unrelated", "Kahvihetket", "", "Kiire murentaa", "overlaps", "sama huone", ""),
]


def everything(*, rows: list[tuple[str, ...]] = EVERYTHING, **options: Any) -> ChangeMap:
    changed = pd.DataFrame(rows, columns=["mark", "theme", "code", "target", "kind", "before", "after"])
    return change_map(THEMES, MEMBERS, RELATIONS, changed, title="Muutokset", **options)


def words_of(made: ChangeMap, kind: str) -> list[str]:
    return [mark.text.replace("\u00a0", " ") for group in made.scene.groups if group.kind == kind
            for mark in group.marks if isinstance(mark, Words)]  # fmt: skip


class TestWords:
    def test_every_change_is_a_sign_and_words_and_stands_in_the_outline(self) -> None:
        assert everything().outline().splitlines() == [
            "Muutokset",
            (
                "  kattoteema: Suhde kantaa – Otteita tuli: 2. "
                "Koodeja lähti: Uni → Kiire murentaa; Arki → ei missään teemassa."
            ),
            (
                "    teema: Luottamus rakentuu teoista – Uusi. Ei enää ehdokas. "
                "Koodit olivat: Kohtaaminen (1); ei missään teemassa (1)."
            ),
            (
                "      alateema: Pidetty lupaus – Erotettu: Luottamus. Laski, ennen: teema. "
                "Nähdään myös: Kiire murentaa. Otteita lähti: 1."
            ),
            "        koodi: Lupausten pitäminen",
            "      koodi: Turva",
            (
                "    teema: Kiire murentaa (ehdokas) – Yhdistetty tähän: Uupumus; Vaihtuvuus. Ennen: Aika ei riitä. "
                "Muuttui: määritelmä; rajaus. Nousi, ennen: alateema. Siirtyi, ennen: ylin taso. Taas ehdokas."
            ),
            "      koodi: Turva – Ennen: Kohtaaminen.",
            "Suhteet:",
            "  Kiire murentaa ↔ Pidetty lupaus: on jännitteessä (✎ syö aikaa (ennen: vie aikaa))",
            "  Pidetty lupaus – Suhde kantaa: liittyy (+ uusi)",
            "  Kiire murentaa → Suhde kantaa: johtaa (murentaa)",
            "Poistetut:",
            "  Kahvihetket: Jäi pois. Koodit: Kahvi, Pulla → Luottamus rakentuu teoista; Saha → ei missään teemassa.",
            "  Uupumus: Yhdistettiin: Kiire murentaa.",
            "  suhde poistui: Kahvihetket – Kiire murentaa (limittyy: sama huone)",
            "Mikä on ilman merkkiä, ei ole muuttunut.",
        ]

    def test_the_same_words_are_drawn(self) -> None:
        made = everything()
        drawn_words = "".join("".join(words_of(made, kind)) for kind in (*law.NODES, "label"))
        for said in ("+ uusi", "÷ erotettu: ", "⇐ yhdistetty tähän: ", "= ennen: Aika ei riitä", "↓ laski", "? taas"):
            assert said in drawn_words
        assert any(text.startswith("× suhde poistui: Kahvihetket") for text in words_of(made, "strip"))

    def test_the_legend_explains_the_signs_that_occur_and_no_others(self) -> None:
        made = everything(rows=EVERYTHING[:1] + EVERYTHING[6:7])
        assert words_of(made, "legend") == [
            "kattoteema", "teema", "ehdokasteema (katkoviiva)", "alateema", "koodi", "kuuluu teemaan", "johtaa",
            "liittyy", "on jännitteessä", "+", "uusi", "=", "sama teema, uusi nimi",
            "Mikä on ilman merkkiä, ei ole muuttunut.",
        ]  # fmt: skip

    def test_no_change_is_said_plainly_and_draws_the_map_as_it_is(self) -> None:
        assert "Mikään ei muuttunut." in words_of(everything(rows=[]), "legend")
        assert "gone" not in {group.kind for group in everything(rows=[]).scene.groups}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_mark_has_words_in_every_language(self, language: str) -> None:
        made = everything(language=language)
        assert {"fi": "Poistetut", "sv": "Borttaget", "en": "No longer there"}[language] in words_of(made, "strip")
        assert "{" not in made.outline()

    def test_without_codes_the_theme_tells_which_came(self) -> None:
        made = everything(show_codes=False)
        assert "Koodeja tuli: Turva ← Kohtaaminen" in made.outline()
        assert "code_in" not in ",".join(made.data.nodes["marks"])


class TestSigns:
    def test_signs_are_in_both_faces_of_the_font(self) -> None:
        assert all(has_glyph(sign) and has_glyph(sign, "bold") for sign in SIGNS.values())

    def test_what_is_marked_differs_without_colour(self) -> None:
        """The sign and the words alone tell the kind; a bold outline adds to some of them and replaces none."""
        kinds = [kind for kind in SIGNS if kind not in ("unrelated", "related", "relabelled")]
        assert len(
            {(SIGNS[kind], term(f"maps.mark_{kind}", "fi", before="X", after="Y", n="1")) for kind in kinds}
        ) == len(kinds)
        assert set(SIGNS) >= BOLD

    def test_what_is_new_has_a_bolder_outline(self) -> None:
        lines = {
            group.name: max(mark.line for mark in group.marks if isinstance(mark, Path) and mark.fill != "#ffffff")
            for group in everything(rows=EVERYTHING[:1]).scene.groups if group.kind == "theme"
        }  # fmt: skip
        assert lines["Luottamus rakentuu teoista"] > 1.5 * lines["Kiire murentaa"]


class TestData:
    def test_each_node_says_its_marks(self) -> None:
        nodes = everything().data.nodes.set_index(["parent", "name"])
        assert nodes.loc[("Suhde kantaa", "Kiire murentaa"), "marks"] == "merged,renamed,text,up,moved,candidate"
        assert nodes.loc[("Kiire murentaa", "Turva"), ["marks", "change"]].tolist() == ["code_in", "ennen: Kohtaaminen"]
        assert nodes.loc[("Luottamus rakentuu teoista", "Turva"), "marks"] == ""

    def test_relations_keep_their_labels_and_say_their_marks(self) -> None:
        edges = everything().data.edges.query("kind != 'part_of'")
        assert edges[["label", "marks", "change"]].values.tolist() == [
            ["syö aikaa", "relabelled", "ennen: vie aikaa"], ["", "related", "uusi"], ["murentaa", "", ""],
        ]  # fmt: skip

    def test_what_is_gone_has_rows_of_its_own(self) -> None:
        assert everything().data.removed[["name", "kind", "change"]].values.tolist() == [
            ["Kahvihetket", "theme", "jäi pois"],
            ["Uupumus", "theme", "yhdistettiin: Kiire murentaa"],
            ["suhde poistui: Kahvihetket – Kiire murentaa (limittyy: sama huone)", "overlaps", "unrelated"],
        ]


class TestWhatCannotBeDrawn:
    @pytest.mark.parametrize(
        ("row", "named"),
        [
            (("renamed", "Poissa", "", "", "", "Ennen", ""), "theme 'Poissa'"),
            (("code_in", "Kiire murentaa", "Uni", "", "", "", ""), "code 'Uni'"),
            (("related", "Kiire murentaa", "", "Poissa", "relates", "", ""), "relation 'Poissa'"),
        ],
    )
    def test_a_mark_on_what_is_not_there(self, row: tuple[str, ...], named: str) -> None:
        with pytest.raises(NotFoundError, match=named):
            everything(rows=[row])

    def test_an_unknown_mark(self) -> None:
        with pytest.raises(UnusableValueError, match="added"):
            everything(rows=[("grown", "Kiire murentaa", "", "", "", "", "")])


@pytest.mark.parametrize("style", ["cards", "ovals"])
@pytest.mark.parametrize(
    "name", ["<script>alert('x')</script>", "x" * 200, "sana " * 60, "a\x00b\u202ed", "漢字の名前"]
)
def test_any_name_that_was_is_escaped_and_fits(name: str, style: str) -> None:
    rows = [
        tuple(name if cell in ("Luottamus", "Kahvi", "Kahvihetket", "vie aikaa") else cell for cell in row)
        for row in EVERYTHING
    ]
    made = everything(rows=rows, style=style)
    assert law.measured(made).all() == []
    assert "<script>" not in made.svg()


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_the_same_comparison_gives_the_same_bytes(suffix: str, tmp_path: File) -> None:
    assert (
        everything().save(tmp_path / f"a{suffix}").read_bytes()
        == everything().save(tmp_path / f"b{suffix}").read_bytes()
    )
