"""What the researcher has said of an analysis herself: judgements by criteria, and warnings that she has silenced."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

from teema.records import Review, new_id
from teema.store import now

if TYPE_CHECKING:
    from teema.store import Store

__all__ = ["put_review", "remove_review", "reviews_of"]

Kind = Literal["criterion", "silenced"]


def put_review(store: Store, analysis: str, kind: Kind, item: str, *, verdict: str = "", text: str = "") -> Review:
    """Keep a judgement or a silenced warning, in place of an earlier one on the same, as one step.

    Args:
        store: The study file.
        analysis: GUID of the analysis.
        kind: `criterion` or `silenced`.
        item: Number of the criterion, or the warning and the GUID of the theme.
        verdict: The judgement.
        text: Why, in the researcher's words.
    """
    earlier = {review.item: review.id for review in reviews_of(store, analysis, kind)}
    review = Review(
        analysis=analysis, kind=kind, item=item, verdict=verdict, text=text.strip(), coder=store.coder, created=now(),
        id=earlier.get(item, new_id()),
    )  # fmt: skip
    with store.step(f"review.{kind}", f"{item}: {verdict}" if verdict else item) as step:
        step.put("reviews", asdict(review))
    return review


def remove_review(store: Store, review: Review) -> None:
    """Take a judgement or a silenced warning back, as one step."""
    with store.step("review.remove", review.item) as step:
        step.delete("reviews", review.id)


def reviews_of(store: Store, analysis: str, kind: Kind) -> list[Review]:
    """Return the judgements or the silenced warnings of an analysis, oldest first."""
    rows = store.rows("SELECT * FROM reviews WHERE analysis = ? AND kind = ? ORDER BY created, rowid", (analysis, kind))
    return [Review(**row) for row in rows]
