"""teema: from open-ended survey answers to a defensible qualitative analysis.

Example:
    >>> import teema
    >>> survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    >>> len(survey.cases)
    27
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teema.errors import TeemaError

if TYPE_CHECKING:
    from teema.demo import samples
    from teema.importers import read_survey
    from teema.store.check import check
    from teema.store.rescue import rescue
    from teema.study import Study, create, open  # noqa: A004
from teema.version import VERSION

__version__ = VERSION
__all__ = ["Study", "TeemaError", "__version__", "check", "create", "open", "read_survey", "rescue", "samples"]

# Where each public name lives. They are fetched when first used, so that `import teema` stays light.
_HOMES = {
    "Study": "teema.study",
    "check": "teema.store.check",
    "create": "teema.study",
    "open": "teema.study",
    "read_survey": "teema.importers",
    "rescue": "teema.store.rescue",
    "samples": "teema.demo",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'teema' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
