"""Words of many texts as arrays come back as they were, and stand in the frame as documented."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from teema.language import TOKEN_COLUMNS, Token, TokenTable, pack, token_frame, token_table, unpack
from teema.study import Study

words = st.sampled_from(["kiire", "Kiireessä", "työ-elämä", "”luottamus", 'a"b', "a\tb\nc", "مرحبا", "🙂", "\ud800"])
several = st.lists(words, max_size=2, unique=True).map(tuple)


@st.composite
def tokens(draw: st.DrawFn) -> Token:
    form, lemma, others, parts = draw(words), draw(words), draw(several), draw(several)
    start = draw(st.integers(0, 100_000))
    return Token(
        start, start + len(form), form, lemma, (lemma, *others), parts or (lemma,), draw(st.sampled_from("NV"))
    )


texts = st.lists(st.lists(tokens(), max_size=4), max_size=4)


def rows(table: TokenTable) -> list[list[tuple[object, ...]]]:
    """Return the words of each text as plain tuples."""
    frame = token_frame(pd.DataFrame({"answer": [str(place) for place in range(len(table.counts))]}), table)
    of_answer = frame.groupby("answer", observed=False)
    return [list(part[list(TOKEN_COLUMNS[1:])].itertuples(index=False, name=None)) for _, part in of_answer]


class TestLaws:
    @given(texts)
    def test_words_come_back_as_they_were(self, said: list[list[Token]]) -> None:
        keys = [b"%04d" % place for place in range(len(said))]
        again, table = unpack(pack(token_table(said), keys))
        assert again == keys
        assert rows(table) == [[tuple(token) for token in text] for text in said]

    @given(texts, texts)
    def test_tables_are_joined_text_after_text(self, one: list[list[Token]], other: list[list[Token]]) -> None:
        joined = TokenTable.joined([token_table(one), token_table(other)])
        whole = token_table([*one, *other])
        assert joined.counts.tolist() == whole.counts.tolist()
        assert [joined.kinds[kind] for kind in joined.kind] == [whole.kinds[kind] for kind in whole.kind]
        assert len(set(joined.kinds)) == len(joined.kinds)

    @given(texts.filter(bool), st.data())
    def test_texts_are_taken_in_any_order_and_more_than_once(
        self, said: list[list[Token]], data: st.DataObject
    ) -> None:
        import numpy as np

        wanted = data.draw(st.lists(st.integers(0, len(said) - 1), max_size=5))
        taken = token_table(said).take(np.array(wanted, dtype=np.int64))
        expected = token_table([said[place] for place in wanted])
        assert taken.start.tolist() == expected.start.tolist()
        assert [taken.kinds[kind] for kind in taken.kind] == [expected.kinds[kind] for kind in expected.kind]


def test_the_study_shows_the_documented_columns(study: Study) -> None:
    assert tuple(study.tokens.columns) == TOKEN_COLUMNS


def test_equal_words_are_one_kind_and_one_tuple() -> None:
    kiire = Token(0, 5, "Kiire", "kiire", ("kiire",), ("kiire",), "NOUN")
    frame = token_frame(pd.DataFrame({"answer": ["1:Q1", "2:Q1"]}), [[kiire], [kiire]])
    assert frame["kind"].tolist() == [0, 0]
    assert frame["lemmas"].iloc[0] is frame["lemmas"].iloc[1]
