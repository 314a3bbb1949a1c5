"""Text as it enters, and as it is compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, initials, tidy, tidy_lines


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Moi   Girls\u00a0High  ", "Moi Girls High"),
        ("Mu\u0303rang’a", "Mũrang’a"),
        ("a\u200bb\u202ec", "abc"),
        ("line\nbreak\ttab", "line break tab"),
        ("nul\x00byte", "nulbyte"),
    ],
)
def test_one_line_is_tidied(given_text, kept):
    assert tidy(given_text) == kept


def test_longer_text_keeps_its_lines():
    assert tidy_lines("one  two \r\n\r\n  three\x07") == "one two\n\n three"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Mũrang’a", "muranga"), ("Murang'a", "muranga"), ("NG`ANG`A", "nganga"), ("St. Mary's—Girls", "st marys girls")],
)
def test_spellings_meet_when_compared(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("name", "short"), [("Achieng Odhiambo", "Achieng O."), ("Wanjikũ", "Wanjikũ")])
def test_initials(name, short):
    assert initials(name) == short


@given(st.text())
def test_tidied_text_stays_as_it_is(text):
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_folded_text_is_plain(text):
    assert set(fold(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
