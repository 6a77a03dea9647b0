"""Privacy: detectors that propose what may identify a person, and the pseudonyms that stand for it."""

from teema.privacy.check import IdentifiersWarning, check, report
from teema.privacy.detect import COLUMNS, KINDS, find, summary
from teema.privacy.edits import Edit, follow, inverse, rewrite
from teema.privacy.finding import Readings
from teema.privacy.proposals import ACCEPTED, REJECTED, UNDECIDED, propose

__all__ = [
    "ACCEPTED",
    "COLUMNS",
    "KINDS",
    "REJECTED",
    "UNDECIDED",
    "Edit",
    "IdentifiersWarning",
    "Readings",
    "check",
    "find",
    "follow",
    "inverse",
    "propose",
    "report",
    "rewrite",
    "summary",
]
