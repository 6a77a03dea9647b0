"""Fixed places: a logic model in columns, SWOT in two by two, six boxes in three by two."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from tests.maps.measuring import measured

from teema.errors import UnusableValueError
from teema.maps import ThemeMap, theme_map
from teema.maps.scene import Words

COLUMNS = ["Edellytykset", "Adaptaatiot", "Ydinelementit", "Mekanismit", "Seuraukset"]
ITEMS = {
    "Edellytykset": ["Riittävä henkilöstö", "Johdon sitoutuminen kuntouttavaan työotteeseen"],
    "Adaptaatiot": ["Pitkät välimatkat"],
    "Ydinelementit": ["Omatyöntekijyys", "Ryhmätoiminta ja vertaistuki"],
    "Mekanismit": ["Luottamuksen rakentuminen"],
    "Seuraukset": ["Arjen hallinta paranee"],
}
MEMBERS = pd.DataFrame({"theme": ["Omatyöntekijyys", "Mekanismit"], "code": ["Sama ihminen", "Kuulluksi tuleminen"]})


def relations(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "target", "kind", "label"])


LEADS = relations(
    ("Omatyöntekijyys", "Luottamuksen rakentuminen", "leads_to", "mahdollistaa"),
    ("Luottamuksen rakentuminen", "Arjen hallinta paranee", "leads_to", ""),
)


def themes(order: list[str] = COLUMNS) -> pd.DataFrame:
    rows: list[tuple[str, str | None, str, bool]] = []
    for name in order:
        rows.append((name, None, "overarching", False))
        rows += [(item, name, "theme", False) for item in ITEMS.get(name, [])]
    return pd.DataFrame(rows, columns=["theme", "parent", "kind", "candidate"])


def places(drawn: ThemeMap) -> dict[str, tuple[float, float, float, float]]:
    nodes = drawn.data.nodes
    return {
        name: (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        for name, x, y, width, height in nodes[["name", "x", "y", "width", "height"]].values.tolist()
    }


class TestColumns:
    def drawn(self, **options: Any) -> ThemeMap:
        return theme_map(themes(), MEMBERS, LEADS, title="Logiikkamalli", **{"setting": "columns", **options})

    def test_headings_stand_side_by_side_in_the_researchers_order(self) -> None:
        at = places(self.drawn())

        assert [round(at[name][1], 3) for name in COLUMNS] == [round(at[COLUMNS[0]][1], 3)] * 5
        assert all(at[a][2] < at[b][0] for a, b in pairwise(COLUMNS))

    def test_what_a_heading_holds_stands_below_it_within_its_column(self) -> None:
        at = places(self.drawn())

        for name, items in ITEMS.items():
            for item in items:
                assert at[name][0] <= at[item][0]
                assert at[item][2] <= at[name][2] + 0.01
                assert at[item][1] > at[name][3]

    def test_a_code_of_a_heading_itself_stands_below_it_too(self) -> None:
        at = places(self.drawn())

        assert at["Kuulluksi tuleminen"][1] > at["Mekanismit"][3]
        assert at["Kuulluksi tuleminen"][3] < at["Luottamuksen rakentuminen"][1]

    def test_stacked_columns_stand_below_each_other(self) -> None:
        at = places(self.drawn(stacks=[("Edellytykset", "Adaptaatiot")]))

        assert at["Adaptaatiot"][0] == pytest.approx(at["Edellytykset"][0])
        assert at["Adaptaatiot"][1] > max(at[item][3] for item in ITEMS["Edellytykset"])

    def test_belonging_is_shown_by_the_column_and_lines_are_kept_for_what_leads_on(self) -> None:
        kinds = [group.kind for group in self.drawn().scene.groups]

        assert kinds.count("edge-leads_to") == 2
        assert "edge-part_of" not in kinds
        assert kinds.count("ground") == 1

    def test_more_than_seven_columns_go_on_in_another_row(self) -> None:
        many = [f"Vaihe {at}" for at in range(9)]
        at = places(theme_map(themes(many), MEMBERS[:0], relations(), setting="columns"))

        assert len({round(at[name][1]) for name in many}) == 2

    def test_ovals_have_no_columns(self) -> None:
        with pytest.raises(UnusableValueError, match="Columns and grids are drawn with boxes"):
            self.drawn(style="ovals")


class TestGrid:
    @pytest.mark.parametrize(("count", "shape"), [(1, [1]), (4, [2, 2]), (6, [3, 3]), (5, [3, 2]), (9, [3, 3, 3])])
    def test_boxes_stand_in_rows_of_equal_boxes(self, count: int, shape: list[int]) -> None:
        names = [f"Laatikko {at}" for at in range(count)]
        at = places(theme_map(themes(names), MEMBERS[:0], relations(), setting="grid"))

        rows: dict[float, int] = {}
        for name in names:
            rows[round(at[name][1], 2)] = rows.get(round(at[name][1], 2), 0) + 1
        assert list(rows.values()) == shape
        assert len({round(at[name][2] - at[name][0], 3) for name in names}) == 1

    def test_a_box_holds_its_themes_and_codes(self) -> None:
        at = places(theme_map(themes(), MEMBERS, relations(), setting="grid"))

        for inner, outer in [("Omatyöntekijyys", "Ydinelementit"), ("Sama ihminen", "Omatyöntekijyys"),
                             ("Kuulluksi tuleminen", "Mekanismit")]:  # fmt: skip
            assert at[outer][0] < at[inner][0] < at[inner][2] < at[outer][2]
            assert at[outer][1] < at[inner][1] < at[inner][3] < at[outer][3]


def test_a_setting_that_is_none_is_refused() -> None:
    with pytest.raises(UnusableValueError, match="setting"):
        theme_map(themes(), MEMBERS, LEADS, setting="circle")  # type: ignore[arg-type]


def test_places_moved_by_hand_belong_to_the_free_map() -> None:
    moved = pd.DataFrame({"name": ["Omatyöntekijyys"], "x": [5000.0], "y": [5000.0]})

    assert theme_map(themes(), MEMBERS, LEADS, setting="columns", positions=moved).scene.page.width < 2000


class TestSecondPlaces:
    def drawn(self, **options: Any) -> ThemeMap:
        seen = themes().assign(also=None)
        seen.loc[seen["theme"] == "Ryhmätoiminta ja vertaistuki", "also"] = "Mekanismit"
        return theme_map(seen, MEMBERS, LEADS, **options)

    @pytest.mark.parametrize("setting", ["columns", "grid", "free"])
    def test_stand_on_the_theme_and_in_the_other_box(self, setting: str) -> None:
        drawn = self.drawn(setting=setting)
        said = {
            group.name: " ".join(mark.text for mark in group.marks if isinstance(mark, Words))
            for group in drawn.scene.groups
        }

        assert "&\u00a0nähdään myös: Mekanismit" in said["Ryhmätoiminta ja vertaistuki"]
        assert "&\u00a0tässä myös: Ryhmä" in said["Mekanismit"]
        assert measured(drawn).all() == []

    def test_are_told_in_the_outline_and_in_the_legend(self) -> None:
        drawn = self.drawn(setting="columns")

        assert "teema: Ryhmätoiminta ja vertaistuki – Nähdään myös: Mekanismit." in drawn.outline()
        [legend] = [group for group in drawn.scene.groups if group.kind == "legend"]
        assert "toinen paikka" in [mark.text for mark in legend.marks if isinstance(mark, Words)]

    def test_leave_a_map_without_them_as_it_is(self) -> None:
        assert theme_map(themes().assign(also=None), MEMBERS, LEADS).svg() == theme_map(themes(), MEMBERS, LEADS).svg()
