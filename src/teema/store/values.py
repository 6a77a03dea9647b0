"""Values that stand in the file as JSON."""

from __future__ import annotations

import json
from typing import Any

from teema.errors import DamagedStudyError

__all__ = ["from_json"]


def from_json(text: str, what: str) -> Any:
    """Return the value of a JSON text of the file.

    Args:
        text: The text.
        what: What it is the value of, for the message.

    Raises:
        DamagedStudyError: The text is not what was written.

    Example:
        >>> from_json('["Oulu", "Turku"]', "variable Kaupunki")
        ['Oulu', 'Turku']
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise DamagedStudyError(
            f"The value of {what} cannot be read ({error}).",
            hint="See with teema check what is wrong; teema rescue saves what can be saved.",
        ) from error
