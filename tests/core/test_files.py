"""A kept file goes out whole or in the part that is missing, byte by byte the same."""

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.files import CHUNK, kept_file, starts_at_the_beginning

DATA = bytes(range(256)) * 600  # more than one piece
SIZE = len(DATA)


def ask(method="get", **headers):
    request = getattr(RequestFactory(), method)("/x", headers=headers)
    return kept_file(request, ContentFile(DATA), etag="abc", size=SIZE, name="B.pdf")


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_whole():
    answer = ask()
    assert answer.status_code == 200
    assert body(answer) == DATA
    assert answer["ETag"] == '"abc"'
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Content-Disposition"] == 'attachment; filename="B.pdf"'


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-", 0, SIZE),
        ("bytes=100-199", 100, 200),
        (f"bytes={CHUNK + 7}-", CHUNK + 7, SIZE),
        ("bytes=-500", SIZE - 500, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
        (f"bytes=10-{SIZE * 9}", 10, SIZE),
        ("bytes=5-5", 5, 6),
    ],
)
def test_a_part(wanted, start, end):
    answer = ask(range=wanted)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer["Content-Length"] == str(end - start)
    assert body(answer) == DATA[start:end]


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=20-10", "bytes=-0"])
def test_no_such_part(wanted):
    answer = ask(range=wanted)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=-", "x", "bytes=" + "9" * 400 + "-"])
def test_what_is_not_understood_gets_the_whole(wanted):
    assert body(ask(range=wanted)) == DATA


def test_a_part_only_of_the_same_file():
    assert ask(range="bytes=5-", **{"if-range": '"abc"'}).status_code == 206
    assert ask(range="bytes=5-", **{"if-range": '"other"'}).status_code == 200


def test_nothing_new_is_not_sent():
    answer = ask(**{"if-none-match": '"x", "abc"'})
    assert answer.status_code == 304
    assert not body(answer)


def test_head_says_all_but_the_file():
    answer = ask("head")
    assert answer["Content-Length"] == str(SIZE)
    assert not body(answer)


@pytest.mark.parametrize(
    ("headers", "begins"), [({}, True), ({"range": "bytes=0-"}, True), ({"range": "bytes=7-"}, False)]
)
def test_what_counts_as_a_beginning(headers, begins):
    assert starts_at_the_beginning(RequestFactory().get("/x", headers=headers)) is begins
    assert not starts_at_the_beginning(RequestFactory().head("/x", headers=headers))


@given(st.lists(st.integers(1, SIZE - 1), max_size=6, unique=True))
def test_a_download_that_breaks_off_anywhere_is_the_same_in_the_end(breaks):
    got = b""
    for place in sorted(breaks):
        got += body(ask(range=f"bytes={len(got)}-"))[: place - len(got)]
    got += body(ask(range=f"bytes={len(got)}-"))
    assert got == DATA
