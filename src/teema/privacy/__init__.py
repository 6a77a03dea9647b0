"""Privacy: detectors that propose what may identify a person."""

from teema.privacy.identifiers import IDENTIFIER_COLUMNS, KINDS, find_identifiers, summary

__all__ = ["IDENTIFIER_COLUMNS", "KINDS", "find_identifiers", "summary"]
