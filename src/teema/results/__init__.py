"""Results: data frames in, tables out; usable without a study file."""

from teema.results.cooccurrence import cooccurrence, cooccurrence_matrix
from teema.results.crosstab import crosstab
from teema.results.disclosure import SUPPRESSED, suppress
from teema.results.frequency import frequency
from teema.results.hits_by_group import hits_by_group
from teema.results.listing import binary_matrix, codebook_table, extract_table
from teema.results.quotations import quotation_table

__all__ = [
    "SUPPRESSED",
    "binary_matrix",
    "codebook_table",
    "cooccurrence",
    "cooccurrence_matrix",
    "crosstab",
    "extract_table",
    "frequency",
    "hits_by_group",
    "quotation_table",
    "suppress",
]
