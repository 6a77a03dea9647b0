"""Records show themselves in a notebook by what was said of them."""

from IPython.lib.pretty import pretty

from teema.records import Snapshot, Theme


def test_a_notebook_shows_no_guids_and_nothing_empty() -> None:
    theme = Theme(analysis="a", name="Luottamus kantaa", candidate=True, definition="Luottamus tekoina.")
    assert pretty(theme) == "Theme(name='Luottamus kantaa', definition='Luottamus tekoina.', candidate=True)"
    assert theme.id in repr(theme), "Python itself still tells everything"


def test_a_notebook_does_not_print_what_a_snapshot_holds() -> None:
    kept = Snapshot(analysis="a", name="alustava", stage="initial", created="2026-03-03T10:00:00.000Z", content="{}")
    assert "content" not in pretty(kept)
