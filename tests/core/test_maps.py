"""Maps: shapes that stay in their box, and points that lie where they should."""

import pytest

from core.maps import area_at, contains, outlines, shade
from schools.models.place import OUTLINES


def test_all_counties_are_drawn_in_their_box():
    drawn = outlines(OUTLINES)
    assert [s.code for s in sorted(drawn.shapes, key=lambda s: s.code)] == [f"{n:03}" for n in range(1, 48)]
    assert 0.75 < drawn.width / drawn.height < 1.0
    assert all(s.path.startswith("M") and s.path.endswith("z") for s in drawn.shapes)
    assert sum(len(s.path) for s in drawn.shapes) < 40_000


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [(36.82, -1.29, "047"), (39.70, -3.99, "001"), (34.76, -0.10, "042"), (35.75, 0.50, "030"), (0.0, 0.0, None)],
)
def test_a_point_finds_its_county(longitude, latitude, code):
    assert area_at(OUTLINES, longitude, latitude) == code


def test_a_hole_is_outside():
    square, hole = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (3, 1), (3, 3), (1, 3)]
    assert contains([square, hole], 0.5, 0.5)
    assert not contains([square, hole], 2, 2)


@pytest.mark.parametrize(("value", "step"), [(0, 0), (1, 1), (9, 1), (10, 2), (500, 3)])
def test_shades(value, step):
    assert shade(value, (1, 10, 100)) == step
