"""A page that was sent by halves waits a fortnight, says so, and then is gone, bytes and all."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Action
from competitions.essays.choices import PageState
from competitions.essays.models import Bundle, BundlePart, Page
from competitions.essays.models.page import HALF_SENT_FOR
from competitions.essays.services.pages import ORPHANED_FOR, add_pages, drop_half_sent_pages, drop_orphans
from config.management.commands.work import DAILY
from tests.competitions.essays.test_pages import photo, send
from tests.factories.essays import CompetitionFactory, begin_entry, make_teacher

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return make_teacher()


@pytest.fixture
def entry(teacher):
    return begin_entry(CompetitionFactory(), teacher, text="")


@pytest.fixture
def half(entry, teacher):
    """Page one is here, of page two a piece, page three is here."""
    add_pages(entry=entry, files=[photo(1)], key=uuid4(), by=teacher)
    data = photo(2).read()
    page = send(entry, teacher, uuid4(), data, until=20_000)
    add_pages(entry=entry, files=[photo(3)], key=uuid4(), by=teacher)
    return page


def age(page, days):
    Page.objects.filter(pk=page.pk).update(touched_at=timezone.now() - timedelta(days=days))


def test_it_waits_and_says_until_when(half, entry, teacher, sign_in):
    age(half, 3)
    assert drop_half_sent_pages() == 0
    half.refresh_from_db()
    assert half.go_on_by - half.touched_at == HALF_SENT_FOR
    client = sign_in(teacher)
    page = client.get(reverse("essays:entry-pages", args=[entry.pk])).content.decode()
    assert f"Sent {half.percent} %. Go on from the same phone by" in page
    assert f"Sent {half.percent} %; go on by" in client.get(entry.get_absolute_url()).content.decode()


def test_after_a_fortnight_it_is_gone_and_the_others_close_up(half, entry, django_capture_on_commit_callbacks):
    path = Path(half.raw.path)
    assert path.exists()
    age(half, 15)
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_half_sent_pages() == 1
    assert drop_half_sent_pages() == 0
    assert not path.exists()
    assert [page.order for page in entry.pages.all()] == [1, 2]
    assert not entry.pages.filter(state=PageState.COMING).exists()
    action = Action.objects.get(verb="took half-sent pages from")
    assert (action.by, action.facts) == (None, {"pages": 1})


def test_a_piece_that_comes_keeps_it(half, entry, teacher):
    age(half, 15)
    data = photo(2).read()
    send(entry, teacher, half.key, data, start=20_000)
    assert drop_half_sent_pages() == 0
    assert entry.pages.get(pk=half.pk).state == PageState.WAITING


def test_whole_pages_stay_however_old(entry, teacher):
    add_pages(entry=entry, files=[photo(1)], key=uuid4(), by=teacher)
    age(entry.pages.get(), 400)
    assert drop_half_sent_pages() == 0
    assert entry.pages.exists()


def test_files_of_nobody_go_after_a_day_and_others_stay(half, officer):
    storage = half.raw.storage
    bundle = Bundle.objects.create(competition=half.entry.competition, sent_by=officer)
    part = BundlePart(bundle=bundle, order=1)
    part.raw.save("bundle.bin", ContentFile(b"%PDF"), save=True)
    old, new = (storage.save(f"arriving/aa/{name}.bin", ContentFile(b"x")) for name in ("old", "new"))
    before = time.time() - ORPHANED_FOR.total_seconds() - 60
    for name in (old, str(half.raw), str(part.raw)):
        os.utime(storage.path(name), (before, before))
    assert drop_orphans() == 1
    assert not storage.exists(old)
    assert all(storage.exists(name) for name in (new, str(half.raw), str(part.raw)))
    assert drop_orphans() == 0


def test_the_worker_does_both_daily():
    assert {drop_half_sent_pages, drop_orphans} <= set(DAILY)
