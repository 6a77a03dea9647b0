"""One sitting of coding: what is on the screen, and every command the screen can give.

The browser is one of its users and a test is the other: nothing here knows of widgets. A command that returned is on
disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from teema.coding import (
    Codebook,
    assign,
    coded_spans,
    edit_memo,
    mark_read,
    move_edges,
    read_answers,
    read_key,
    remove,
    remove_memo,
    write_memo,
)  # fmt: skip
from teema.coding.declined import decline
from teema.errors import NotFoundError, QuotationError, UnusableValueError
from teema.terms import term
from teema.widgets.command_session import CommandSession
from teema.widgets.pages import Page, coded_answers
from teema.widgets.screen import Others, Shown, code_list, examples, page_shown

if TYPE_CHECKING:
    from teema.coding.suggestions import Suggestion
    from teema.store import Store

__all__ = ["CodingSession", "Find", "Suggest"]

# Searches the answers: query to (answer, start, end), in the order of the answers.
Find = Callable[[str], Iterable[tuple[str, int, int]]]
# Suggests codes for answers.
Suggest = Callable[[Iterable[str]], Sequence["Suggestion"]]
_OTHERS = ("hide", "show", "compare")
# Commands that can change nothing but the page they are given on: after them not everything is counted anew.
_ON_THE_PAGE = (
    "next", "code", "new_code", "uncode", "move", "set", "memo", "edit_memo", "remove_memo", "unread", "accept",
    "decline",
)  # fmt: skip


class CodingSession(CommandSession):
    """Where a coder is in the answers, and what she can do there.

    Args:
        store: The study file, open for writing.
        pages: The answers to go through, page by page.
        language: Language of what is said.
        find: Searches the answers; without it the search finds nothing.
        others: What to show of other coders' codings: `hide`, `show` or `compare`.
        hits: Spans to highlight from the beginning, as (answer, start, end).
        suggest: Suggests codes; without it nothing can be suggested.
        reflexive: Whether the analysis is reflexive; then suggestions are off until somebody turns them on here.

    Raises:
        UnusableValueError: There is no page, or no such way to treat other coders' codings.
    """

    def __init__(
        self,
        store: Store,
        pages: Sequence[Page],
        *,
        language: str,
        find: Find | None = None,
        others: Others = "show",
        hits: Iterable[tuple[str, int, int]] = (),
        suggest: Suggest | None = None,
        reflexive: bool = False,
    ) -> None:
        if not pages:
            raise UnusableValueError(
                "There is no answer to show.",
                hint="All may be read or coded already; study.coder() shows every answer.",
            )
        if others not in _OTHERS:
            raise UnusableValueError.of("others", others, _OTHERS)
        commands: dict[str, Callable[..., Shown | None]] = {
            "next": self._next, "previous": self._previous, "goto": self._goto, "next_open": self._next_open,
            "code": self._code, "new_code": self._new_code, "uncode": self._uncode, "move": self._move,
            "set": self._set, "memo": self._memo, "edit_memo": self._edit_memo, "remove_memo": self._remove_memo,
            "unread": self._unread, "examples": self._examples, "find": self._search, "code_hits": self._code_hits,
            "others": self._set_others, "suggest": self._set_suggesting, "accept": self._accept,
            "decline": self._decline,
        }  # fmt: skip
        super().__init__(store, language=language, commands=commands)
        self.others: Others = others
        self.position = 0
        self._pages = list(pages)
        self._page_of = {answer: place for place, page in reversed(list(enumerate(pages))) for answer in page}
        self._find = find
        self._suggest = suggest
        self.reflexive = reflexive
        switch = store.setting(switch_key(store.coder))
        self.suggesting = suggest is not None and not reflexive and switch == "true" and not store.read_only
        self._hits: dict[str, list[tuple[int, int]]] = {}
        self._query = ""
        self._seen = -1
        self._set_hits(hits)

    # -- what is shown

    def screen(self) -> Shown:
        """Return what stands on the screen: the page, where it is in the whole, how far the coder has come."""
        with self._guard:
            self._catch_up()
            page = page_shown(
                self.store, self._pages[self.position], others=self.others, hits=self._hits, read=self._read
            )
            return {
                **page,
                "position": self.position,
                "pages": len(self._pages),
                "progress": self._progress(page["answers"][0]["question"]),
                "query": self._query,
                "found": sum(map(len, self._hits.values())),
                "others": self.others,
                "suggests": self._suggest is not None,
                "suggesting": self.suggesting,
                "reflexive": self.reflexive,
                "suggestions": self._suggestions(),
                "coder": self.store.coder,
                "readonly": self.store.read_only,
            }

    def codes(self) -> list[Shown]:
        """Return the codebook as a list in tree order, each code with its number of codings."""
        with self._guard:
            self._catch_up()
            return code_list(self.store, self._counts)

    def run(self, command: str, given: dict[str, Any]) -> Shown:
        """Do one command and return what is to be said: `say`, and what the command gives.

        Raises:
            TeemaError: It cannot be done; nothing has changed.
        """
        with self._guard:
            self._catch_up()
            page = self._pages[self.position]
            before = self._counted(page)
            try:
                return super().run(command, given)
            finally:
                if command in _ON_THE_PAGE:
                    self._adjust(page, before)

    def _catch_up(self) -> None:
        """Count anew when something was done elsewhere: in a cell, in another coder."""
        revision = self.store.revision()
        if revision == self._seen:
            return
        own = self.store.coder if self.others == "hide" else None
        query = "SELECT code, count(*) AS n FROM codings WHERE ? IS NULL OR coder = ? GROUP BY code"
        self._counts = Counter({str(row["code"]): int(row["n"]) for row in self.store.rows(query, (own, own))})
        self._coded = coded_answers(self.store, own)
        self._read = read_answers(self.store)
        rows = self.store.rows("SELECT answer, question FROM answers")
        self._question_of = {str(row["answer"]): str(row["question"]) for row in rows}
        asked = self._question_of
        self._asked = Counter(asked[answer] for answer in self._page_of)
        self._read_of = Counter(asked[answer] for answer in self._read if answer in self._page_of)
        self._coded_of = Counter(asked[answer] for answer in self._coded if answer in self._page_of)
        self._seen = revision

    def _counted(self, page: Page) -> Counter[str]:
        """Return how often each code stands on a page."""
        marks = ", ".join("?" * len(page))
        rows = self.store.rows(
            "SELECT code, codings.coder FROM codings JOIN extracts ON extracts.id = codings.extract"  # noqa: S608 -- ours
            f" WHERE answer IN ({marks})",
            page,
        )
        return Counter(str(row["code"]) for row in rows if self.others != "hide" or row["coder"] == self.store.coder)

    def _adjust(self, page: Page, before: Counter[str]) -> None:
        """Bring the counts up to date after a command that concerned one page only."""
        after = self._counted(page)
        self._counts.update(after)
        self._counts.subtract(before)
        marked = {answer for answer in page if self.store.setting(read_key(self.store.coder, answer)) is not None}
        for answer in page:
            question = self._question_of[answer]
            coded = bool(self._counted((answer,)))
            for now, done, counter in (
                (answer in marked, self._read, self._read_of),
                (coded, self._coded, self._coded_of),
            ):
                if now and answer not in done:
                    done.add(answer)
                    counter[question] += 1
                elif not now and answer in done:
                    done.remove(answer)
                    counter[question] -= 1
        self._seen = self.store.revision()

    def _progress(self, question: str) -> Shown:
        """Return how many answers to a question are read and coded, among those gone through."""
        return {
            "question": question,
            "answers": self._asked[question],
            "read": self._read_of[question],
            "coded": self._coded_of[question],
        }

    # -- moving about

    def _next(self) -> Shown:
        mark_read(self.store, self._pages[self.position])
        if self.position + 1 == len(self._pages):
            return {"say": term("widgets.last", self.language)}
        self.position += 1
        return {"moved": True}

    def _previous(self) -> Shown:
        if self.position == 0:
            return {"say": term("widgets.first", self.language)}
        self.position -= 1
        return {"moved": True}

    def _goto(self, *, position: int | None = None, answer: str | None = None) -> Shown:
        if answer is not None:
            if answer not in self._page_of:
                raise NotFoundError.of("answer", answer, self._page_of)
            position = self._page_of[answer]
        self.position = min(max(int(position or 0), 0), len(self._pages) - 1)
        return {"moved": True}

    def _next_open(self, *, what: str) -> Shown:
        """Go to the next page with something unread, uncoded or found, around the end."""
        done = {"unread": self._read, "uncoded": self._coded}.get(what, set())
        count = len(self._pages)
        for step in range(1, count + 1):
            place = (self.position + step) % count
            page = self._pages[place]
            if what == "hit":
                wanted = any(answer in self._hits for answer in page)
            else:
                wanted = not (all if what == "unread" else any)(answer in done for answer in page)
            if wanted:
                self.position = place
                return {"moved": True}
        return {"say": term(f"widgets.none_{what}", self.language)}

    # -- coding

    def _code(self, *, answer: str, start: int, end: int, quote: str, code: str, level: str | None = None) -> Shown:
        self._check(answer, start, end, quote)
        coding = assign(self.store, answer, (start, end), code, level=level)
        return {"say": term("widgets.coded", self.language, code=self._name(code)), "coding": coding}

    def _new_code(
        self,
        *,
        name: str,
        parent: str | None = None,
        answer: str | None = None,
        start: int = 0,
        end: int = 0,
        quote: str = "",
    ) -> Shown:
        """Make a code and give it to the selected words at once: one step."""
        if answer is not None:
            self._check(answer, start, end, quote)
        with self.store.step("code.add", name):
            made = Codebook(self.store).add(name, parent=parent)
            coding = None if answer is None else assign(self.store, answer, (start, end), made.id)
        return {"say": term("widgets.made", self.language, code=made.name), "code": made.id, "coding": coding}

    def _uncode(self, *, coding: str) -> Shown:
        row = self._coding(coding)
        remove(self.store, [coding])
        return {"say": term("widgets.uncoded", self.language, code=self._name(row["code"]))}

    def _move(self, *, coding: str, start: int, end: int, quote: str) -> Shown:
        row = self._coding(coding)
        self._check(row["answer"], start, end, quote)
        move_edges(self.store, coding, start, end)
        return {"say": term("widgets.moved", self.language, quote=quote[:40]), "coding": coding}

    def _set(self, *, coding: str, level: str | None = None, reduced: str | None = None) -> Shown:
        """Set the level of a coding, or the reduced expression of its extract."""
        row = self._coding(coding)
        with self.store.step("code.set", self._name(row["code"])) as step:
            if reduced is not None:
                extract = self.store.rows("SELECT * FROM extracts WHERE id = ?", (row["extract"],))[0]
                step.put("extracts", {**extract, "reduced": reduced.strip()})
            else:
                if level not in (None, "semantic", "latent"):
                    raise UnusableValueError.of("level", level, ("semantic", "latent"))
                held = self.store.rows("SELECT * FROM codings WHERE id = ?", (coding,))[0]
                step.put("codings", {**held, "level": level})
        return {"say": term("widgets.changed", self.language)}

    # -- notes, reading

    def _memo(self, *, kind: str, target: str, text: str) -> Shown:
        memo = write_memo(self.store, text, kind=kind, target=target)
        return {"say": term("widgets.noted", self.language), "memo": memo}

    def _edit_memo(self, *, memo: str, text: str) -> Shown:
        edit_memo(self.store, memo, text)
        return {"say": term("widgets.noted", self.language)}

    def _remove_memo(self, *, memo: str) -> Shown:
        remove_memo(self.store, memo)
        return {"say": term("widgets.unnoted", self.language)}

    def _unread(self) -> Shown:
        mark_read(self.store, self._pages[self.position], read=False)
        return {"say": term("widgets.unread", self.language)}

    # -- taking back

    def _after(self, event: int) -> Shown:
        return {"moved": self._show_event(event)}

    def _show_event(self, event: int) -> bool:
        """Go to the answer that an event was about, so that one sees what happened."""
        for change in self.store.changes_of(event):
            row = change.after or change.before or {}
            answer = row.get("answer") if change.table == "extracts" else None
            if change.table == "codings":
                found = self.store.rows("SELECT answer FROM extracts WHERE id = ?", (row["extract"],))
                answer = found[0]["answer"] if found else None
            if answer in self._page_of:
                moved = self._page_of[answer] != self.position
                self.position = self._page_of[answer]
                return moved
        return False

    # -- searching

    def _examples(self, *, code: str) -> Shown:
        own = self.store.coder if self.others == "hide" else None
        return {"examples": examples(self.store, code, coder=own)}

    def _search(self, *, query: str) -> Shown:
        self._query = query.strip()
        self._set_hits(self._find(self._query) if self._query and self._find else ())
        if not self._query:
            return {}
        answers, hits = len(self._hits), sum(map(len, self._hits.values()))
        if hits and self._pages[self.position] and not any(item in self._hits for item in self._pages[self.position]):
            self._next_open(what="hit")
        return {"say": term("widgets.found", self.language, hits=hits, answers=answers), "moved": True}

    def _code_hits(self, *, code: str, unit: str, apply: bool) -> Shown:
        """Say how many extracts coding all hits would make; do it when `apply` is true, as one step."""
        if not self._hits:
            raise UnusableValueError("Nothing has been searched for.", hint="Search first.")
        hits = [(answer, *span) for answer, spans in self._hits.items() for span in spans]
        new, old = coded_spans(self.store, hits, code, unit=unit, apply=apply)
        key = "widgets.hits_coded" if apply else "widgets.hits_preview"
        return {"say": term(key, self.language, new=new, old=old, code=self._name(code)), "new": new, "old": old}

    def _set_others(self, *, others: str) -> Shown:
        if others not in _OTHERS:
            raise UnusableValueError.of("others", others, _OTHERS)
        self.others = others  # type: ignore[assignment]
        self._seen = -1
        return {}

    # -- suggestions

    def _suggestions(self) -> list[Shown]:
        """Return what is suggested for the page; nothing while it is switched off."""
        if not self.suggesting or self._suggest is None:
            return []
        return [{**item._asdict(), "words": list(item.words)} for item in self._suggest(self._pages[self.position])]

    def _set_suggesting(self, *, on: bool) -> Shown:
        """Switch suggestions on or off; it is remembered for this coder, and no step that undo takes back."""
        self.suggesting = bool(on) and self._suggest is not None
        if not self.store.read_only:
            with self.store.step("read.suggest") as step:
                step.put("settings", {"name": switch_key(self.store.coder), "value": "true" if on else "false"})
        return {"say": term(f"widgets.suggest_{'on' if self.suggesting else 'off'}", self.language)}

    def _accept(self, *, answer: str, start: int, end: int, quote: str, code: str) -> Shown:
        """Code what was suggested; the journal tells it from what was coded unasked."""
        self._check(answer, start, end, quote)
        with self.store.step("code.suggested", self._name(code)):
            coding = assign(self.store, answer, (start, end), code)
        return {"say": term("widgets.coded", self.language, code=self._name(code)), "coding": coding}

    def _decline(self, *, answer: str, start: int, end: int, quote: str, code: str) -> Shown:
        """Remember that a suggestion was declined: it does not come again."""
        self._check(answer, start, end, quote)
        decline(self.store, [(code, answer, start, end, quote)])
        return {"say": term("widgets.suggest_declined", self.language, code=self._name(code))}

    # -- helpers

    def _set_hits(self, hits: Iterable[tuple[str, int, int]]) -> None:
        self._hits = {}
        for answer, start, end in hits:
            if answer in self._page_of:
                self._hits.setdefault(str(answer), []).append((int(start), int(end)))

    def _check(self, answer: str, start: int, end: int, quote: str) -> None:
        """Refuse a selection whose words are not those of the file: the place would be wrong."""
        found = self.store.rows("SELECT text FROM answers WHERE answer = ?", (answer,))
        if not found:
            raise NotFoundError.of("answer", answer, [])
        if str(found[0]["text"])[start:end] != quote:
            raise QuotationError(
                term("widgets.other_text", self.language),
                where=answer,
                hint=term("widgets.other_text_hint", self.language),
            )

    def _coding(self, coding: str) -> dict[str, Any]:
        found = self.store.rows(
            "SELECT codings.*, extracts.answer FROM codings JOIN extracts ON extracts.id = codings.extract"
            " WHERE codings.id = ?",
            (coding,),
        )
        if not found:
            raise NotFoundError(term("widgets.gone", self.language))
        if found[0]["coder"] != self.store.coder:
            raise UnusableValueError(
                term("widgets.not_yours", self.language, coder=found[0]["coder"]),
                hint=term("widgets.not_yours_hint", self.language),
            )
        return found[0]

    def _name(self, code: str) -> str:
        return Codebook(self.store)[code].name


def switch_key(coder: str) -> str:
    """Return the setting that says whether a coder wants suggestions."""
    return f"suggest:{coder.casefold()}"
