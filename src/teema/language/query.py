"""Reading a query: from text to a tree of what is looked for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from teema.errors import QueryError
from teema.language.query_help import mistaken, unreadable

__all__ = ["Both", "Either", "Field", "Near", "Negated", "Node", "Phrase", "Word", "parse_query"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: by lemma, exact form, beginning, or part of a compound."""

    kind: Literal["lemma", "form", "prefix", "part", "part-prefix"]
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two things within so many words of each other."""

    left: Node
    right: Node
    distance: int


@dataclass(frozen=True, slots=True)
class Both:
    """All of these in one answer."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """Answers without this."""

    item: Node


@dataclass(frozen=True, slots=True)
class Field:
    """Answers to a question, or of cases with a background value."""

    name: str
    value: str


Node = Word | Phrase | Near | Both | Either | Negated | Field

_DEFAULT_DISTANCE = 5
_CURLY = str.maketrans(dict.fromkeys("“”„»«‟", '"'))
_PUNCTUATION = ".,:;!?…()[]'‘’‚`´"


class _WrongError(Exception):
    """A mistake at a place of the query, on its way to the message."""

    def __init__(self, at: int, what: str, hint: str) -> None:
        self.found = (at, what, hint)


@cache
def parse_query(query: str) -> Node:
    """Read a query.

    Raises:
        QueryError: The query cannot be read; the message shows the place.

    Example:
        >>> parse_query("luottamus OR ~suhde")
        Either(items=(Word(kind='lemma', text='luottamus'), Word(kind='part', text='suhde')))
    """
    from lark.exceptions import UnexpectedInput

    shown = unicodedata.normalize("NFKC", query)
    text = shown.translate(_CURLY)
    if not text.strip():
        raise QueryError("The query is empty.", hint="Write a word: luottamus")
    if text.count('"') % 2:
        raise unreadable(shown, text.rfind('"'), "A quotation mark is open.", 'Close it: "omana itsenään"')
    if wrong := mistaken(text, shown):
        raise wrong
    try:
        tree = _parser().parse(text)
        found: Node = _build(tree)
    except UnexpectedInput as error:
        ended = getattr(getattr(error, "token", None), "type", "") == "$END" or error.column in (-1, None)
        at = len(text.rstrip()) if ended else error.pos_in_stream or 0
        raise unreadable(shown, at, "The query cannot be read.", _advice(text, at)) from None
    except _WrongError as error:
        raise unreadable(shown, *error.found) from None
    return found


def _advice(text: str, at: int) -> str:
    rest = text[at:].strip()
    if not rest:
        return "A word is missing at the end."
    if rest[0] in "~*:":
        return f"{rest[0]} stands beside a word: ~suhde, luott*, question:Q3. To look for the mark, quote the word."
    return "An operator stands between two words: kiire OR aika. Brackets group."


@cache
def _parser() -> Any:
    from lark import Lark

    grammar = (files("teema.language") / "query.lark").read_text(encoding="utf-8")
    # A lexer that looks at the context would take a misplaced OR for a word.
    return Lark(grammar, parser="lalr", lexer="basic", propagate_positions=False)


def _build(tree: Any) -> Any:
    """Return our tree for lark's; each rule of the grammar by its name."""
    rule, parts = tree.data, tree.children
    match str(rule):
        case "lemma":
            return _plain(parts[0])
        case "exact":
            return _quoted(parts[0])
        case "prefix":
            return Word("prefix", str(parts[0])[:-1].casefold())
        case "part":
            text = str(parts[0])[1:].casefold()
            return Word("part-prefix", text[:-1]) if text.endswith("*") else Word("part", text)
        case "phrase":
            words = [_build(part) for part in parts]
            return Phrase(
                tuple(word for item in words for word in (item.words if isinstance(item, Phrase) else (item,)))
            )
        case "near":
            found = _build(parts[0])
            for sign, part in zip(parts[1::2], parts[2::2], strict=True):
                number = str(sign).partition("/")[2]
                found = Near(found, _build(part), int(number) if number else _DEFAULT_DISTANCE)
                if not _points(found.left) or not _points(found.right):
                    raise _WrongError(sign.start_pos, "NEAR stands between words.", "For a field or NOT write AND.")
            return found
        case "both":
            return Both(tuple(_build(part) for part in parts))
        case "either":
            return Either(tuple(_build(part) for part in parts))
        case "negated":
            return Negated(_build(parts[0]))
        case _:
            return Field(str(parts[0])[:-1], str(parts[1]).strip('"'))


def _points(node: Node) -> bool:
    """Whether a node finds words, and not only answers."""
    match node:
        case Field() | Negated():
            return False
        case Both(items=items) | Either(items=items):
            return any(map(_points, items))
        case _:
            return True


def _plain(token: Any) -> Word:
    """Return a word as a lemma, without what ends a sentence."""
    bare = str(token).strip(_PUNCTUATION).casefold()
    if not bare.strip("-"):
        raise _WrongError(token.start_pos, f"There is no word in {str(token)!r}.", "Write a word: luottamus")
    return Word("lemma", bare)


def _quoted(token: Any) -> Node:
    words = [word.strip(_PUNCTUATION).casefold() for word in str(token).strip('"').split()]
    words = [word for word in words if word]
    if not words:
        hint = 'Write a form: "luottamuksen"'
        raise _WrongError(token.start_pos, "There is nothing between the quotation marks.", hint)
    forms = tuple(Word("form", word) for word in words)
    return forms[0] if len(forms) == 1 else Phrase(forms)
