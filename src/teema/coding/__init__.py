"""Coding: the codebook, extracts, codings and autocoding."""

from teema.coding.autocode import PROPOSAL_COLUMNS, coded_spans, propose
from teema.coding.codebook import CODE_COLUMNS, Codebook
from teema.coding.codings import CODING_COLUMNS, assign, codings_frame, remove
from teema.coding.edges import move_edges
from teema.coding.extracts import Place, locate, sentences
from teema.coding.lanes import lanes
from teema.coding.memos import MEMO_COLUMNS, MEMO_KINDS, edit_memo, memos_frame, remove_memo, write_memo
from teema.coding.reading import mark_read, read_answers, read_key
from teema.coding.table_files import read_codebook, read_table

__all__ = [
    "CODE_COLUMNS",
    "CODING_COLUMNS",
    "MEMO_COLUMNS",
    "MEMO_KINDS",
    "PROPOSAL_COLUMNS",
    "Codebook",
    "Place",
    "assign",
    "coded_spans",
    "codings_frame",
    "edit_memo",
    "lanes",
    "locate",
    "mark_read",
    "memos_frame",
    "move_edges",
    "propose",
    "read_answers",
    "read_codebook",
    "read_key",
    "read_table",
    "remove",
    "remove_memo",
    "sentences",
    "write_memo",
]
