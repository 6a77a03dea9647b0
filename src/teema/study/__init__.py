"""Study: the one object a user holds, and what it hands out."""

from teema.study.analysis import Analysis
from teema.study.autocoding import Autocoding
from teema.study.blinding import Split
from teema.study.codebook_files import CodebookUpdate
from teema.study.coding_sheet import CodingSheet
from teema.study.grouping_sheet import GroupingSheet
from teema.study.matches import Matches
from teema.study.merging import MergeReport
from teema.study.opening import create, open  # noqa: A004 -- teema.open
from teema.study.pseudonyms import Pseudonyms
from teema.study.study import Study
from teema.study.words import Words

__all__ = [
    "Analysis",
    "Autocoding",
    "CodebookUpdate",
    "CodingSheet",
    "GroupingSheet",
    "Matches",
    "MergeReport",
    "Pseudonyms",
    "Split",
    "Study",
    "Words",
    "create",
    "open",
]
