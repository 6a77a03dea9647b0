"""The theme map: graph → scene, laid out in Python → two thin renderers, matplotlib and SVG."""

from teema.maps.theme_map import MapData, ThemeMap, theme_map

__all__ = ["MapData", "ThemeMap", "theme_map"]
