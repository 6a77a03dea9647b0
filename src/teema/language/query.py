"""Reading a query: from text to a tree of what is looked for."""

from __future__ import annotations

import re
import unicodedata
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
_OPERATOR = r"(?:OR|TAI|ELLER|AND|JA|OCH|NEAR(?:/\d+)?)"
# What other programs write in another way, and beginners first try: where it is, what it is not, what to write.
_MISTAKES = (
    (r"(?:^|\s)/\S+/(?=\s|$)", "Regular expressions are not understood.", "Write the beginning with a star: luott*"),
    (r"(?<![^\s(])\*(?=\w)", "A star cannot stand before a word.", "For a part of a compound write ~suhde"),
    (r"(?<=\w)\*(?=\w)", "A star stands at the end of a word.", "Write the beginning: luott*"),
    (r"\|+|&+|(?<=\w)\+(?=\w)|(?<=\s)\+(?=\s)", "This sign is no operator.", "Write AND, OR or NOT."),
    (r"\bNEAR/(?!\d{1,3}(?:[\s(]|$))\S*", "NEAR takes a number of words up to 999.", "Write NEAR/5"),
    (r"(?<=\w)[,;](?=\s|$)", "A comma or semicolon says nothing here.", "Write OR between words of which any will do."),
    (r"(?<!NEAR)(?<=\w)/(?=\w)", "A slash is no operator.", 'Write OR; to look for the slash, "km/h".'),
    (r"\(\s*\)", "There is nothing between the brackets.", "Write words in them: (kiire OR aika)"),
    (r"(?<=[^\s:()\"]):(?=\s|$)", "What is to stand after the colon is missing.", "Write question:Q3 without a space."),
    (rf"(?:^|\(|\b{_OPERATOR})\s*{_OPERATOR}(?=[\s(]|$)", "An operator has no word before it.",
     "Write one between two words: kiire OR aika"),
)  # fmt: skip
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

    text = unicodedata.normalize("NFKC", query).translate(_CURLY)
    if not text.strip():
        raise QueryError("The query is empty.", hint="Write a word: luottamus")
    if text.count('"') % 2:
        at = text.rfind('"')
        raise _error(query, at, "A quotation mark is open.", 'Close it: "omana itsenään"')
    # What stands in quotation marks is looked for as it is; the rest may hold marks of other programs.
    outside = re.sub(r'"[^"]*"', lambda match: '"' + " " * (len(match[0]) - 2) + '"', text)
    for pattern, what, hint in _MISTAKES:
        if mistake := re.search(pattern, outside):
            raise _error(query, mistake.start(), what, hint)
    if outside.count("(") > outside.count(")"):
        raise _error(query, outside.rfind("("), "A bracket is open.", "Close it: (kiire OR aika) AND asiakas")
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
    rest = text[at:].strip()
    if not rest:
        return "A word is missing at the end."
    if rest.startswith(")"):
        return "This bracket was never opened."
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
            return _plain(str(parts[0]))
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


def _plain(text: str) -> Word:
    """Return a word as a lemma, without what ends a sentence."""
    bare = text.strip(".,;!?…[]'’").casefold()
    if not bare:
        raise QueryError(f"There is no word in {text!r}.", hint="Write a word: luottamus")
    return Word("lemma", bare)


def _quoted(text: str) -> Node:
    words = [word.strip(".,;:!?…()[]").casefold() for word in text.strip('"').split()]
    words = [word for word in words if word]
    if not words:
        raise QueryError("There is nothing between the quotation marks.", hint='Write a form: "luottamuksen"')
    forms = tuple(Word("form", word) for word in words)
    return forms[0] if len(forms) == 1 else Phrase(forms)
