"""Whatever accent an organisation chooses, its text stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colours import CARD, NIGHT, NIGHT_CARD, PAPER, contrast, palette, rgb


@pytest.mark.parametrize(
    ("a", "b", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#fff000", "#fff000", 1)]
)
def test_contrast_as_wcag_defines_it(a, b, ratio):
    assert contrast(a, b) == pytest.approx(ratio, abs=0.01)


@given(st.integers(0, 0xFFFFFF))
def test_every_accent_is_readable_day_and_night(number):
    shades = palette(f"#{number:06x}")
    assert contrast(shades.accent, PAPER) >= 4.9
    assert contrast(shades.accent, CARD) >= 4.9
    assert contrast("#ffffff", shades.accent) >= 4.5  # the words on a button
    assert contrast(shades.accent_ink, shades.accent_wash) >= 4.5
    assert contrast(shades.night, NIGHT) >= 6.9
    assert contrast(shades.night, NIGHT_CARD) >= 4.5
    assert contrast(NIGHT, shades.night) >= 4.5
    assert contrast(shades.night_ink, shades.night_wash) >= 4.5


@pytest.mark.parametrize("colour", ["teal", "#fff", "#12345g", "url(x)", "#0b5a5e;"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError, match="is not a colour"):
        rgb(colour)
