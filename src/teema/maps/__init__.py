"""Pictures: scenes laid out in Python, then two thin renderers, matplotlib and SVG."""

from teema.maps.bars import BarChart, Panel, bar_chart
from teema.maps.changes import ChangeData, ChangeMap, change_map
from teema.maps.cooccurrence import cooccurrence_map
from teema.maps.hierarchy import hierarchy_map
from teema.maps.multiples import Version, VersionMaps, version_maps
from teema.maps.picture import Picture
from teema.maps.theme_map import MapData, ThemeMap, theme_map
from teema.maps.word_network import WordNetwork, word_network

__all__ = [
    "BarChart",
    "ChangeData",
    "ChangeMap",
    "MapData",
    "Panel",
    "Picture",
    "ThemeMap",
    "Version",
    "VersionMaps",
    "WordNetwork",
    "bar_chart",
    "change_map",
    "cooccurrence_map",
    "hierarchy_map",
    "theme_map",
    "version_maps",
    "word_network",
]
