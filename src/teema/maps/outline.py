"""The map in words: a text outline for those who do not see the picture, and for print in black on white."""

from __future__ import annotations

from collections.abc import Sequence

from teema.maps.contents import Contents
from teema.maps.graph import Node, children, evidence_of, relations_of, roots
from teema.maps.marks import Marks
from teema.terms import number, term

__all__ = ["outline", "relations_in_words"]

_ARROWS = {"relates": "–", "contrasts": "↔", "leads_to": "→", "overlaps": "∩"}


def outline(contents: Contents, title: str, unplaced: Sequence[str], notes: Sequence[str] = ()) -> str:
    """Return the map as indented lines: themes with what they hold, relations, codes in no theme.

    Args:
        contents: What is drawn.
        title: First line.
        unplaced: Codes in no theme.
        notes: Sentences that stand below the map, such as why a number on it needs a reason.
    """
    language = contents.language
    lines = [title or term("maps.map", language)]
    for node in roots(contents.graph):
        lines += _branch(contents, node)
    relations = relations_in_words(contents)
    if relations:
        lines.append(f"{term('maps.relations', language)}:")
    lines += [f"  {relation}" for relation in relations]
    if unplaced:
        lines.append(f"{term('maps.unplaced', language)}: {', '.join(unplaced)}")
    lines += _gone(contents.marks, language)
    if len(lines) == 1:
        lines.append(term("maps.empty", language))
    lines += notes
    return "\n".join(lines)


def relations_in_words(contents: Contents) -> list[str]:
    """Return each relation as a line of words: its kind, its label, and on how many extracts it rests."""
    language, lines = contents.language, []
    for (source, target, kind, label), rests in zip(
        relations_of(contents.graph), evidence_of(contents.graph), strict=True
    ):
        extracts = term("maps.evidence", language, n=number(rests, language)) if rests else ""
        facts = "; ".join(filter(None, (label, extracts)))
        lines.append(f"{source} {_ARROWS[kind]} {target}: {term(f'maps.{kind}', language)}{facts and f' ({facts})'}")
    return lines


def _branch(contents: Contents, node: Node) -> list[str]:
    language = contents.language
    facts = [term("maps.candidate_mark", language)] if node.candidate else []
    if contents.show_counts and node.cases is not None:
        facts.append(term("maps.count", language, n=number(node.cases, language)))
    kind = term(f"maps.{node.kind}", language)
    lines = ["  " * (node.depth + 1) + f"{kind}: {node.label}" + (f" ({', '.join(facts)})" if facts else "")]
    if marks := contents.marks.of(node.key):
        lines[0] += " – " + _sentences([mark.words for mark in marks])
    below = [] if node.kind == "code" else children(contents.graph, node.key)
    for child in below:
        if child.kind != "code" or contents.show_codes:
            lines += _branch(contents, child)
    return lines


def _gone(marks: Marks, language: str) -> list[str]:
    lines = [f"{term('maps.gone', language)}:"] if marks.gone or marks.lost else []
    for gone in marks.gone:
        lines += [f"  {gone.name}: {_sentences([part for part in (gone.mark.words, gone.codes) if part])}"]
    return lines + [f"  {sentence}" for sentence in marks.lost]


def _sentences(parts: Sequence[str]) -> str:
    return " ".join(f"{part[:1].upper()}{part[1:].removesuffix('.')}." for part in parts)
