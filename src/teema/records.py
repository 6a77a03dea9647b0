"""The nouns of a study: frozen records, each with an identity that survives merging and exchange.

A GUID (`id`) stands on every record a user can name. Cases, questions and answers come from the source file and
carry readable ids instead: case `"7"`, question `"Q2"`, answer `"7:Q2"`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, fields
from typing import Any, Literal

__all__ = [
    "APPROACHES",
    "RELATIONS",
    "THEME_KINDS",
    "Answer",
    "Approach",
    "Code",
    "Coding",
    "Event",
    "Evidence",
    "Extract",
    "Level",
    "Memo",
    "Origin",
    "Question",
    "Relation",
    "RelationKind",
    "Review",
    "Snapshot",
    "Summary",
    "Theme",
    "ThemeKind",
    "Type",
    "TypePart",
    "Variable",
    "new_id",
]

Level = Literal["semantic", "latent"]
Origin = Literal["data", "theory", "mixed"]
Approach = Literal[
    "reflexive",
    "codebook",
    "reliability",
    "framework",
    "tabular",
    "content-analysis",  # data-driven (aineistolähtöinen)
    "content-analysis-theory-guided",
    "content-analysis-theory-driven",
]
ThemeKind = Literal["unifying", "overarching", "theme", "subtheme"]
RelationKind = Literal["relates", "contrasts", "leads_to", "overlaps"]

APPROACHES: tuple[Approach, ...] = (
    "reflexive",
    "codebook",
    "reliability",
    "framework",
    "tabular",
    "content-analysis",
    "content-analysis-theory-guided",
    "content-analysis-theory-driven",
)
THEME_KINDS: tuple[ThemeKind, ...] = ("unifying", "overarching", "theme", "subtheme")
RELATIONS: tuple[RelationKind, ...] = ("relates", "contrasts", "leads_to", "overlaps")


def new_id() -> str:
    """Return a new GUID in its usual form."""
    return str(uuid.uuid4())


_FOR_PROGRAMS = {"analysis", "id", "parent", "also", "position", "content"}


def _shown(record: Any, printer: Any, cycle: bool) -> None:  # noqa: FBT001 -- IPython calls it so
    """Show a record in a notebook by what was said of it, without GUIDs and what stands empty.

    In Python and in messages of tests `repr` still tells everything.
    """
    told = [
        f"{one.name}={getattr(record, one.name)!r}"
        for one in fields(record)
        if one.name not in _FOR_PROGRAMS and getattr(record, one.name) != one.default
    ]
    printer.text(f"{type(record).__name__}({', '.join(told)})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A background variable of cases.

    Attributes:
        name: Column name in `study.cases`.
        label: The text as the respondent saw it.
        kind: What the values are; a `multiple` variable holds a list per case.
        categories: The values in their order, for `choice`, `multiple` and `scale`.
        column: Header in the source file.
    """

    name: str
    label: str
    kind: Literal["choice", "multiple", "scale", "number", "date", "text"]
    categories: tuple[str, ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question as the respondent saw it, and its column in the source."""

    question: str
    text: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The text one case gave to one question; blank answers are not records."""

    answer: str
    case: str
    question: str
    text: str
    source_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An entry of the codebook."""

    name: str
    id: str = field(default_factory=new_id)
    parent: str | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    query: str = ""
    colour: str = ""
    origin: Origin = "data"
    position: int = 0

    _repr_pretty_ = _shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A span `[start, end)` of an answer in Unicode code points.

    Attributes:
        quote: The words of the span, kept as a check that the span still means the same.
        reduced: The reduced expression (*pelkistetty ilmaus*), when there is one.
    """

    answer: str
    start: int
    end: int
    quote: str
    id: str = field(default_factory=new_id)
    reduced: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's assignment of one code to one extract."""

    extract: str
    code: str
    coder: str
    created: str
    id: str = field(default_factory=new_id)
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A node of an analysis above the codes.

    Attributes:
        analysis: GUID of the analysis it belongs to.
        parent: GUID of the theme above it.
        concept: The central organising concept, in a sentence.
        story: What the theme says, in a few sentences.
        candidate: True while the theme is provisional; drawn with a dashed outline.
        boundary: What the theme is not.
        also: GUID of a theme under which it is seen as a second kind.
        holding: True for the theme that holds what has no place yet (*sekalaiset*).
        fields: The researcher's own columns, as a JSON object of texts.
    """

    analysis: str
    name: str
    id: str = field(default_factory=new_id)
    parent: str | None = None
    kind: ThemeKind = "theme"
    definition: str = ""
    concept: str = ""
    story: str = ""
    candidate: bool = False
    position: int = 0
    boundary: str = ""
    also: str | None = None
    holding: bool = False
    fields: str = "{}"

    _repr_pretty_ = _shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A typed edge between two themes of one analysis."""

    analysis: str
    source: str
    target: str
    kind: RelationKind
    id: str = field(default_factory=new_id)
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note on anything, or on the study when `target` is empty."""

    text: str
    coder: str
    created: str
    id: str = field(default_factory=new_id)
    target_kind: str = "study"
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A named version of an analysis: its themes, members and relations as they were."""

    analysis: str
    name: str
    stage: Literal["initial", "developed", "final"]
    created: str
    content: str
    id: str = field(default_factory=new_id)
    note: str = ""

    _repr_pretty_ = _shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A cell of a framework matrix: what a case or a group says of a theme, in the researcher's words.

    Attributes:
        variable: The background variable that makes the groups; empty when `value` is a case.
    """

    theme: str
    value: str
    text: str
    coder: str
    created: str
    id: str = field(default_factory=new_id)
    variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An extract that a relation or a summary rests on, or that supports a theme or speaks against it."""

    extract: str
    id: str = field(default_factory=new_id)
    theme: str | None = None
    relation: str | None = None
    summary: str | None = None
    kind: Literal["supports", "contrary"] = "supports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The researcher's judgement of an analysis by a criterion, or a warning that she has silenced."""

    analysis: str
    kind: Literal["criterion", "silenced"]
    item: str
    coder: str
    created: str
    id: str = field(default_factory=new_id)
    verdict: str = ""
    text: str = ""

    _repr_pretty_ = _shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type (*tyyppi*), composed of the answers of many cases."""

    analysis: str
    name: str
    id: str = field(default_factory=new_id)
    description: str = ""
    position: int = 0

    _repr_pretty_ = _shown


@dataclass(frozen=True, slots=True, kw_only=True)
class TypePart:
    """A code that marks a type, or a case that belongs to it in part (`weight` from 0 to 1)."""

    type: str
    id: str = field(default_factory=new_id)
    code: str | None = None
    case: str | None = None
    weight: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the journal.

    Attributes:
        undoes: The event this one takes back, or brings back when `kind` is "redo".
    """

    event: int
    time: str
    coder: str
    command: str
    summary: str
    kind: Literal["do", "undo", "redo", "import"]
    undoes: int | None
