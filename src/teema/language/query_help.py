"""Help for those who write a query as other programs want it: what is wrong, where, and what to write instead."""

from __future__ import annotations

import re

from teema.errors import QueryError
from teema.terms import term

__all__ = ["hints", "mistaken", "unreadable"]

_OPERATORS = ("OR", "AND", "NOT", "NEAR", "TAI", "JA", "EI", "ELLER", "OCH", "INTE")
_JOINING = r"(?:OR|TAI|ELLER|AND|JA|OCH|NEAR(?:/\d+)?)"
_ANY = r"(?:OR|TAI|ELLER|AND|JA|OCH|NOT|EI|INTE|NEAR(?:/\d+)?)"
_REGULAR = "Regular expressions are not understood."
_STAR = "Write the beginning with a star: luott*"
# What other programs write in another way, and beginners first try: where it is, what it is not, what to write.
_MISTAKES = tuple(
    (re.compile(pattern), what, hint)
    for pattern, what, hint in (
        (r"(?:^|(?<=\s))/\S+/(?=\s|$)", _REGULAR, _STAR),
        (r"\.[*+]|\\\w|(?:^|(?<=[\s(]))\^|(?<=\w)\$(?=\s|$)|(?<=\w)\[", _REGULAR, _STAR),
        (r"[{}]", "This bracket is not understood.", "Brackets are round: (kiire OR aika) AND asiakas"),
        (r"(?<![^\s(])\*(?=\w)", "A star cannot stand before a word.", "For a part of a compound write ~suhde"),
        (r"(?<=\w)\*(?=\w)", "A star stands at the end of a word.", "Write the beginning: luott*"),
        (r"(?<=[^\W\d])[%_](?=\s|$)|(?<=\w)\?(?=\w)", "This sign stands for no letter.", _STAR),
        (r"(?<=[^\W\d])=(?=\w)", "A field and its value have a colon between them.", "Write question:Q3"),
        (r"\|+|&+|(?<=\w)\+(?=\w)|(?<![^\s(])\+(?=[\s\w])", "This sign is no operator.", "Write AND, OR or NOT."),
        (r"\b(?i:near)(?:\d|:)\S*", "NEAR and its number have a slash between them.", "Write NEAR/5"),
        (r"\bNEAR/(?!0*[1-9]\d{0,2}(?:[\s(]|$))\S*", "NEAR takes a number of words from 1 to 999.", "Write NEAR/5"),
        (r"\b(?!NEAR)(?i:near)/\d*", "Operators are written in capitals.", "Write NEAR/5"),
        (r"(?<=\w)[,;](?=\s|$)|(?<=[^\W\d])[,;](?=\w)", "A comma or semicolon says nothing here.",
         "Write OR between words of which any will do."),
        (r"(?<!NEAR)(?<=\w)/(?=\w)", "A slash is no operator.", 'Write OR; to look for the slash, "km/h".'),
        (r"\(\s*\)", "There is nothing between the brackets.", "Write words in them: (kiire OR aika)"),
        (r"(?<=[^\s:()\"]):(?=\s|$)", "What is to stand after the colon is missing.",
         "Write question:Q3 without a space."),
        (r"(?<=[^\s:()\"]:)[^\s:()\"~*]+:", "A field has one colon.",
         'Write question:Q3, or quote the value: aika:"12:30"'),
        (r"~\"", "After ~ stands a word without quotation marks.", "Write ~suhde"),
        (r"(?<=\w)~", "The sign ~ stands before a word.", "Write ~suhde"),
        (rf"(?:^|(?<=\()|\b{_ANY})\s*{_JOINING}(?=[\s()]|$)", "An operator has no word before it.",
         "Write one between two words: kiire OR aika"),
        (rf"(?<![^\s(]){_ANY}\s*(?=\))", "An operator has no word after it.",
         "Write one between two words: kiire OR aika"),
    )
)  # fmt: skip


def unreadable(query: str, at: int, what: str, hint: str) -> QueryError:
    """Return the error that points at a place of a query."""
    shown = re.sub(r"\s", " ", query)
    return QueryError(f"{what}\n  {shown}\n  {' ' * at}^", hint=hint)


def mistaken(text: str, shown: str) -> QueryError | None:
    """Return the error for what is a mistake wherever it stands, or None.

    Args:
        text: The query; what stands in quotation marks is looked for as it is.
        shown: The query as the error shows it, of the same length.

    Example:
        >>> print(mistaken("luott*a", "luott*a"))
        A star stands at the end of a word.
          luott*a
               ^
        Write the beginning: luott*
    """
    outside = re.sub(r'"[^"]*"', lambda match: '"' + " " * (len(match[0]) - 2) + '"', text)
    for pattern, what, hint in _MISTAKES:
        if found := pattern.search(outside):
            return unreadable(shown, found.start() + len(found[0]) - len(found[0].lstrip()), what, hint)
    opened: list[int] = []
    for at, sign in enumerate(outside):
        if sign == "(":
            opened.append(at)
        elif sign == ")" and not opened:
            return unreadable(shown, at, "This bracket was never opened.", "Write (kiire OR aika) AND asiakas")
        elif sign == ")":
            opened.pop()
    if opened:
        return unreadable(shown, opened[-1], "A bracket is open.", "Close it: (kiire OR aika) AND asiakas")
    return None


def hints(query: str, language: str) -> list[str]:
    """Return what a query that finds nothing may have meant.

    Example:
        >>> hints("kiire or aika", "en")
        ['The word “or” was looked for. Did you mean OR? Operators are written in capitals.']
        >>> hints("kiire OR aika", "en")
        []
    """
    outside = re.sub(r'"[^"]*"', " ", query)
    found = []
    small = [word for word in outside.split() if word.upper() in _OPERATORS and not word.isupper()]
    if small:
        found.append(term("language.small_operator", language, word=small[0], operator=small[0].upper()))
    if minus := re.search(r"(?<=\s)-(\w+)", outside):
        found.append(term("language.minus", language, word=minus[1]))
    if star := re.search(r'"[^"]*\w\*[^"]*"', query):
        found.append(term("language.quoted_star", language, quoted=star[0]))
    return found
