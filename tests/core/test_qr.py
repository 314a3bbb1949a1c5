"""Codes that are put together from patterns are the codes that the library makes."""

import random

from core.pdf.qr import Codes, Patterns, qr_rows

HEAD = "HTTPS://HAKI.EXAMPLE.ORG/V/"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def test_a_sum_of_patterns_is_the_code():
    dice = random.Random(7)
    text = HEAD[:-1]
    patterns = Patterns(text, 16)
    for _n in range(40):
        tail = "".join(dice.choice(LETTERS) for _ in range(16))
        assert patterns.rows(tail) == qr_rows(text + tail)


def test_codes_of_any_kind_come_out_right():
    dice, codes = random.Random(8), Codes()
    for n in range(400):
        head = (HEAD, "http://haki.example.org/v/", HEAD[:-1])[n % 3]
        text = head + "".join(dice.choice(LETTERS) for _ in range(16 + n % 2 * (n > 200)))
        assert codes.rows(text) == qr_rows(text), text
    assert codes.patterns
