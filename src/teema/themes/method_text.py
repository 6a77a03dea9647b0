"""The draft of a method section: sentences from facts, and brackets where the program knows nothing.

What a reader of a qualitative study must be told is in COREQ (Tong et al. 2007) and, for thematic analysis, in Braun &
Clarke (2021); what of it stands in the journal is said, the rest is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from teema.records import Approach
from teema.terms import number, term
from teema.themes.days import day

__all__ = ["MethodFacts", "MethodText", "SavedVersion", "method_text"]

_STEPS = ("made", "renamed", "moved", "split", "merged", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedVersion:
    """A snapshot: its name and stage, when it was saved, and how many themes it has."""

    name: str
    stage: str
    time: str
    themes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodFacts:
    """What the journal and the tables of a study show of one analysis; times are ISO 8601 in UTC.

    Attributes:
        name: Name of the analysis.
        approach: Its approach.
        approach_words: The approach in the words of a method section.
        unit: Its unit of analysis, or empty.
        version: Version of the program.
        source: File name of the survey.
        imported: When it was read.
        updated: When later exports were taken in.
        pseudonymised: When identifiers were replaced.
        cases: How many cases, `questions` and `answers` likewise.
        codes: Codes of the codebook; `defined` of them have a definition, `unplaced` are in no theme.
        ungrouped: Reduced expressions in no class, where classes are made of them alone.
        coding_times: When the codings that stand were made, first and last; empty without codings.
        coders: How many of them each coder made.
        by_query: How many came from accepted proposals of a query.
        coded_answers: Answers that hold any; `double_answers` those of more than one coder.
        reduced: Extracts with a reduced expression.
        memos: Notes.
        theme_times: First and last work on the themes; empty without any.
        steps: How many themes were made, renamed, moved, split, merged and dropped, as far as that stands.
        reasons: How many were dropped with a reason.
        versions: The snapshots, oldest first.
        levels: How many themes there are of each level, highest first, by the level's name.
    """

    name: str
    approach: Approach
    approach_words: str
    version: str
    source: str
    imported: str
    cases: int
    questions: int
    answers: int
    unit: str = ""
    updated: tuple[str, ...] = ()
    pseudonymised: tuple[str, ...] = ()
    codes: int = 0
    defined: int = 0
    unplaced: int = 0
    ungrouped: int = 0
    coding_times: tuple[str, ...] = ()
    coders: Mapping[str, int] = field(default_factory=dict)
    by_query: int = 0
    coded_answers: int = 0
    double_answers: int = 0
    reduced: int = 0
    memos: int = 0
    theme_times: tuple[str, ...] = ()
    steps: Mapping[str, int] = field(default_factory=dict)
    reasons: int = 0
    versions: tuple[SavedVersion, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodText:
    """A draft: paragraphs under headings; sentences in square brackets are for the researcher to write.

    Attributes:
        title: Words above it.
        note: What it says and does not say.
        paragraphs: Heading and sentences of each.
    """

    title: str
    note: str
    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def gaps(self) -> list[str]:
        """What the program does not know."""
        return [text for _, sentences in self.paragraphs for text in sentences if text.startswith("[")]

    def __str__(self) -> str:
        parts = [f"{head}\n{' '.join(sentences)}" for head, sentences in self.paragraphs]
        return "\n\n".join([self.title, self.note, *parts])

    def _repr_html_(self) -> str:
        parts = [
            f"<h4>{escape(head)}</h4><p>{' '.join(_marked(text) for text in sentences)}</p>"
            for head, sentences in self.paragraphs
        ]
        return f"<h3>{escape(self.title)}</h3><p><em>{escape(self.note)}</em></p>{''.join(parts)}"


def _marked(text: str) -> str:
    return f"<mark>{escape(text)}</mark>" if text.startswith("[") else escape(text)


def method_text(facts: MethodFacts, *, language: str, today: str) -> MethodText:
    """Write the draft.

    Args:
        facts: What is known.
        language: fi, sv or en.
        today: The moment it is written, ISO 8601.

    Example:
        >>> facts = MethodFacts(
        ...     name="TA",
        ...     approach="reflexive",
        ...     approach_words="Refleksiivinen temaattinen analyysi.",
        ...     version="0.1",
        ...     source="kysely.xlsx",
        ...     imported="2026-03-01T10:00:00Z",
        ...     cases=27,
        ...     questions=1,
        ...     answers=26,
        ... )
        >>> head, sentences = method_text(facts, language="fi", today="2026-03-02T10:00:00Z").paragraphs[0]
        >>> sentences[0].partition(". ")[2]
        'Aineistossa on 27 vastaajaa, 1 avoin kysymys ja 26 vastausta.'
    """

    def say(key: str, **places: object) -> str:
        return term(f"method.{key}", language, **places)

    def count(key: str, n: int) -> str:
        return say(f"{key}_one" if n == 1 else key, n=number(n, language))

    def days(times: Sequence[str]) -> str:
        first, last = day(min(times), language), day(max(times), language)
        return say("days_on", first=first) if first == last else say("days_between", first=first, last=last)

    words = _Words(say, count, days, language)
    paragraphs = (
        (say("head_data"), tuple(_data(facts, words))),
        (say("head_approach"), tuple(_approach(facts, words))),
        (say("head_coding"), tuple(_coding(facts, words))),
        (say("head_themes"), tuple(_themes(facts, words))),
    )
    return MethodText(
        title=say("title", name=facts.name), note=say("note", day=day(today, language)), paragraphs=paragraphs
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Sentences, counted things and days in one language."""

    say: Callable[..., str]
    count: Callable[[str, int], str]
    days: Callable[[Sequence[str]], str]
    language: str

    def listed(self, parts: Sequence[str]) -> str:
        """Return parts joined by commas, the last by a word."""
        first = ", ".join(parts[:-1])
        return self.say("and", first=first, last=parts[-1]) if first else parts[-1]


