"""Every address, for every role: deny by default, and a new address without a row is red."""

from collections import Counter

import pytest
from django.db import connection, transaction

from accounts.models import User
from tests.access import WHO, named_urls, rows

ROWS = rows()
# What a GET may write: a session, the brake of public pages, and the counting of downloads.
MAY_BE_WRITTEN = ("django_session", "materials_download", "cache")


def test_every_address_has_a_row():
    named = named_urls()
    in_table = {row.name for row in ROWS}
    assert named - in_table == set(), "these addresses have no row in an access.csv"
    assert in_table - named == set(), "these rows name no address"


def test_no_row_stands_twice():
    assert [row for row, n in Counter(map(str, ROWS)).items() if n > 1] == []


def no_writes(execute, sql, params, many, context):
    """A GET reads."""
    writes = sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    assert not writes or any(table in sql for table in MAY_BE_WRITTEN), f"a GET writes: {sql[:200]}"
    return execute(sql, params, many, context)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_access(row, world):
    url = row.url(world)
    got = {}
    for who in WHO:
        client = world.enter(who)
        with transaction.atomic():
            if row.method == "GET":
                with connection.execute_wrapper(no_writes):
                    got[who] = client.get(url).status_code
            else:
                got[who] = client.post(url).status_code
            transaction.set_rollback(True)
    wrong = {who: f"{got[who]}, not {row.expected[who]}" for who in WHO if got[who] != row.expected[who]}
    assert wrong == {}


@pytest.mark.django_db
def test_a_role_taken_away_closes_the_door_at_once(world):
    client = world.enter("officer")
    assert client.get("/people/").status_code == 200
    world.officer.groups.clear()
    assert client.get("/people/").status_code == 403


@pytest.mark.django_db
def test_a_closed_account_ends_its_sessions(world):
    client = world.enter("officer")
    User.objects.filter(pk=world.officer.pk).update(is_active=False)
    assert client.get("/people/").status_code == 302
