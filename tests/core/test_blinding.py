"""What is covered is not there any more: neither its letters nor its length, neither its ink nor what came with it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.blinding import BLOCK, cover_boxes, cover_words
from tests.core.test_scans import written


@pytest.mark.parametrize(
    ("text", "phrases", "said"),
    [
        ("I am Akinyi.", ["Akinyi"], f"I am {BLOCK}."),
        ("I am Bo.", ["bo"], f"I am {BLOCK}."),
        ("AKINYI's fence", ["akinyi"], f"{BLOCK}'s fence"),
        ("Akinyi\nOtieno wrote", ["Akinyi Otieno"], f"{BLOCK} wrote"),
        ("Wambũi and Wambu\u0303i", ["wambui"], f"{BLOCK} and {BLOCK}"),
        ("Wambui", ["Wambũi"], BLOCK),
        ("Ochieng' and Ochieng’ and Ochieng", ["Ochieng’"], f"{BLOCK} and {BLOCK} and {BLOCK}"),
        ("Anne-Marie, Anne Marie", ["anne marie"], f"{BLOCK}, {BLOCK}"),
        ("Akinyi Otieno Akinyi", ["Akinyi Otieno", "Otieno Akinyi"], BLOCK),
        ("Akinyi Otieno", ["Akinyi", "Otieno"], BLOCK),
        ("Aki\u00adnyi", ["Akinyi"], BLOCK),
        ("Rosemary was rose", ["Rose"], f"Rosemary was {BLOCK}"),
        ("Moi, Moi-Girls, Moimoi", ["Moi"], f"{BLOCK}, {BLOCK}-Girls, Moimoi"),
        ("St. Mary (C.B.)", ["St. Mary (C.B.)"], BLOCK),
        ("nothing", ["", "  ", "-"], "nothing"),
        ("", ["Akinyi"], ""),
    ],
)
def test_words(text, phrases, said):
    assert cover_words(text, phrases) == said


@given(
    st.text(alphabet="ab ũ’-\n", max_size=40), st.lists(st.text(alphabet="abũ ’", min_size=1, max_size=6), max_size=4)
)
def test_what_is_covered_is_found_no_more(text, phrases):
    once = cover_words(text, phrases)
    assert cover_words(once, phrases) == once


def test_no_ink_is_left_under_a_rectangle_or_beside_it_in_the_same_square():
    page = written((700, 900))
    out = io.BytesIO()
    page.save(out, "JPEG", comment=b"Akinyi")
    with Image.open(io.BytesIO(cover_boxes(io.BytesIO(out.getvalue()), [[10, 20, 30, 10], [95, 95, 5, 5]]))) as drawn:
        assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "L", (700, 900))
        assert "comment" not in drawn.info
        assert not drawn.getexif()
        assert drawn.crop((70, 180, 280, 270)).getextrema()[1] <= 8
        assert drawn.crop((665, 855, 700, 900)).getextrema()[1] <= 8
        assert drawn.crop((320, 300, 700, 850)).getextrema()[1] > 200
