"""Make `src/teema/language/data/common_fi.txt`: how common Finnish lemmas are, from the model's word probabilities.

The model knows half a million forms by how often the web uses them, but not which lemma a form stands for there. Each
form's share is divided among the lemmas that Voikko reads in it, in proportion to what those lemmas have from their
other forms, until nothing moves (expectation maximisation): *nuorille* goes to `nuori`, next to nothing to `nuora`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "teema" / "language" / "data" / "common_fi.txt"
_RAREST = -16.0
_ROUNDS = 12
_SMALLEST = 1e-9
# Lemmas whose few forms are mostly another word's in ways that the division does not see.
_NOT_COMMON = {"suoda": -14.0, "vuo": -15.0}
_HEADER = """\
# How common Finnish lemmas are: the natural logarithm of their share of running text, to the nearest half; the lemmas.
# Made by `python -m benchmarks.common_words` from the word probabilities in spacy-fi-experimental-web-md
# (MIT; made from MC4, ODC-BY).
"""


def main() -> None:
    """Write the file."""
    shares = _shares()
    lemmas = {form: found for form in shares if (found := _lemmas(form))}
    common = _divide(shares, lemmas)
    levels: dict[float, list[str]] = defaultdict(list)
    for lemma, share in common.items():
        level = _NOT_COMMON.get(lemma, math.log(share))
        if level >= _RAREST and " " not in lemma:
            levels[round(level * 2) / 2].append(lemma)
    lines = [f"{level}\t{' '.join(sorted(levels[level]))}\n" for level in sorted(levels, reverse=True)]
    TARGET.write_text(_HEADER + "".join(lines), encoding="utf-8")
    print(f"{sum(map(len, levels.values()))} lemmas in {TARGET.name}")


def _shares() -> Mapping[str, float]:
    """Return how much of running text each known form is, in small letters."""
    import spacy.util
    from spacy.lookups import Lookups
    from spacy.strings import hash_string

    name = "spacy_fi_experimental_web_md"
    folder = next(Path(spacy.util.get_package_path(name)).glob("*/vocab"))
    table = Lookups().from_disk(folder).get_table("lexeme_prob")
    shares: dict[str, float] = defaultdict(float)
    for form in _forms():
        for written in {form, form.lower(), form.capitalize()}:
            logarithm = table.get(hash_string(written))
            if logarithm is not None:
                shares[form.lower()] += math.exp(logarithm)
    return shares


def _forms() -> Iterator[str]:
    """Yield word forms of Finnish: the model keeps its forms as numbers only, so they are looked up one by one."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    seen = set()
    for form in DefaultDictionaryFactory().get_dictionary("fi"):
        low = str(form).lower()
        if low not in seen:
            seen.add(low)
            yield low


def _lemmas(form: str) -> tuple[str, ...]:
    from teema.language.voikko import analyses

    found = (item.verb if item.participle and item.verb and item.derived else item.lemma for item in analyses(form))
    return tuple(dict.fromkeys(lemma.lower() for lemma in found))


def _divide(shares: Mapping[str, float], lemmas: Mapping[str, tuple[str, ...]]) -> Mapping[str, float]:
    common: dict[str, float] = defaultdict(lambda: _SMALLEST)
    for form, found in lemmas.items():
        for lemma in found:
            common[lemma] += shares[form] / len(found)
    for _ in range(_ROUNDS):
        following: dict[str, float] = defaultdict(lambda: _SMALLEST)
        for form, found in lemmas.items():
            whole = sum(common[lemma] for lemma in found)
            for lemma in found:
                following[lemma] += shares[form] * common[lemma] / whole
        common = following
    return common


if __name__ == "__main__":
    main()
