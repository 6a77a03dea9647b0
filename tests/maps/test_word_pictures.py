"""Pictures of words: nothing overlaps, sizes mean what the legend says, and the same frames are the same picture."""

from itertools import combinations
from pathlib import Path as FilePath

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teema.maps import Panel, WordNetwork, bar_chart, word_network
from teema.maps.blocks import Rect
from teema.maps.scene import Path, Scene, Words
from teema.maps.spread import spread

LONG = "päihdekuntoutusprosessisuunnitelma"
LEMMAS = [
    "äiti", "vauva", "asiakas", "asiakassuhde", "luottamus", "vuorovaikutushavainnointi", "kotikäynti", LONG, "arki",
    "raja", "kiire", "työpari", "suhde", "turva", "syli", "vertaistuki", "verkostopalaveri", "omatyöntekijä", "ilta",
    "aamu", "päivärytmi", "sosiaalityöntekijä", "neuvola", "pelko",
]  # fmt: skip


def frames(count: int, links: list[tuple[int, int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    nodes = pd.DataFrame({"lemma": LEMMAS[:count], "cases": [40 - i for i in range(count)]})
    pairs = sorted({(min(a, b) % count, max(a, b) % count) for a, b in links if a % count != b % count})
    edges = pd.DataFrame(
        [(LEMMAS[min(a, b)], LEMMAS[max(a, b)], 3 + (a + b) % 9, 0.1 + (a * b % 7) / 10) for a, b in pairs],
        columns=["lemma_a", "lemma_b", "cases", "npmi"],
    )
    return nodes, edges.sort_values("cases", ascending=False, ignore_index=True)


def wordy_box(words: Words) -> Rect:
    left = words.x - words.width / 2 if words.anchor == "middle" else words.x
    return Rect(left, words.y - 0.76 * words.size, words.width, 0.98 * words.size)


def words_of(scene: Scene, *kinds: str) -> list[Words]:
    return [mark for group in scene.groups if group.kind in kinds for mark in group.marks if isinstance(mark, Words)]


def circles(picture: WordNetwork) -> list[Rect]:
    return [
        Rect(row.x - row.radius, row.y - row.radius, 2 * row.radius, 2 * row.radius)
        for row in picture.nodes.itertuples()
    ]


STAR = [(0, i) for i in range(1, 24)]
RING = [(i, i + 1) for i in range(23)]


class TestNetwork:
    links = st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), min_size=1, max_size=60)

    @settings(max_examples=25)
    @given(links, st.integers(2, 24))
    def test_no_label_covers_another_or_a_circle(self, links: list[tuple[int, int]], count: int) -> None:
        picture = word_network(*frames(count, links), words=count)
        labels = [wordy_box(words) for words in words_of(picture.scene, "label")]
        assert not [pair for pair in combinations(labels, 2) if pair[0].meets(pair[1])]
        assert not [pair for pair in combinations(circles(picture), 2) if pair[0].meets(pair[1])]
        assert not [label for label in labels for circle in circles(picture) if label.grown(-1).meets(circle)]

    @pytest.mark.parametrize("links", [STAR, RING, STAR + RING, [(0, 1), (2, 3), (4, 5), (6, 7)]])
    def test_everything_stands_on_the_page(self, links: list[tuple[int, int]]) -> None:
        picture = word_network(*frames(24, links), title="Sanat", base="27 vastaajaa", notes=["Viivat."], words=24)
        page = picture.scene.page
        for box in [*map(wordy_box, words_of(picture.scene, "label", "legend", "note", "title")), *circles(picture)]:
            assert page.x <= box.x
            assert box.right <= page.right
            assert page.y <= box.y
            assert box.bottom <= page.bottom

    def test_the_area_of_a_circle_grows_with_the_cases(self) -> None:
        nodes = pd.DataFrame({"lemma": ["äiti", "vauva"], "cases": [40, 10]})
        edges = pd.DataFrame({"lemma_a": ["vauva"], "lemma_b": ["äiti"], "cases": [5], "npmi": [0.5]})
        large, small = word_network(nodes, edges).nodes["radius"]
        assert (large / small) ** 2 == pytest.approx(4)

    def test_the_width_of_a_line_grows_with_the_cases_that_have_both(self) -> None:
        nodes = pd.DataFrame({"lemma": ["äiti", "vauva", "syli"], "cases": [20, 20, 20]})
        edges = pd.DataFrame(
            {"lemma_a": ["vauva", "syli"], "lemma_b": ["äiti", "äiti"], "cases": [12, 3], "npmi": [0.5, 0.6]}
        )
        scene = word_network(nodes, edges).scene
        lines = {
            g.name: mark.line for g in scene.groups if g.kind == "edge" for mark in g.marks if isinstance(mark, Path)
        }
        assert lines["vauva – äiti"] == 4 * lines["syli – äiti"]

    def test_each_word_keeps_its_strongest_lines_and_chance_draws_none(self) -> None:
        nodes, edges = frames(24, list(combinations(range(24), 2)))
        picture = word_network(nodes, edges.assign(npmi=edges["npmi"].where(edges.index % 5 > 0, -0.1)), words=24)
        assert (picture.drawn["npmi"] > 0).all()
        assert len(picture.drawn) <= 3 * 24
        assert len(picture.to_frame()) == len(edges)

    def test_words_without_a_line_are_told_of(self) -> None:
        picture = word_network(*frames(5, [(0, 1)]))
        assert picture.nodes["lemma"].tolist() == ["äiti", "vauva"]
        assert picture.outline().endswith(": 3.")

    def test_of_nothing_is_an_empty_page(self) -> None:
        nodes, edges = frames(2, [])
        assert word_network(nodes, edges).nodes.empty

    def test_the_same_frames_are_the_same_file(self, tmp_path: FilePath) -> None:
        given = frames(24, STAR + RING)
        first = word_network(*given).save(tmp_path / "a.png", dpi=50).read_bytes()
        assert word_network(*given).save(tmp_path / "b.png", dpi=50).read_bytes() == first
        assert "<svg" in word_network(*given).save(tmp_path / "c.svg").read_text(encoding="utf-8")

    def test_says_itself_in_words(self) -> None:
        assert "asiakas (38)" in repr(word_network(*frames(4, [(0, 2)])))


class TestSpreading:
    boxes = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(1, 60), st.floats(1, 30)), max_size=25)

    @given(boxes)
    def test_leaves_no_overlap(self, boxes: list[tuple[float, float, float, float]]) -> None:
        placed = spread([(x, y) for x, y, _, _ in boxes], [(w, h) for _, _, w, h in boxes], gap=1.0)
        rects = [Rect(x - w / 2, y - h / 2, w, h) for (x, y), (_, _, w, h) in zip(placed, boxes, strict=True)]
        assert not [pair for pair in combinations(rects, 2) if pair[0].meets(pair[1])]

    def test_moves_nothing_that_has_room(self) -> None:
        assert spread([(0, 0), (30, 0)], [(10, 10), (10, 10)]) == [(0, 0), (30, 0)]

    def test_parts_boxes_in_the_very_same_place(self) -> None:
        (ax, _), (bx, _), (cx, _) = spread([(0, 0)] * 3, [(10, 40)] * 3, gap=0)
        assert len({round(ax), round(bx), round(cx)}) == 3


