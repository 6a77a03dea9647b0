"""Long Finnish words break where a Finn would break them, and lines fit their room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.maps.hyphenation import break_points
from teema.maps.text import text_width, wrap

SYLLABLES = {
    "luottamuksellisuus": "luot-ta-muk-sel-li-suus",
    "asiakassuhteen": "asia-kas-suh-teen",
    "päihdekuntoutusprosessissa": "päih-de-kun-tou-tus-pro-ses-sis-sa",
    "epäluottamuslauseäänestys": "epä-luot-ta-mus-lau-seää-nes-tys",
    "kiintymyssuhdetyöskentely": "kiin-ty-mys-suh-de-työs-ken-te-ly",
    "sosiaalityöntekijä": "so-siaa-li-työn-te-ki-jä",
    "työnohjaus": "työ-noh-jaus",
    "läheisyys": "lä-hei-syys",
    "Äidiksi": "Äi-dik-si",
    "äiti": "äi-ti",
}


@pytest.mark.parametrize(("word", "syllables"), SYLLABLES.items())
def test_a_finnish_word_breaks_between_syllables_with_three_letters_on_either_side(word: str, syllables: str) -> None:
    inner = syllables.split("-")
    ends = [sum(map(len, inner[:count])) for count in range(1, len(inner))]

    assert break_points(word, "fi") == tuple(at for at in ends if 3 <= at <= len(word) - 3)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Asiakassuhteen luottamuksellisuus", 110, ("Asiakassuhteen", "luottamuksellisuus")),
        ("päihdekuntoutusprosessissa", 90, ("päihdekuntoutus-", "prosessissa")),
        ("epäluottamuslauseäänestys", 70, ("epäluottamus-", "lauseäänestys")),
        ("Vauvan näkökulma", 60, ("Vauvan", "näkökulma")),
        ("Koti-/laitoskuntoutus", 80, ("Koti-/", "laitoskuntoutus")),
        ("sosiaali\u00adohjaaja", 50, ("sosiaali-", "ohjaaja")),
        ("Kiire", 100, ("Kiire",)),
        ("", 100, ("",)),
    ],
)  # fmt: skip
def test_lines_break_at_spaces_first_and_at_seams_of_compounds_next(text: str, width: float, lines: tuple[str]) -> None:
    assert wrap(text, width, 8) == lines


@pytest.mark.parametrize(
    ("text", "language"), [("relationsbaserat rehabiliteringsarbete", "sv"), ("intersubjectivity", "en")]
)
def test_swedish_and_english_words_break_by_their_own_patterns(text: str, language: str) -> None:
    lines = wrap(text, 60, 8, "regular", language)

    assert "".join(line.removesuffix("-") if line.endswith("-") else line + " " for line in lines).strip() == text
    assert any(line.endswith("-") for line in lines)


@given(
    text=st.text(st.sampled_from("aäöiuokstpn -/.ÅX漢🙂"), max_size=80).map(lambda text: " ".join(text.split())),
    width=st.integers(20, 200),
)
def test_every_line_fits_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width, 8)

    assert all(text_width(line, 8) <= width + 1e-6 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")
