"""How often a typing error is put right: one random slip in each of many treebank words."""

from __future__ import annotations

import random
import time
from collections import Counter

from benchmarks.lemma_accuracy import DATA, FILES, sentences

_LETTERS = "abcdefghijklmnoprstuvyäö"
_WORDS = 1000


def main() -> None:
    """Print how often the word that was meant is first and among the first three."""
    from teema.language.lexicon import common_lemmas
    from teema.language.spelling import suggest, unknown
    from teema.language.voikko import analyses

    chance = random.Random(3)
    counts: Counter[str] = Counter()
    for file in FILES.values():
        for words in sentences(DATA / file):
            counts.update(word.form.lower() for word in words if word.form.isalpha())
    known = sorted(form for form in counts if len(form) > 4 and analyses(form))
    meant: dict[str, str] = {}
    while len(meant) < _WORDS:
        word = chance.choice(known)
        slipped = _slip(word, chance)
        if unknown(slipped):
            meant[slipped] = word
    # The answers know other words, not the ones that were hit: each is taken out of what was used elsewhere.
    used = {form: count for form, count in counts.items() if form not in set(meant.values()) or count > 1}
    start = time.perf_counter()
    found = {item.form: item for item in suggest(meant, used)}
    taken = time.perf_counter() - start
    first = sum(slipped in found and found[slipped].suggestion == word for slipped, word in meant.items())
    three = sum(
        slipped in found and word in (found[slipped].suggestion, *found[slipped].others[:2])
        for slipped, word in meant.items()
    )
    print("| slips | offered | right first | among the first three | ms for each | common lemmas |")
    print("|---:|---:|---:|---:|---:|---:|")
    shares = " | ".join(f"{count / len(meant):.1%}" for count in (len(found), first, three))
    print(f"| {len(meant)} | {shares} | {taken / len(meant) * 1000:.1f} | {len(common_lemmas())} |")


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    letter = chance.choice(_LETTERS)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
    )


if __name__ == "__main__":
    main()
