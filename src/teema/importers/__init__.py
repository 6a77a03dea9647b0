"""Importers: export files of survey programs to a `Survey`, with a report of how they were understood."""

from teema.importers.read import read_survey

__all__ = ["read_survey"]
