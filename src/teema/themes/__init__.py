"""Themes: analyses, the tree of themes above the codes, relations, snapshots."""

from teema.themes.approaches import approach_table, approach_text, default_levels, shows_counts, statistic_note
from teema.themes.coverage import theme_codings
from teema.themes.frames import THEME_COLUMNS, names_of_analyses
from teema.themes.presets import begin, boxes, frame_table
from teema.themes.snapshots import STAGES, View, load, save, snapshots_frame
from teema.themes.theme_files import read_themes
from teema.themes.theme_tree import ThemeTree
from teema.themes.trail import trail

__all__ = [
    "STAGES",
    "THEME_COLUMNS",
    "ThemeTree",
    "View",
    "approach_table",
    "approach_text",
    "begin",
    "boxes",
    "default_levels",
    "frame_table",
    "load",
    "names_of_analyses",
    "read_themes",
    "save",
    "shows_counts",
    "snapshots_frame",
    "statistic_note",
    "theme_codings",
    "trail",
]
