"""What many tests need: an empty study file, and the sample survey as a study."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from teema.store import Store


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    store = Store.create(tmp_path / "tutkimus.teema", coder="AJ")
    yield store
    store.close()
