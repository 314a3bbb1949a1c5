"""Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C."""

import pytest

from competitions.scoring import krippendorff_alpha
from tests.reference.observers import MARKS


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_every_level(level, published):
    assert krippendorff_alpha(MARKS, level) == pytest.approx(published, abs=0.0005)
