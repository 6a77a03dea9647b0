"""What a grouping sheet changes: the lines that were changed, against how it was and how it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.themes.grouping import LEVELS, GroupingRow, ReadLine, Remembered, SheetClass, cells_of
from teema.themes.grouping_plan import Plan, Present, folded, plan

TREE = {
    "main": SheetClass("main", "Työn ehdot", "overarching", None),
    "upper": SheetClass("upper", "Aika ja väki", "theme", "main"),
    "time": SheetClass("time", "Ajan puute", "subtheme", "upper"),
    "staff": SheetClass("staff", "Henkilöstön vähyys", "subtheme", "upper"),
    "trust": SheetClass("trust", "Luottamus", "theme", None),
}
HELD = {
    "jatkuva kiire": ["time"],
    "aika ei riitä": ["time"],
    "sijaisia ei saada": ["staff", "time"],
    "luottamus syntyy hitaasti": [],
}


def remembered(held: dict[str, list[str]] = HELD, tree: dict[str, SheetClass] = TREE) -> Remembered:
    rows: dict[str, GroupingRow] = {}
    for words, classes in held.items():
        for holder in classes or [None]:
            number = str(len(rows) + 1)
            rows[number] = GroupingRow(number, words, holder, cells_of(holder, tree))
    return Remembered(rows, tree)


def present(held: dict[str, list[str]] = HELD, tree: dict[str, SheetClass] = TREE) -> Present:
    return Present(
        tree, {folded(words): words for words in held}, {folded(words): set(its) for words, its in held.items()}
    )


def lines_of(memory: Remembered) -> dict[str, ReadLine]:
    return {
        key: ReadLine(place, key, row.reduced, row.cells)
        for place, (key, row) in enumerate(memory.rows.items(), start=3)
    }


def read(*changed: ReadLine, without: tuple[str, ...] = (), now: Present | None = None) -> Plan:
    """Plan a sheet whose lines are as they were written, but for some."""
    memory = remembered()
    lines = lines_of(memory)
    extra = [line for line in changed if line.id not in lines]
    lines |= {line.id: line for line in changed if line.id in lines}
    return plan([*(line for key, line in lines.items() if key not in without), *extra], memory, now or present())


def line(key: str, *cells: str, words: str | None = None, number: int | None = None) -> ReadLine:
    own = lines_of(remembered())[key]
    full = (*cells, *[""] * (4 - len(cells)))
    return ReadLine(number or own.number, key, own.reduced if words is None else words, full)


class TestPlaces:
    def test_a_sheet_as_it_was_written_changes_nothing(self) -> None:
        assert not read()

    def test_an_expression_gets_its_place_and_those_above_it(self) -> None:
        made = read(line("5", "Suhde kantaa", "Luottamus"))
        assert made.new_classes == {"new:suhde kantaa": ("Suhde kantaa", "subtheme")}
        assert made.parents == {"new:suhde kantaa": "trust"}
        assert made.adds == {("luottamus syntyy hitaasti", "new:suhde kantaa"): 7}

    def test_it_moves_when_another_class_stands_beside_it(self) -> None:
        made = read(line("1", "Henkilöstön vähyys", "Aika ja väki", "Työn ehdot"))
        assert (made.adds, made.removes) == ({("jatkuva kiire", "staff"): 3}, {("jatkuva kiire", "time"): 3})

    def test_a_name_suffices_where_the_class_has_its_place(self) -> None:
        made = read(line("5", "Ajan puute"))
        assert made.adds
        assert not made.parents
        assert not made.refused

    def test_a_copied_line_puts_it_in_two(self) -> None:
        copy = line("1", "Henkilöstön vähyys", "Aika ja väki", "Työn ehdot", number=20)
        memory = remembered()
        made = plan([*lines_of(memory).values(), copy], memory, present())
        assert (made.adds, made.removes) == ({("jatkuva kiire", "staff"): 20}, {})

    def test_a_line_somebody_added_is_known_by_its_words(self) -> None:
        made = read(ReadLine(20, "", " Jatkuva  KIIRE", ("Henkilöstön vähyys", "", "", "")))
        assert made.adds == {("jatkuva kiire", "staff"): 20}

    def test_emptied_levels_take_it_out(self) -> None:
        assert read(line("1")).removes == {("jatkuva kiire", "time"): 3}

    def test_a_line_that_is_gone_is_told_and_takes_nothing_out(self) -> None:
        made = read(without=("3",))
        assert not made
        assert made.missing == [("sijaisia ei saada", "staff")]

    def test_a_level_that_is_skipped_does_not_gainsay_the_others(self) -> None:
        made = read(line("5", "Ajan puute", "", "Työn ehdot"))
        assert made.adds
        assert not made.refused
        assert not made.parents

    def test_two_of_one_level_above_each_other_stand_in_one_cell(self) -> None:
        made = read(line("5", "Luottamus arjessa › Luottamus alussa", "Luottamus"))
        assert made.parents == {
            "new:luottamus alussa": "new:luottamus arjessa", "new:luottamus arjessa": "trust",
        }  # fmt: skip


class TestClasses:
    def test_one_moves_when_all_its_lines_say_so(self) -> None:
        made = read(line("3", "Henkilöstön vähyys", "Luottamus"))
        assert made.parents == {"staff": "trust"}

    def test_under_two_it_is_refused_by_row(self) -> None:
        made = read(line("1", "Ajan puute", "Luottamus"))
        assert not made
        assert [(item.row, item.why) for item in made.refused] == [(3, "two_above")]
        assert made.refused[0].places["names"] == "”Luottamus”, ”Aika ja väki”"

    def test_two_new_lines_that_gainsay_each_other_are_both_refused(self) -> None:
        made = read(
            line("5", "Suhde", "Luottamus"), ReadLine(20, "", "jatkuva kiire", ("Suhde", "Aika ja väki", "", ""))
        )
        assert [(item.row, item.why) for item in made.refused] == [(7, "two_above"), (20, "two_above")]
        assert not made

    def test_one_name_in_every_line_is_a_renaming(self) -> None:
        cells = ("Ajanpuute", "Aika ja väki", "Työn ehdot")
        made = read(*(line(key, *cells) for key in ("1", "2", "4")))
        assert made.renamed_classes == {"time": "Ajanpuute"}
        assert not (made.adds)
        assert not (made.removes)
        assert not (made.new_classes)
        assert not (made.parents)

    def test_but_not_where_the_class_holds_what_no_line_shows(self) -> None:
        cells = ("Ajanpuute", "Aika ja väki", "Työn ehdot")
        mixed = replace(present(), mixed={"time"})
        made = read(*(line(key, *cells) for key in ("1", "2", "4")), now=mixed)
        assert not made.renamed_classes
        assert len(made.adds) == len(made.removes) == 3

    def test_on_another_level_in_all_its_lines_it_changes_level(self) -> None:
        made = read(line("3", "", "Henkilöstön vähyys", "Työn ehdot"))
        assert made.kinds == {"staff": "theme"}
        assert made.parents == {"staff": "main"}

    def test_on_two_levels_it_is_refused(self) -> None:
        made = read(line("1", "", "Ajan puute", "Työn ehdot"))
        assert [(item.row, item.why) for item in made.refused] == [(3, "two_levels")]

    def test_cleared_above_in_all_lines_it_stands_at_the_top(self) -> None:
        assert read(line("3", "Henkilöstön vähyys")).parents == {"staff": None}

    def test_cleared_above_in_one_line_of_many_it_stays_and_is_told(self) -> None:
        made = read(line("1", "Ajan puute"))
        assert not made
        assert made.blanks == [(3, "Ajan puute")]

    def test_above_itself_it_is_refused(self) -> None:
        made = read(
            line("5", "Alku › Arki", "Luottamus"),
            ReadLine(20, "", "jatkuva kiire", ("Arki › Alku", "Luottamus", "", "")),
        )
        assert [(item.row, item.why) for item in made.refused] == [(7, "ring"), (20, "ring")]
        assert not made

    def test_twice_on_a_line_it_is_refused(self) -> None:
        assert read(line("5", "Luottamus", "Luottamus")).refused[0].why == "twice"


class TestWords:
    def test_the_own_column_says_it_otherwise(self) -> None:
        made = read(line("1", *TREE_CELLS, words="kiire ei lopu"))
        assert made.renames == {"jatkuva kiire": ("kiire ei lopu", 3)}
        assert not (made.adds)
        assert not (made.removes)

    def test_two_new_forms_are_refused(self) -> None:
        first = line("3", "Henkilöstön vähyys", "Aika ja väki", "Työn ehdot", words="sijaiset puuttuvat")
        second = line("4", *TREE_CELLS, words="sijaisia puuttuu")
        made = read(first, second)
        assert [(item.row, item.why) for item in made.refused] == [(5, "two_words"), (6, "two_words")]

    def test_an_empty_one_is_refused(self) -> None:
        assert read(line("1", *TREE_CELLS, words=" ")).refused[0].why == "no_words"

    def test_one_that_no_extract_has_is_refused(self) -> None:
        assert read(ReadLine(20, "", "palkka ei riitä", ("Ajan puute", "", "", ""))).refused[0].why == "unknown"

    def test_a_copy_with_other_words_is_no_renaming(self) -> None:
        copy = ReadLine(20, "1", "palkka ei riitä", ("Ajan puute", "", "", ""))
        memory = remembered()
        made = plan([*lines_of(memory).values(), copy], memory, present())
        assert [(item.row, item.why) for item in made.refused] == [(20, "copied")]


TREE_CELLS = ("Ajan puute", "Aika ja väki", "Työn ehdot")


class TestMeanwhile:
    def test_an_unchanged_line_leaves_the_study_as_it_is(self) -> None:
        now = present({**HELD, "jatkuva kiire": ["staff"]})
        assert not read(now=now)

    @pytest.mark.parametrize("words", ["jatkuva kiire", "luottamus syntyy hitaasti"])
    def test_grouped_otherwise_meanwhile_it_is_refused(self, words: str) -> None:
        key = "1" if words == "jatkuva kiire" else "5"
        made = read(line(key, "Henkilöstön vähyys"), now=present({**HELD, words: ["trust"]}))
        assert [item.why for item in made.refused] == ["moved"]
        assert made.refused[0].places["names"] == "”Luottamus”"

    def test_the_same_in_both_is_no_conflict(self) -> None:
        made = read(line("5", "", "Luottamus"), now=present({**HELD, "luottamus syntyy hitaasti": ["trust"]}))
        assert not made
        assert not made.refused

    def test_a_class_that_is_gone_is_refused(self) -> None:
        tree = {key: item for key, item in TREE.items() if key != "trust"}
        made = read(line("5", "", "Luottamus"), now=present(tree=tree))
        assert [item.why for item in made.refused] == ["class_gone"]

    def test_a_class_that_was_moved_meanwhile_is_not_moved_again(self) -> None:
        tree = {**TREE, "staff": replace(TREE["staff"], parent="main")}
        made = read(line("3", "Henkilöstön vähyys", "Luottamus"), now=present(tree=tree))
        assert [item.why for item in made.refused] == ["class_moved"]

    def test_a_class_that_was_renamed_meanwhile_is_known_by_its_name_in_the_sheet(self) -> None:
        tree = {**TREE, "trust": replace(TREE["trust"], name="Luottamus kantaa")}
        assert read(line("5", "", "Luottamus"), now=present(tree=tree)).adds == {
            ("luottamus syntyy hitaasti", "trust"): 7
        }

    def test_a_class_that_got_another_name_in_both_is_refused(self) -> None:
        tree = {**TREE, "staff": replace(TREE["staff"], name="Väen vähyys")}
        made = read(line("3", "Työvoimapula", "Aika ja väki", "Työn ehdot"), now=present(tree=tree))
        assert [(item.row, item.why) for item in made.refused] == [(5, "class_renamed")]
        assert not made

    def test_an_expression_that_is_gone_is_refused(self) -> None:
        held = {words: its for words, its in HELD.items() if words != "jatkuva kiire"}
        made = read(line("1", "Henkilöstön vähyys"), now=present(held))
        assert [item.why for item in made.refused] == ["gone"]


NAMES = st.sampled_from([*(item.name for item in TREE.values()), "Suhde", "Arki", "Turva"])
CELLS = st.tuples(*[st.one_of(st.just(""), NAMES) for _ in LEVELS])


# Lines are read against a tree of five classes, with names that are known and names that are new.
@given(st.dictionaries(st.sampled_from(list(remembered().rows)), CELLS), st.sets(st.sampled_from(["1", "2", "3"])))
def test_whatever_is_written_every_changed_line_is_done_or_refused(
    cells: dict[str, tuple[str, ...]], gone: set[str]
) -> None:
    memory = remembered()
    lines = [
        replace(item, cells=cells.get(key, item.cells)) for key, item in lines_of(memory).items() if key not in gone
    ]
    made = plan(lines, memory, present())
    refused = {item.row for item in made.refused}
    parents = {key: item.parent for key, item in TREE.items()} | made.parents
    parents |= {key: None for key in made.new_classes if key not in parents}
    kinds = {key: item.kind for key, item in TREE.items()} | made.kinds
    kinds |= {key: kind for key, (_, kind) in made.new_classes.items()}
    names = {key: item.name for key, item in TREE.items()} | made.renamed_classes
    names |= {key: name for key, (name, _) in made.new_classes.items()}
    held = {(folded(words), theme) for words, its in HELD.items() for theme in its}
    held = (held | set(made.adds)) - set(made.removes)
    assert len({folded(name) for name in names.values()}) == len(names)
    for item in lines:
        if item.number in refused or item.cells == memory.rows[item.id].cells:
            continue
        shown = [(cell, level) for cell, level in zip(item.cells, LEVELS, strict=True) if cell]
        mine = [key for words, key in held if words == folded(item.reduced)]
        if not shown:
            continue
        lowest = [key for key in mine if names[key] == shown[0][0]]
        assert lowest, "its class holds it"
        above, at = [], lowest[0]
        while at is not None:
            above.append((names[at], kinds[at]))
            at = parents[at]
            assert len(above) < 20, "no class stands above itself"
        assert [pair for pair in above if pair in shown] == shown, "the levels stand as the line says"
