"""The words of a study are counted by asking, and shown as a table when they are not asked anything."""

import pytest

from teema.study import Study

pytestmark = pytest.mark.slow


class TestShown:
    def test_as_the_plain_table(self, study: Study) -> None:
        assert repr(study.words) == repr(study.words())
        assert "kiire" in study.words._repr_html_()
