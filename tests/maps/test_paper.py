"""A picture on A4 and A3, and the letters that go with its file."""

import base64
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from teema.errors import UnusableValueError
from teema.maps import ThemeMap, theme_map
from teema.maps.paper import SMALLEST_PRINTED, on_paper
from teema.maps.scene import Path as Line
from teema.maps.scene import Scene, Words

NO_RELATIONS = pd.DataFrame({"source": [], "target": [], "kind": [], "label": []})


def drawn(count: int, codes: int = 4) -> ThemeMap:
    names = [f"Luottamuksellisuuden rakentuminen {at}" for at in range(count)]
    themes = pd.DataFrame({"theme": names, "parent": None, "kind": "theme", "candidate": False})
    members = pd.DataFrame(
        {
            "theme": [name for name in names for _ in range(codes)],
            "code": [f"Koodi {at}" for at in range(count * codes)],
        }
    )
    return theme_map(themes, members, NO_RELATIONS, title="Lopullinen kartta")


def sizes(scene: Scene) -> list[float]:
    return [mark.size for group in scene.groups for mark in group.marks if isinstance(mark, Words)]


@pytest.mark.parametrize(("paper", "sides"), [("A4", {595.28, 841.89}), ("A3", {841.89, 1190.55})])
def test_the_sheet_has_the_size_of_the_paper_and_everything_lies_on_it(paper: str, sides: set[float]) -> None:
    scene = on_paper(drawn(8).scene, paper)

    assert {scene.page.width, scene.page.height} == sides
    points = [
        point for group in scene.groups for mark in group.marks if isinstance(mark, Line)
        for _, places in mark.commands for point in places
    ]  # fmt: skip
    assert all(-0.01 <= x <= scene.page.width + 0.01 for x, _ in points)
    assert all(-0.01 <= y <= scene.page.height + 0.01 for _, y in points)
    assert min(sizes(scene)) >= SMALLEST_PRINTED


def test_a3_shows_the_same_words_larger_than_a4() -> None:
    scene = drawn(8).scene
    small, large = on_paper(scene, "A4"), on_paper(scene, "A3")

    assert [len(group.marks) for group in small.groups] == [len(group.marks) for group in large.groups]
    ratios = {round(b / a, 3) for a, b in zip(sizes(small), sizes(large), strict=True)}
    assert len(ratios) == 1
    assert ratios.pop() == pytest.approx(2**0.5, abs=0.01)


def test_what_could_not_be_read_on_paper_is_refused_with_what_to_do(tmp_path: Path) -> None:
    large = drawn(40, 5)

    with pytest.raises(UnusableValueError, match=r'too small to read(.|\n)*paper="A3"'):
        large.save(tmp_path / "kartta.pdf", paper="A4")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UnusableValueError, match="A4"):
        large.save(tmp_path / "kartta.pdf", paper="A5")  # type: ignore[arg-type]


def test_a_saved_svg_brings_its_letters_and_no_others(tmp_path: Path) -> None:
    made = drawn(2)
    text = made.save(tmp_path / "kartta.svg", paper="A4").read_text(encoding="utf-8")

    fonts = [
        TTFont(io.BytesIO(base64.b64decode(data)))
        for data in re.findall(r"base64,([A-Za-z0-9+/=]+)\)", text)
    ]  # fmt: skip
    held = set().union(*(font.getBestCmap() for font in fonts))
    used = {ord(character) for group in made.scene.groups for mark in group.marks if isinstance(mark, Words)
            for character in mark.text}  # fmt: skip
    assert held == used
    assert text == made.save(tmp_path / "toinen.svg", paper="A4").read_text(encoding="utf-8")
    assert "@font-face" not in made.svg(), "in a notebook the page's own fonts will do"


def test_a_pdf_is_of_the_papers_size(tmp_path: Path) -> None:
    content = drawn(3).save(tmp_path / "kartta.pdf", paper="A4").read_bytes()

    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content)
    assert box is not None
    assert sorted(float(side) for side in box.groups()) == pytest.approx([595.28, 841.89], abs=0.1)
    assert b"/FontFile2" in content
