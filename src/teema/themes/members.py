"""What the themes of an analysis hold: whole codes, single extracts and reduced expressions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.coding.codings import drop_idle, extract_at
from teema.coding.extracts import Place
from teema.errors import NotFoundError
from teema.records import Theme, new_id
from teema.terms import term
from teema.themes.analysis_row import AnalysisRow
from teema.themes.frames import members_frame, unplaced
from teema.themes.placed import placed_frame

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Step

__all__ = ["HELD", "ExtractPlace", "Members"]

# The columns of a member, of which one is given.
HELD = ("code", "extract", "reduced")
# An extract by its GUID, or a place in an answer: ("7:Q2", "luottamus syntyy hitaasti").
ExtractPlace = str | tuple[str, Place]


class Members(AnalysisRow):
    """Themes with what they hold; a code brings its sub-codes and all its extracts."""

    @property
    def members(self) -> pd.DataFrame:
        """The codes that the themes hold: `theme`, `code`."""
        return members_frame(self._store, self.id)

    @property
    def placed(self) -> pd.DataFrame:
        """Extracts that themes hold by themselves, beside those of their codes.

        Columns: `theme`, `extract`, `answer`, `case`, `question`, `start`, `end`, `text`, `reduced` (the reduced
        expression through which the theme holds it; empty for a single extract).
        """
        return placed_frame(self._store, self.id)

    @property
    def unplaced(self) -> list[str]:
        """Names of the codes that no theme holds, neither themselves nor through a code above them."""
        return unplaced(self._codebook.to_frame(), self.members)

    # -- codes

    def place(self, theme: str, codes: str | Iterable[str]) -> None:
        """Put codes into a theme, beside any other theme that holds them.

        What had no place yet has one now: it leaves the theme that held it meanwhile (*sekalaiset*).
        """
        found = self[theme]
        with self._store.step("theme.place", found.name) as step:
            self._hold(step, found.id, [codes] if isinstance(codes, str) else codes)

    def take_out(self, theme: str, codes: str | Iterable[str]) -> None:
        """Take codes out of a theme; the codes and their codings stay.

        Raises:
            NotFoundError: The theme does not hold a code.
        """
        found = self[theme]
        with self._store.step("theme.take_out", found.name) as step:
            for code in [codes] if isinstance(codes, str) else codes:
                held = self._codebook[code]
                rows = self._store.rows("SELECT id FROM members WHERE theme = ? AND code = ?", (found.id, held.id))
                if not rows:
                    inside = self.members.query("theme == @found.name")["code"]
                    raise NotFoundError.of("code", held.name, inside, where=f"theme {found.name!r}")
                step.delete("members", rows[0]["id"])

    # -- single extracts

    def place_extract(self, theme: str, extracts: ExtractPlace | Iterable[ExtractPlace]) -> list[str]:
        """Put single extracts into a theme, beside its codes and any other theme that holds them.

        They leave the theme that holds what has no place yet.

        Args:
            theme: The theme.
            extracts: GUIDs, as in `study.codings`, or places in answers: `("7:Q2", "luottamus syntyy hitaasti")`.

        Returns:
            The GUIDs of the extracts.

        Raises:
            NotFoundError: There is no such extract or answer.
            QuotationError: The quotation does not stand in the answer, or more than once.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("TA")
            >>> _ = ta.add("Luottamus kantaa")
            >>> _ = ta.place_extract("Luottamus kantaa", ("1:Q1", "luottamus syntyy hitaasti"))
            >>> ta.codings[["case", "text", "code"]].values.tolist()
            [['1', 'luottamus syntyy hitaasti', 'Luottamus kantaa']]
        """
        found = self[theme]
        with self._store.step("theme.place_extract", found.name) as step:
            chosen = self.extract_ids(step, extracts)
            held = self._held(found.id, "extract")
            for extract in dict.fromkeys(chosen):
                if extract not in held:
                    step.put("members", _member(found.id, "extract", extract))
            self._leave_holding(step, found.id, "extract", chosen)
        return chosen

    def take_out_extract(self, theme: str, extracts: ExtractPlace | Iterable[ExtractPlace]) -> None:
        """Take single extracts out of a theme; what comes with a code goes by `take_out` or `split`.

        Raises:
            NotFoundError: The theme does not hold an extract by itself.
        """
        found = self[theme]
        with self._store.step("theme.take_out_extract", found.name) as step:
            chosen = self.extract_ids(step, extracts)
            held = self._held(found.id, "extract")
            for extract in dict.fromkeys(chosen):
                if extract not in held:
                    raise NotFoundError(
                        f"The theme {found.name!r} does not hold the extract {self._quote(extract)} by itself.",
                        where=self.name,
                        hint="If it comes with a code, take the code out, or ta.split(theme, into, extracts=[…]).",
                    )
                step.delete("members", held[extract])
            drop_idle(self._store, step, chosen)

    def extract_ids(self, step: Step, extracts: ExtractPlace | Iterable[ExtractPlace]) -> list[str]:
        """Return the GUIDs of extracts, inside a step; an extract is made where a place is given that is none yet.

        Raises:
            NotFoundError: There is no such extract or answer.
        """
        single = isinstance(extracts, str) or (isinstance(extracts, tuple) and _is_place(extracts))
        chosen: Iterable[ExtractPlace] = [extracts] if single else extracts  # type: ignore[list-item, assignment]
        found = []
        for item in chosen:
            if isinstance(item, str):
                if not self._store.rows("SELECT 1 FROM extracts WHERE id = ?", (item,)):
                    raise NotFoundError.of(
                        "extract", item, [],
                        advice='The GUIDs stand in study.codings, column extract; or give ("7:Q2", "the words").',
                    )  # fmt: skip
                found.append(item)
            else:
                found.append(extract_at(self._store, step, *item))
        return found

    # -- what has no place yet

    def holding(self) -> Theme:
        """Return the theme that holds what has no place yet (*sekalaiset*), made when it is not there.

        Braun & Clarke (2006): nothing is thrown away while themes are being built.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire")
            >>> ta = study.analysis("TA")
            >>> ta.holding().name, ta.set_aside(), ta.unplaced
            ('sekalaiset', ['Kiire'], [])
        """
        found = self._holding()
        if found is not None:
            return found
        name = term("themes.holding", self.language)
        same = [theme for theme in self._themes() if theme.name.casefold() == name.casefold()]
        position = self._next_position()
        theme = Theme(analysis=self.id, name=name, candidate=True, position=position) if not same else same[0]
        return self._change(theme, "theme.holding", theme.name, holding=True)

    def set_aside(self, codes: str | Iterable[str] | None = None) -> list[str]:
        """Send codes to the theme that holds what has no place yet, and return which.

        Args:
            codes: Names of codes; None takes all that are unplaced.
        """
        chosen = self.unplaced if codes is None else [codes] if isinstance(codes, str) else list(codes)
        with self._store.step("theme.set_aside", str(len(chosen))):
            self.place(self.holding().id, chosen)
        return chosen

    # -- helpers

    def _holding(self) -> Theme | None:
        return next((theme for theme in self._themes() if theme.holding), None)

    def _next_position(self) -> int:
        return int(self._store.rows("SELECT coalesce(max(position), -1) + 1 AS next FROM themes")[0]["next"])

    def _held(self, theme: str, what: str) -> dict[str, str]:
        """Return what a theme holds of a kind, with the GUID of the member."""
        rows = self._store.rows("SELECT * FROM members WHERE theme = ?", (theme,))
        return {str(row[what]): str(row["id"]) for row in rows if row[what] is not None}

    def _hold(self, step: Step, theme: str, codes: Iterable[str]) -> None:
        held = self._held(theme, "code")
        wanted = [self._codebook[name].id for name in codes]
        for code in wanted:
            if code not in held:
                held[code] = ""
                step.put("members", _member(theme, "code", code))
        self._leave_holding(step, theme, "code", wanted)

    def _leave_holding(self, step: Step, theme: str, what: str, placed: Iterable[str]) -> None:
        """Take what has found a place out of the theme that holds what has none."""
        holding = self._holding()
        if holding is not None and holding.id != theme:
            held = self._held(holding.id, what)
            for value in dict.fromkeys(placed):
                if value in held:
                    step.delete("members", held[value])

    def _quote(self, extract: str) -> str:
        rows = self._store.rows("SELECT quote FROM extracts WHERE id = ?", (extract,))
        return repr(str(rows[0]["quote"])[:60]) if rows else repr(extract)

    def _count(self, theme: Theme) -> int:
        """Return how many codings and extracts a theme holds, for the copy that is made before a great change."""
        codings = "SELECT count(*) AS n FROM members JOIN codings ON codings.code = members.code WHERE theme = ?"
        single = "SELECT count(*) AS n FROM members WHERE code IS NULL AND theme = ?"
        return sum(int(self._store.rows(query, (theme.id,))[0]["n"]) for query in (codings, single))

    def _hand_over_members(self, step: Step, source: str, target: str | None) -> None:
        """Give what a theme holds to another, or let it go."""
        taken = {what: self._held(target, what) if target else {} for what in HELD}
        idle = []
        for row in self._store.rows("SELECT * FROM members WHERE theme = ?", (source,)):
            if target is not None and not any(row[what] in taken[what] for what in HELD if row[what] is not None):
                step.put("members", {**row, "theme": target})
            else:
                step.delete("members", row["id"])
                idle += [row["extract"]] if row["extract"] else []
        drop_idle(self._store, step, idle)


def _member(theme: str, what: str, value: str) -> Row:
    return {"id": new_id(), "theme": theme, **dict.fromkeys(HELD), what: value}


def _is_place(item: tuple[object, ...]) -> bool:
    """Tell a place in an answer, `("7:Q2", "the words")`, from two GUIDs."""
    return len(item) == 2 and isinstance(item[0], str) and ":" in item[0]
