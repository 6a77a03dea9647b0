"""Language: Finnish (and Swedish and English) words, searching, concordance and word tables."""

from teema.language.annotate import TOKEN_COLUMNS, Token, annotate, pack, token_frame, unpack
from teema.language.concordance import MATCH_COLUMNS, concordance, concordance_html
from teema.language.pipeline import load, pipeline_version
from teema.language.query import parse_query
from teema.language.search import Index, build_index, find
from teema.language.words import stop_words, word_table

__all__ = [
    "MATCH_COLUMNS",
    "TOKEN_COLUMNS",
    "Index",
    "Token",
    "annotate",
    "build_index",
    "concordance",
    "concordance_html",
    "find",
    "load",
    "pack",
    "parse_query",
    "pipeline_version",
    "stop_words",
    "token_frame",
    "unpack",
    "word_table",
]
