"""Every list page asks the database equally often at 1 and at 30 rows; no page says more than it must."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from core.pages import ListPage
from tests.access import WHO, lists, named_urls, rows

LISTS = lists()
MOST_QUERIES = 15


def list_pages() -> set[str]:
    """The names of all list pages, by the class of their view."""
    found = set()

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
            else:
                view = getattr(pattern.callback, "view_class", None)
                if pattern.name and view and issubclass(view, ListPage):
                    found.add(f"{namespace}{pattern.name}")

    walk(get_resolver().url_patterns)
    return found


def test_every_list_page_is_counted():
    assert list_pages() - LISTS.keys() == set(), "give these a LISTS entry in their app's world.py"
    assert LISTS.keys() - named_urls() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_asks_equally_often_for_1_and_for_30_rows(name, world):
    row = next(row for row in rows() if row.name == name)
    who = next(w for w in ("officer", *WHO[1:]) if row.expected[w] == 200)
    client = world.enter(who)
    url = row.url(world)
    LISTS[name](1)
    client.get(url)  # what is looked up once a process
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(url).status_code == 200
    LISTS[name](29)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few), "\n".join(q["sql"][:160] for q in many.captured_queries)
    assert len(many) <= MOST_QUERIES


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
@pytest.mark.parametrize(
    "query", ["?page=999", "?page=abc", "?per_page=-5", "?per_page=100000", "?sort=bogus", "?q=%00"]
)
def test_a_list_survives_nonsense_in_its_address(name, query, world):
    row = next(row for row in rows() if row.name == name)
    who = next(w for w in ("officer", *WHO[1:]) if row.expected[w] == 200)
    response = world.enter(who).get(row.url(world) + query)
    assert response.status_code == 200
    assert response.content.count(b"<tr") <= 101


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_column_that_sorts_does(name, world):
    row = next(row for row in rows() if row.name == name)
    who = next(w for w in ("officer", *WHO[1:]) if row.expected[w] == 200)
    client = world.enter(who)
    LISTS[name](3)
    page = client.get(row.url(world)).content.decode()
    for sort in set(re.findall(r"\?sort=([-\w]+)", page)):
        assert client.get(f"{row.url(world)}?sort={sort}").status_code == 200
        assert client.get(f"{row.url(world)}?sort=-{sort.lstrip('-')}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_export_that_a_list_offers_is_a_file(name, kind, world):
    row = next(row for row in rows() if row.name == name)
    who = next(w for w in ("officer", *WHO[1:]) if row.expected[w] == 200)
    client = world.enter(who)
    LISTS[name](2)
    offered = f"export={kind}" in client.get(row.url(world)).content.decode()
    response = client.get(f"{row.url(world)}?export={kind}")
    assert ("attachment" in response.get("Content-Disposition", "")) == offered
    assert not offered or len(b"".join(response)) > 20


@pytest.mark.django_db
def test_headers_on_every_page(world):
    client = world.enter("officer")
    response = client.get(reverse("today"))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
