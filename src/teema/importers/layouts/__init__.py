"""The layouts of survey programs, one module each: how a table of theirs is recognised, and what its columns are."""

from teema.importers.layouts.reading import Gathered, Reading
from teema.importers.layouts.recognise import LAYOUTS, Layout, recognise

__all__ = ["LAYOUTS", "Gathered", "Layout", "Reading", "recognise"]
