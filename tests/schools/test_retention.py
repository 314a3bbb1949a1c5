"""What a list says about people goes after its time; what it did to the register stays, and can be undone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Action
from config.management.commands.work import DAILY
from schools.choices import DAYS_KEPT
from schools.models import Contact, ImportBatch, School
from schools.services.commit import commit_batch, undo_batch
from schools.services.imports import map_columns
from schools.services.retention import empty_old_lists
from tests.schools.lists import HEAD, ROWS, check

pytestmark = pytest.mark.django_db

TEXT = HEAD.replace("phone", "phone,remarks") + ROWS.replace("0712345678", "0712345678,ask for A. Otieno")


def age(days=DAYS_KEPT + 1):
    old = timezone.now() - timedelta(days=days)
    ImportBatch.objects.update(sent_at=old)
    ImportBatch.objects.exclude(committed_at=None).update(committed_at=old)


def said(batch):
    return str(list(batch.rows.values_list("cells", "values"))) + str(ImportBatch.objects.get(pk=batch.pk).reading)


def test_names_numbers_and_the_file_go_after_their_time_and_the_rest_stays(officer, django_capture_on_commit_callbacks):
    batch = check(officer, TEXT)
    commit_batch(batch=batch, by=officer)
    batch.refresh_from_db()
    storage, name = batch.file.storage, batch.file.name
    assert "MWEMA" in said(batch)
    assert "0712345678" in said(batch)
    assert empty_old_lists() == 0
    age()
    with django_capture_on_commit_callbacks(execute=True):
        assert empty_old_lists() == 1
    for personal in ("MWEMA", "Mwema", "712345678", "722000001", "Otieno"):
        assert personal not in said(batch)
    assert batch.rows.get(number=4).cells[5] == "AMANI SEC. SCHOOL"
    assert not storage.exists(name)
    assert empty_old_lists() == 0
    assert Action.objects.filter(verb__contains="emptied", by=None).count() == 1
    assert Contact.objects.filter(name="J. Mwema").exists()  # the register's own, for as long as somebody is there
    assert undo_batch(batch=batch, by=officer)["removed"] == 5
    assert not School.objects.exists()
    with pytest.raises(ValidationError, match="no longer kept"):
        map_columns(batch=ImportBatch.objects.get(), columns=batch.columns, by=officer)


def test_a_list_sent_again_is_known_although_the_names_of_the_first_are_gone(officer):
    commit_batch(batch=check(officer, TEXT), by=officer)
    age()
    empty_old_lists()
    assert check(officer, TEXT, name="again.csv").rows.counts() == {"unchanged": 5, "rejected": 1}


def test_the_page_says_how_long_and_the_worker_does_it_daily(officer, as_role):
    batch = check(officer)
    client, url = as_role(Role.OFFICER), batch.get_absolute_url()
    assert "Kept until" in client.get(url).content.decode()
    assert "90 days" in client.get(reverse("schools:import-add")).content.decode()
    age()
    assert empty_old_lists in DAILY
    empty_old_lists()
    page = client.get(url).content.decode()
    assert "were emptied on" in page
    assert "check again" not in page
