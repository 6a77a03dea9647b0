"""Errors say what, where and what to do next, and are also the builtin errors a programmer expects."""

import pickle

import pytest

from teema import errors
from teema.errors import NotFoundError, TeemaError, UnusableValueError


def test_the_text_has_place_fact_and_next_step() -> None:
    error = TeemaError("The sheet is empty.", where="vastaukset.xlsx, sheet 2", hint="Name another: sheet=…")
    assert str(error) == "vastaukset.xlsx, sheet 2: The sheet is empty.\nName another: sheet=…"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (["Luottamus", "Kiire"], "Did you mean 'Luottamus'?"),
        (["Arki", "Kiire"], "There is: Arki, Kiire"),
        ([], "There is no code yet."),
        ([str(i) for i in range(30)], "There is: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"),
    ],
)
def test_what_is_not_found_shows_what_there_is(known: list[str], expected: str) -> None:
    assert NotFoundError.of("code", "luotamus", known).hint == expected


def test_letter_case_does_not_hide_the_nearest_name() -> None:
    assert "Did you mean 'KIIRE'" in NotFoundError.of("code", "kiire", ["KIIRE"]).hint


def test_every_error_is_one_of_ours_and_a_builtin_one() -> None:
    for name in errors.__all__:
        kind = getattr(errors, name)
        assert issubclass(kind, TeemaError)
        if kind is not TeemaError:
            assert len(kind.__mro__) > TeemaError.__mro__.__len__() + 1, name


def test_errors_survive_pickling() -> None:
    error = UnusableValueError.of("unit", "kappale", ["answer"])
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), type(again)) == (str(error), UnusableValueError)
