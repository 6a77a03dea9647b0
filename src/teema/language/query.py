"""Reading a query: from text to a tree of what is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from teema.errors import QueryError

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
_CURLY = str.maketrans(dict.fromkeys("“”„»«", '"'))


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

    text = query.translate(_CURLY)
    if not text.strip():
        raise QueryError("The query is empty.", hint="Write a word: luottamus")
    if text.count('"') % 2:
        at = text.rfind('"')
        raise _error(query, at, "A quotation mark is open.", 'Close it: "omana itsenään"')
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        ended = getattr(getattr(error, "token", None), "type", "") == "$END" or error.column in (-1, None)
        at = len(text.rstrip()) if ended else error.column - 1
        raise _error(query, at, "The query cannot be read.", _advice(text, at)) from None
    found: Node = _build(tree)
    return found


def _error(query: str, at: int, what: str, hint: str) -> QueryError:
    return QueryError(f"{what}\n  {query}\n  {' ' * at}^", hint=hint)


def _advice(text: str, at: int) -> str:
    rest = text[at : at + 1]
    if not rest:
        return "Something is missing at the end: a word, or a closing bracket."
    if rest == ")":
        return "This bracket was never opened, or there is nothing before it."
    if rest in "~*:":
        return (
            f"{rest} stands beside a word: ~suhde, luott*, question:Q3. Words with such a mark go in quotation marks."
        )
    return "Write words and AND, OR, NOT, NEAR/5 between them; brackets group."


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
            return Word("lemma", str(parts[0]).casefold())
        case "exact":
            return _quoted(str(parts[0]))
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
            return found
        case "both":
            return Both(tuple(_build(part) for part in parts))
        case "either":
            return Either(tuple(_build(part) for part in parts))
        case "negated":
            return Negated(_build(parts[0]))
        case _:
            return Field(str(parts[0])[:-1], str(parts[1]).strip('"'))


def _quoted(text: str) -> Node:
    words = [word.strip(".,;:!?…()[]").casefold() for word in text.strip('"').split()]
    words = [word for word in words if word]
    if not words:
        raise QueryError("There is nothing between the quotation marks.", hint='Write a form: "luottamuksen"')
    forms = tuple(Word("form", word) for word in words)
    return forms[0] if len(forms) == 1 else Phrase(forms)
