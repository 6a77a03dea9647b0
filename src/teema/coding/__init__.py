"""Coding: the codebook, extracts, codings and autocoding."""

from teema.coding.autocode import PROPOSAL_COLUMNS, propose
from teema.coding.codebook import CODE_COLUMNS, Codebook
from teema.coding.codings import CODING_COLUMNS, assign, codings_frame, remove
from teema.coding.extracts import Place, locate, sentences
from teema.coding.table_files import read_codebook, read_table

__all__ = [
    "CODE_COLUMNS",
    "CODING_COLUMNS",
    "PROPOSAL_COLUMNS",
    "Codebook",
    "Place",
    "assign",
    "codings_frame",
    "locate",
    "propose",
    "read_codebook",
    "read_table",
    "remove",
    "sentences",
]
