"""Two pictures of one page are near; two pages are not, though one hand wrote them on the same lined paper."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.prints import NEAR, near_prints, page_print, print_distance
from tests.core.handwriting import cropped, handwritten, photographed

PAGES = 8


@pytest.fixture(scope="module")
def pages():
    """Six of one hand, two short ones of it."""
    return [handwritten(seed, filled=0.3 if seed > 5 else 1) for seed in range(PAGES)]


@pytest.fixture(scope="module")
def prints(pages):
    return [page_print(page) for page in pages]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda page, n: cropped(page, 0.03, n), id="cropped by 3 %"),
        pytest.param(lambda page, n: cropped(page, 0.05, n), id="cropped by 5 %"),
        pytest.param(lambda page, n: cropped(page, 0.08, n), id="cropped by 8 %"),
        pytest.param(lambda page, n: photographed(page, 0, n), id="photographed straight"),
        pytest.param(lambda page, n: photographed(page, 1, n), id="slanting by 1 degree"),
        pytest.param(lambda page, n: photographed(page, -2, n), id="slanting by 2 degrees"),
        pytest.param(lambda page, n: photographed(page, 3, n), id="slanting by 3 degrees"),
        pytest.param(lambda page, n: cropped(photographed(page, 2, n), 0.05, n), id="slanting and cropped"),
        pytest.param(lambda page, n: photographed(page, 2, n, table=70), id="on a dark table"),
    ],
)
def test_one_page_in_two_pictures_is_near(pages, prints, again):
    far = [print_distance(print_, page_print(again(page, n))) for n, (page, print_) in enumerate(zip(pages, prints))]
    assert sum(distance <= NEAR for distance in far) >= PAGES - 1, far
    assert sorted(far)[PAGES // 2] < NEAR - 10


def test_pages_of_one_hand_on_the_same_paper_are_not_near(pages, prints):
    others = [page_print(photographed(page, 1, n)) for n, page in enumerate(pages)]
    far = [print_distance(prints[a], other[b]) for other in (prints, others) for a in range(PAGES) for b in range(a)]
    assert min(far) > NEAR + 8


@pytest.mark.parametrize(
    "page",
    [Image.new("L", (900, 1270), 240), handwritten(1, filled=0), photographed(handwritten(1, filled=0), 2, 1)],
    ids=["empty", "ruled", "ruled and photographed"],
)
def test_where_nothing_is_written_there_is_no_print(page):
    assert page_print(page) == ""


def test_drawings_have_prints_too():
    def drawing(seed):
        rng, page = np.random.default_rng(seed), Image.new("L", (900, 1270), 240)
        for _n in range(6):
            ImageDraw.Draw(page).line([tuple(rng.uniform(40, 860, 2)) for _k in range(4)], fill=50, width=9)
        return page

    one, other = drawing(1), drawing(2)
    assert print_distance(page_print(one), page_print(cropped(one, 0.03, 1))) <= NEAR
    assert print_distance(page_print(one), page_print(other)) > NEAR


def test_near_pairs_are_found_in_a_list_and_older_prints_are_left_alone(pages, prints):
    again = page_print(cropped(pages[2], 0.05, 2))
    held = ["", "ab" * 32, *prints, "ab" * 32, again]
    assert list(near_prints(held)) == [(4, len(held) - 1, print_distance(prints[2], again))]
    assert list(near_prints(["", "ab" * 32])) == []
    assert print_distance("ab" * 32, "ab" * 32) == 256
