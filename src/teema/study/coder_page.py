"""The coder as a page to read in: for a supervisor who has nothing but a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.study.checking import remaining, warn_of
from teema.study.coder import By, chosen_answers
from teema.study.tabulate import question_ids
from teema.terms import term
from teema.widgets import by_case, by_question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teema.study.study import Study

__all__ = ["write_coder_page"]


def write_coder_page(
    study: Study,
    path: Path,
    *,
    answers: str | Iterable[str] | None,
    by: By,
    questions: str | list[str] | None,
    background: str | Iterable[str],
    memos: bool,
) -> Path:
    """Write the page; see `Study.coder_page`."""
    from teema.export.files import write_whole
    from teema.widgets.static_page import coder_page, page_data

    if path.suffix.lower() not in (".html", ".htm"):
        raise UnusableValueError.of("ending", path.suffix, (".html",))
    if by not in ("question", "case"):
        raise UnusableValueError.of("by", by, ("question", "case"))
    wanted = chosen_answers(study, answers, question_ids(study, questions))
    pages = (by_case if by == "case" else by_question)(study.store, wanted)
    if not pages:
        raise UnusableValueError("There is no answer to show.", hint="Name other answers or questions.")
    variables = [study.variable(name) for name in ([background] if isinstance(background, str) else background)]
    data = page_data(study.store, pages, language=study.language, background=variables, memos=memos)
    title = f"{study.path.stem} – {term('widgets.title', study.language)}"
    text = coder_page(data, title=title, language=study.language)
    written = write_whole(path, lambda place: place.write_text(text, encoding="utf-8"))
    warn_of(study, remaining(study, {path.name: _texts(data)}))
    return written.absolute()


def _texts(data: dict[str, Any]) -> Iterator[str]:
    """Yield all that somebody wrote and the page holds, each text once; background is there because it was named."""
    found: dict[str, None] = {}
    for code in data["codes"]:
        found |= dict.fromkeys(code[name] or "" for name in ("definition", "include", "exclude", "example", "query"))
    for page in data["pages"]:
        found |= dict.fromkeys(memo["text"] for memo in page["memos"])
        for item in page["answers"]:
            found |= dict.fromkeys([item["text"], item["asked"], *(memo["text"] for memo in item["memos"])])
            for coding in item["codings"]:
                notes = [memo["text"] for memo in coding["memos"]]
                found |= dict.fromkeys([coding["reduced"] or "", coding["memo"] or "", *notes])
    yield from (text for text in found if text)
