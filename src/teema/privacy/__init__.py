"""Privacy: detectors that propose what may identify a person, and the pseudonyms that stand for it."""

from teema.privacy.detect import COLUMNS, KINDS, find, summary
from teema.privacy.finding import Readings

__all__ = ["COLUMNS", "KINDS", "Readings", "find", "summary"]
