"""What an SPSS file holds, as plain values that JSON can carry.

Also run as a program of its own, whose end harms nobody: on damaged bytes the compiled reader may break off. For that
it imports nothing of teema.
"""

from __future__ import annotations

import json
import sys
from typing import Any

__all__ = ["tell"]


def tell(path: str) -> dict[str, Any]:
    """Return what a file holds.

    Returns:
        `cells`: the values of each variable, numbers or text, None where there is none. `titles`: variable labels.
        `labels`: (value, label) pairs of each variable. `measures` and `widths`: of each, as the file has them.
    """
    import pyreadstat

    held, meta = pyreadstat.read_sav(path, output_format="dict")
    return {
        "cells": {str(name): [_plain(value) for value in values] for name, values in held.items()},
        "titles": {str(name): str(label) for name, label in meta.column_names_to_labels.items() if label},
        "labels": {
            str(name): [(_plain(value), str(label)) for value, label in found.items()]
            for name, found in meta.variable_value_labels.items()
        },
        "measures": {str(name): str(kind) for name, kind in (getattr(meta, "variable_measure", None) or {}).items()},
        "widths": {
            str(name): int(width) for name, width in (getattr(meta, "variable_storage_width", None) or {}).items()
        },
    }


def _plain(value: Any) -> float | str | None:
    if value is None or value != value:  # noqa: PLR0124 -- not a number
        return None
    return value if isinstance(value, (int, float, str)) else str(value)


if __name__ == "__main__":
    try:
        told = tell(sys.argv[2])
    except Exception as error:  # noqa: BLE001 -- told to the program that asked
        told = {"error": str(error)}
    json.dump(told, sys.stdout)
