"""A comparison of two versions as a table and in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from teema.tables import Column, Table
from teema.terms import number, term
from teema.themes.comparison import KINDS, NOWHERE, TEXTS, Change, changes, unchanged_boxes
from teema.themes.snapshots import View

__all__ = ["Comparison", "compare"]

_STOPPED = re.compile(r"([.!?…][”“])\.$")
_NO_THEME = re.compile(rf"([←→]) {NOWHERE}(?=;|$)")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison:
    """What changed between two versions; shows itself as a table in a notebook, and in words with `.text()`.

    Attributes:
        before: Name of the earlier version.
        after: Name of the later one.
        changes: The changes, in the order they are told.
        unchanged: Themes at the top under which nothing changed.
        levels: What the levels of themes are called.
        language: fi, sv or en.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    levels: Mapping[str, str]
    language: str

    def __len__(self) -> int:
        return len(self.changes)

    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    @property
    def title(self) -> str:
        """Which versions are compared."""
        return term("themes.diff_title", self.language, before=self.before, after=self.after)

    def table(self) -> Table:
        """Return one row per change: `kind`, `change`, `theme`, `before`, `after`, `note`, `box`."""
        import pandas as pd

        say = self.language
        rows = [
            (
                change.kind, term(f"themes.diff_{change.kind}", say), change.theme,
                *(self._value(change, text) for text in (change.before, change.after)), self._note(change),
                ", ".join(change.boxes),
            )
            for change in self.changes
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=["kind", "change", "theme", "before", "after", "note", "box"])
        shown = [name for name in ("change", "theme", "before", "after", "note") if name != "note" or frame[name].any()]
        return Table(
            frame=frame,
            title=self.title,
            notes=tuple(self._unchanged()),
            columns=tuple(
                Column(name, term(f"themes.diff_column_{name}", say), "text" if name == "change" else "wide-text")
                for name in shown
            ),
            language=say,
        )

    def text(self) -> str:
        """Tell the changes in sentences."""
        lines = [self._sentence(change) for change in self.changes]
        return "\n".join(
            [f"{self.title}.", *(lines or [term("themes.diff_nothing", self.language)]), *self._unchanged()]
        )

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        if self.changes:
            return self.table()._repr_html_()
        return "".join(f"<p>{escape(line)}</p>" for line in self.text().splitlines())

    def _unchanged(self) -> list[str]:
        if not self.unchanged or not self.changes:
            return []
        named = ", ".join(f"”{name}”" for name in self.unchanged)
        return [term("themes.diff_unchanged", self.language, names=named)]

    def _sentence(self, change: Change) -> str:
        said = term(
            f"themes.diff_says_{change.kind}{self._variant(change)}", self.language, theme=change.theme,
            before=self._value(change, change.before) or "–", after=self._value(change, change.after) or "–",
            note=self._note(change) or "–",
        )  # fmt: skip
        # A quoted text brings its own full stop.
        return _STOPPED.sub(r"\1", said)

    def _variant(self, change: Change) -> str:
        """Return the ending of the sentence's key: what was empty before or after is said otherwise."""
        kind, before, after = change.kind, bool(change.before), bool(change.after)
        if kind in ("level", "candidate"):
            return f"_{change.note or change.after}"
        if kind in TEXTS:
            return "" if before and after else "_written" if after else "_cleared"
        if kind == "moved":
            return "" if before and after else "_down" if after else "_top"
        if kind == "also":
            return "" if after else "_no"
        if kind == "added":
            return "" if after else "_top"
        if kind == "removed":
            return "" if change.note else "_empty"
        return "_unnamed" if kind in ("related", "unrelated") and not change.note else ""

    def _value(self, change: Change, text: str) -> str:
        """Return a value in words: levels, kinds of relations, yes and no have some."""
        if change.kind == "level":
            return self.levels.get(text, text)
        if change.kind == "candidate":
            return term(f"themes.trail_is_{text}", self.language)
        if change.kind in ("related", "unrelated") and text:
            return term(f"maps.{text}", self.language)
        if change.kind in ("code", "extract") and text == NOWHERE:
            return term("themes.diff_nowhere", self.language)
        return text

    def _note(self, change: Change) -> str:
        if change.kind in ("split", "merged"):
            n, of = map(int, change.note.split("/"))
            return term("themes.diff_codes", self.language, n=number(n, self.language), of=number(of, self.language))
        if change.kind == "relabelled":
            return term(f"maps.{change.note}", self.language)
        if change.kind in ("added", "removed"):
            return _NO_THEME.sub(rf"\1 {term('themes.diff_nowhere', self.language)}", change.note)
        return "" if change.kind == "level" else change.note


def compare(before: View, after: View, *, levels: Mapping[str, str], language: str) -> Comparison:
    """Compare two versions of an analysis.

    Args:
        before: The earlier version.
        after: The later one.
        levels: What the levels of themes are called.
        language: fi, sv or en.
    """
    found = changes(before, after)
    return Comparison(
        before=before.name, after=after.name, changes=tuple(found), unchanged=tuple(unchanged_boxes(after, found)),
        levels=dict(levels), language=language,
    )  # fmt: skip
