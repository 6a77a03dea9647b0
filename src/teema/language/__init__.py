"""Language: Finnish (and Swedish and English) words, searching, concordance and word tables."""

from teema.language.annotate import POS, Token, annotate
from teema.language.concordance import MATCH_COLUMNS, Concordance, Sorting, concordance, sort_hits
from teema.language.corrections import Correction, apply_corrections, concerned
from teema.language.detection import Detected, detect
from teema.language.index import Index, build_index
from teema.language.keyness import contingency_g2, keyness, log_likelihood, log_ratio
from teema.language.ngrams import ngrams
from teema.language.packing import PACKING, TOKEN_COLUMNS, TokenTable, pack, token_frame, token_table, unpack
from teema.language.pairs import npmi, word_pairs
from teema.language.pipeline import load, pipeline_version
from teema.language.query import parse_query
from teema.language.query_help import hints
from teema.language.search import find
from teema.language.spelling import Suggestion, suggest, unknown
from teema.language.stop_words import stop_words
from teema.language.words import word_table

__all__ = [
    "MATCH_COLUMNS",
    "PACKING",
    "POS",
    "TOKEN_COLUMNS",
    "Concordance",
    "Correction",
    "Detected",
    "Index",
    "Sorting",
    "Suggestion",
    "Token",
    "TokenTable",
    "annotate",
    "apply_corrections",
    "build_index",
    "concerned",
    "concordance",
    "contingency_g2",
    "detect",
    "find",
    "hints",
    "keyness",
    "load",
    "log_likelihood",
    "log_ratio",
    "ngrams",
    "npmi",
    "pack",
    "parse_query",
    "pipeline_version",
    "sort_hits",
    "stop_words",
    "suggest",
    "token_frame",
    "token_table",
    "unknown",
    "unpack",
    "word_pairs",
    "word_table",
]