def _data(facts: MethodFacts, words: _Words) -> Iterator[str]:
    counts = [words.count(key, getattr(facts, key)) for key in ("cases", "questions", "answers")]
    yield words.say(
        "imported", version=facts.version, source=facts.source, days=words.days([facts.imported]),
        counts=words.listed(counts),
    )  # fmt: skip
    if facts.updated:
        yield words.say("updated", days=words.days(facts.updated))
    if facts.pseudonymised:
        yield words.say("pseudonymised", days=words.days(facts.pseudonymised))
    yield words.say("gap_data")


def _approach(facts: MethodFacts, words: _Words) -> Iterator[str]:
    yield facts.approach_words
    if not facts.unit:
        yield words.say("gap_unit", name=facts.name)
    yield words.say("gap_why")


def _coding(facts: MethodFacts, words: _Words) -> Iterator[str]:
    figure = {key: number(getattr(facts, key), words.language) for key in ("defined", "by_query", "reduced")}
    if facts.codes:
        yield words.say("codebook", codes=words.count("codes", facts.codes), defined=figure["defined"])
    if not facts.coding_times:
        yield words.say("gap_uncoded")
        return
    yield words.say(
        "coded", days=words.days(facts.coding_times), codings=words.count("codings", sum(facts.coders.values())),
        answers=number(facts.coded_answers, words.language), total=number(facts.answers, words.language),
    )  # fmt: skip
    names = [f"{name} ({words.count('codings', n)})" for name, n in facts.coders.items()]
    if len(names) == 1:
        yield words.say("coder", name=next(iter(facts.coders)))
    else:
        yield words.say("coders", n=len(names), names=words.listed(names))
    if facts.by_query == sum(facts.coders.values()):
        yield words.say("all_by_query")
    elif facts.by_query:
        yield words.say("by_query", n=figure["by_query"])
    if facts.double_answers:
        yield words.count("double", facts.double_answers)
    if facts.reduced:
        yield words.say("reduced", n=figure["reduced"])
    if facts.memos:
        yield words.say("noted", memos=words.count("memos", facts.memos))
    if len(names) > 1:
        yield words.say("gap_readings" if facts.approach == "reflexive" else "gap_agreement")


def _themes(facts: MethodFacts, words: _Words) -> Iterator[str]:
    if not facts.theme_times:
        yield words.say("gap_themes")
        return
    steps = [words.count(key, facts.steps[key]) for key in _STEPS if facts.steps.get(key)]
    if steps:
        yield words.say("worked", days=words.days(facts.theme_times), counts=words.listed(steps))
    if facts.steps.get("dropped"):
        yield words.say("reasons", n=facts.reasons, of=facts.steps["dropped"])
    versions = [
        words.say(
            "version", name=item.name, stage=words.say(f"stage_{item.stage}"), day=day(item.time, words.language),
            counts=words.count("themes", item.themes),
        )
        for item in facts.versions
    ]  # fmt: skip
    if versions:
        yield words.say("versions", versions="; ".join(versions))
    levels = [f"{name} {number(n, words.language)}" for name, n in facts.levels.items() if n]
    if levels:
        yield words.say("now", counts=", ".join(levels))
    if facts.unplaced:
        yield words.say("unplaced", codes=words.count("codes", facts.unplaced))
    if facts.ungrouped:
        yield words.count("ungrouped", facts.ungrouped)
    yield words.say("gap_review")