def chart(labels: list[str], values: list[float], panels: int = 1, **options: object):
    texts = tuple(f"{value:.0f} % (12)" for value in values)
    made = [
        Panel(name=f"Ensikoti {i} (n = 12)" if panels > 1 else "", values=tuple(values), texts=texts)
        for i in range(panels)
    ]
    return bar_chart(labels, made, pd.DataFrame({"lemma": labels}), title="Sanat perusmuodoittain", **options)


def bars(scene: Scene) -> list[Rect]:
    found = []
    for group in scene.groups:
        for mark in group.marks:
            if group.kind == "row" and isinstance(mark, Path):
                xs = [x for _, points in mark.commands for x, _ in points]
                ys = [y for _, points in mark.commands for _, y in points]
                found.append(Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
    return found


class TestBars:
    @pytest.mark.parametrize("panels", [1, 2, 4, 9])
    @pytest.mark.parametrize("count", [1, 10, 24])
    def test_nothing_overlaps_and_everything_stands_on_the_page(self, count: int, panels: int) -> None:
        values = [100.0 - 4 * i for i in range(count)]
        scene = chart(LEMMAS[:count], values, panels, base="100 % = 27 vastaajaa", notes=["Palkki: osuus."]).scene
        boxes = [*map(wordy_box, words_of(scene, "row", "panel", "title", "note")), *bars(scene)]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].grown(-0.5).meets(pair[1])]
        assert all(
            scene.page.x <= box.x and box.right <= scene.page.right and box.bottom <= scene.page.bottom for box in boxes
        )

    def test_lengths_are_in_proportion_from_zero_and_alike_in_all_panels(self) -> None:
        lengths = [bar.width for bar in bars(chart(["äiti", "vauva"], [80.0, 20.0], 2).scene)]
        assert lengths == pytest.approx([lengths[0], lengths[0], lengths[0] / 4, lengths[0] / 4])

    def test_zero_has_no_bar(self) -> None:
        assert len(bars(chart(["äiti", "vauva"], [5.0, 0.0]).scene)) == 1

    def test_a_long_compound_is_broken_and_stays_whole_in_words(self) -> None:
        picture = chart([LONG + LONG], [3.0])
        assert len(words_of(picture.scene, "row")) > 2
        assert LONG + LONG in picture.outline()

    def test_nothing_is_an_empty_chart(self) -> None:
        assert bars(chart([], []).scene) == []

    def test_the_same_frame_is_the_same_file(self, tmp_path: FilePath) -> None:
        first = chart(LEMMAS[:5], [5, 4, 3, 2, 1]).save(tmp_path / "a.pdf").read_bytes()
        assert chart(LEMMAS[:5], [5, 4, 3, 2, 1]).save(tmp_path / "b.pdf").read_bytes() == first

    def test_is_dark_enough_to_be_seen_in_grey(self) -> None:
        scene = chart(["äiti"], [1.0]).scene
        fills = [
            mark.fill for group in scene.groups if group.kind == "row" for mark in group.marks if isinstance(mark, Path)
        ]
        red, green, blue = (int(str(fills[0])[i : i + 2], 16) for i in (1, 3, 5))
        assert 0.299 * red + 0.587 * green + 0.114 * blue < 100
