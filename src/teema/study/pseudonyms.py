"""Reviewing what may identify somebody: each find in its context, with the pseudonym proposed for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.privacy.proposals import ACCEPTED, REJECTED, UNDECIDED
from teema.tables import Column, Table
from teema.terms import LANGUAGES, term

if TYPE_CHECKING:
    import pandas as pd

    from teema.privacy import Readings
    from teema.study.study import Study

__all__ = ["Pseudonyms", "identifiers", "readings_of"]

_CONTEXT = 40
# What people write into the column of decisions.
_YES = frozenset({"x", "k", "kyllä", "ok", "hyväksy", "ja", "j", "yes", "y", "1", ACCEPTED})
_NO = frozenset({"ei", "e", "nej", "no", "n", "hylkää", "0", REJECTED})


def readings_of(study: Study) -> Readings | None:
    """Return the dictionary for a study in Finnish; for other languages there is none."""
    if study.language != "fi":
        return None
    from teema.language.voikko import analyses

    return lambda word: [(found.lemma, found.kind) for found in analyses(word)]


def identifiers(study: Study) -> pd.DataFrame:
    """Return the places in the answers that may identify somebody; see `teema.privacy.find`."""
    from teema.privacy import find

    texts = study.answers.set_index("answer")["text"]
    return find(texts, readings=readings_of(study), language=study.language)


class Pseudonyms:
    """Proposed pseudonyms: decide on them, then apply; nothing is replaced that was not accepted.

    Every method returns a new object and leaves this one as it is.

    Attributes:
        proposals: One row per find, in the order of the answers, notes and codes after them. Columns of
            `teema.privacy.find` and `where` (in words), `replacement`, `ending` (kept after the bracket), `decision`
            (`accepted`, `rejected`, or empty: not decided).
    """

    def __init__(self, study: Study, proposals: pd.DataFrame) -> None:
        self._study = study
        self.proposals = proposals

    def __len__(self) -> int:
        return len(self.proposals)

    def accept(
        self,
        *,
        kinds: str | Iterable[str] | None = None,
        rows: int | Iterable[int] | None = None,
        sure: bool = False,
    ) -> Pseudonyms:
        """Accept proposals: all, those of some kinds, those of some rows, or those that are sure.

        Args:
            kinds: Such as `"person"` or `["person", "phone"]`; see `teema.privacy.KINDS`.
            rows: Of the index of `proposals`.
            sure: Only those whose certainty is `sure`.

        Raises:
            NotFoundError: There is no such row or kind.
        """
        return self._decided(ACCEPTED, kinds, rows, sure=sure)

    def reject(
        self, *, kinds: str | Iterable[str] | None = None, rows: int | Iterable[int] | None = None
    ) -> Pseudonyms:
        """Reject proposals: all, those of some kinds, or those of some rows; their words stay.

        Raises:
            NotFoundError: There is no such row or kind.
        """
        return self._decided(REJECTED, kinds, rows)

    def replace(self, row: int, replacement: str) -> Pseudonyms:
        """Give the find of a row, and all forms of it in the study, another pseudonym.

        Args:
            row: Of the index of `proposals`.
            replacement: Such as `"[ohjaaja A]"`; brackets are put around it when they are missing.

        Raises:
            NotFoundError: There is no such row.
            UnusableValueError: It is empty.
        """
        chosen = self.proposals.loc[self._rows([row])[0]]
        same = (self.proposals["key"] == chosen["key"]) & (self.proposals["kind"] == chosen["kind"])
        new = self.proposals.copy()
        new.loc[same, "replacement"] = _bracketed(replacement)
        return Pseudonyms(self._study, new)

    def same(self, rows: Iterable[int]) -> Pseudonyms:
        """Say that the finds of some rows are one person or thing: all get the pseudonym of the first.

        Raises:
            NotFoundError: There is no such row.
        """
        chosen = self._rows(list(rows))
        first = str(self.proposals.loc[chosen[0], "replacement"])
        result = self
        for row in chosen[1:]:
            result = result.replace(row, first)
        return result

    def add(self, words: str, kind: str = "person", *, replacement: str = "") -> Pseudonyms:
        """Add finds that no detector knows, such as a nickname: every place of the words, in all inflections.

        Args:
            words: A word or several, in the base form.
            kind: One of `teema.privacy.KINDS`.
            replacement: The pseudonym; by default the next of its kind.

        Raises:
            NotFoundError: The words stand nowhere in the study, or all of their places are proposed already.
            UnusableValueError: There is no such kind.
        """
        from teema.study.proposing import added

        new = added(self._study, self.proposals, words, kind)
        if not len(new):
            raise NotFoundError.of("word to replace", words, self.proposals["key"], where=self._study.path.name)
        if replacement:
            new["replacement"] = _bracketed(replacement)
        return Pseudonyms(self._study, _joined(self.proposals, new))

    # -- seen

    def summary(self) -> Table:
        """Return one row per kind: how many were found, how many are `accepted`, `rejected` and `undecided`."""
        import pandas as pd

        language = self._study.language
        counts = pd.crosstab(self.proposals["kind"], self.proposals["decision"])
        counts = counts.reindex(columns=[ACCEPTED, REJECTED, UNDECIDED], fill_value=0)
        counts = counts.loc[list(dict.fromkeys(self.proposals["kind"]))]
        frame = counts.set_axis(["accepted", "rejected", "undecided"], axis="columns").reset_index()
        frame["kind"] = [term(f"privacy.{kind}", language) for kind in frame["kind"]]
        return Table(
            frame=frame,
            title=term("privacy.summary_title", language),
            columns=(
                Column("kind", term("privacy.column_kind", language), "text"),
                *(
                    Column(name, term(f"privacy.column_{name}", language), "count")
                    for name in ("accepted", "rejected", "undecided")
                ),
            ),
            language=language,
        )

    def show(self, *, kinds: str | Iterable[str] | None = None, undecided: bool = False) -> Table:
        """Return the finds in their contexts with what would come in their places.

        Args:
            kinds: Only these kinds.
            undecided: Only those that are not decided on.
        """
        language = self._study.language
        frame = self.proposals
        if kinds is not None:
            frame = frame[frame["kind"].isin(self._kinds(kinds))]
        if undecided:
            frame = frame[frame["decision"] == UNDECIDED]
        shown = frame[["where"]].copy()
        shown.insert(0, "row", frame.index)
        shown["kind"] = [term(f"privacy.{kind}", language) for kind in frame["kind"]]
        shown["found"] = frame["left"] + "⟦" + frame["text"] + "⟧" + frame["right"]
        shown["becomes"] = frame["replacement"] + frame["ending"]
        shown["certainty"] = [term(f"privacy.{item}", language) for item in frame["certainty"]]
        shown["decision"] = [term(f"privacy.decision_{item}", language) if item else "" for item in frame["decision"]]
        formats = {"found": "wide-text"}
        return Table(
            frame=shown.reset_index(drop=True),
            title=term("privacy.review_title", language, found=len(frame)),
            notes=(term("privacy.review_note", language),),
            columns=tuple(
                Column(name, term(f"privacy.column_{name}", language), formats.get(name, "text"))  # type: ignore[arg-type]
                for name in shown.columns
            ),
            language=language,
        )

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_() + self.show()._repr_html_()

    # -- decided on paper

    def write(self, path: str | Path) -> Path:
        """Write the table to Excel, for deciding there; `read` takes the decisions back.

        The file holds what identifies people: keep it like the study, and remove it when it has been read.

        Raises:
            UnusableValueError: The file cannot be written.
        """
        from teema.export import write_workbook

        language = self._study.language
        return write_workbook(path, {term("privacy.review_sheet", language): self.show()}, language=language)

    def read(self, path: str | Path) -> Pseudonyms:
        """Take decisions and pseudonyms from a table that `write` wrote.

        In the column of decisions *kyllä*, *ja*, *yes*, *x* accept; *ei*, *nej*, *no* reject; a blank decides nothing.

        Raises:
            ImportFileError: The file is missing or cannot be read.
            UnusableValueError: It is not such a table, a decision cannot be read, or it was written of other finds.
        """
        from teema.coding.table_files import read_table

        cells = [[str(cell) for cell in row] for row in read_table(path).itertuples(index=False)]
        columns = self._columns(cells, path)
        new = self.proposals.copy()
        for row in cells:
            number = row[columns["row"]].removesuffix(".0")
            if not number.isdigit():
                continue
            place = int(number)
            if place not in new.index or str(new.loc[place, "text"]) not in row[columns["found"]]:
                raise UnusableValueError(
                    f"Row {number} of the table is of another find.", where=path,
                    hint="Write the table anew: the study has changed since.",
                )  # fmt: skip
            new.loc[place, "decision"] = _decision(row[columns["decision"]], path, number)
            ending = str(new.loc[place, "ending"])
            written = row[columns["becomes"]]
            if written and written != str(new.loc[place, "replacement"]) + ending:
                new.loc[place, "replacement"] = _bracketed(written.removesuffix(ending))
        return Pseudonyms(self._study, new)

    def _columns(self, cells: list[list[str]], path: str | Path) -> dict[str, int]:
        wanted = ("row", "found", "becomes", "decision")
        for row in cells:
            for language in LANGUAGES:
                labels = {name: term(f"privacy.column_{name}", language) for name in wanted}
                if set(labels.values()) <= set(row):
                    return {name: row.index(label) for name, label in labels.items()}
        raise UnusableValueError(
            "This is no table of pseudonyms.", where=path, hint="It is made with study.pseudonyms().write(…)."
        )

    # -- done

    def apply(self, *, key: str | Path | None = None) -> int:
        """Replace what was accepted as one undoable step, and return how many places were replaced.

        Each answer gets a new version; extracts follow: one that touched no replaced place reads the same words, one
        that touched one holds the whole replacement. The journal keeps the originals, so that `study.undo()` works; a
        copy without them is made with `study.share(…)`.

        Args:
            key: A file to write originals and pseudonyms into, readable by you alone; with it `study.reidentify`
                brings the originals back in any copy. It is never written unasked.

        Raises:
            UnusableValueError: Nothing was accepted, two accepted places overlap, the study has changed since the
                proposal, or the key file exists or cannot be written.
        """
        from teema.study.replacing import replace_accepted

        return replace_accepted(self._study.store, self.proposals, key=key, language=self._study.language)

    # -- helpers

    def _decided(
        self,
        decision: str,
        kinds: str | Iterable[str] | None,
        rows: int | Iterable[int] | None,
        *,
        sure: bool = False,
    ) -> Pseudonyms:
        new = self.proposals.copy()
        chosen = new["decision"].notna()
        if kinds is not None:
            chosen &= new["kind"].isin(self._kinds(kinds))
        if rows is not None:
            chosen &= new.index.isin(self._rows([rows] if isinstance(rows, int) else list(rows)))
        if sure:
            chosen &= new["certainty"] == "sure"
        new.loc[chosen, "decision"] = decision
        return Pseudonyms(self._study, new)

    def _kinds(self, kinds: str | Iterable[str]) -> list[str]:
        from teema.privacy import KINDS

        given = [kinds] if isinstance(kinds, str) else list(kinds)
        for kind in given:
            if kind not in KINDS:
                raise NotFoundError.of("kind", kind, KINDS)
        return given

    def _rows(self, rows: Sequence[int]) -> list[int]:
        for row in rows:
            if row not in self.proposals.index:
                raise NotFoundError.of("row", str(row), map(str, self.proposals.index))
        return list(rows)


def _bracketed(text: str) -> str:
    inner = text.strip().removeprefix("[").removesuffix("]").strip()
    if not inner:
        raise UnusableValueError("The pseudonym is empty.", hint='Write what stands for it: "[ohjaaja A]".')
    return f"[{inner}]"


def _decision(cell: str, path: str | Path, number: str) -> str:
    word = cell.strip().casefold()
    if not word:
        return UNDECIDED
    if word in _YES or word in {term("privacy.decision_accepted", language) for language in LANGUAGES}:
        return ACCEPTED
    if word in _NO or word in {term("privacy.decision_rejected", language) for language in LANGUAGES}:
        return REJECTED
    raise UnusableValueError(
        f"The decision {cell!r} cannot be read.", where=f"{path}, row {number}", hint="Write kyllä or ei, or nothing."
    )


def _joined(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    first = int(old.index.max()) + 1 if len(old) else 0
    return pd.concat([old, new.set_axis(range(first, first + len(new)))])
