"""Results: data frames in, tables out; usable without a study file."""

from teema.results.cooccurrence import binary_matrix, cooccurrence
from teema.results.crosstab import crosstab
from teema.results.disclosure import SUPPRESSED, suppress
from teema.results.frequency import frequency
from teema.results.listing import codebook_table, extract_table

__all__ = [
    "SUPPRESSED",
    "binary_matrix",
    "codebook_table",
    "cooccurrence",
    "crosstab",
    "extract_table",
    "frequency",
    "suppress",
]
