"""Works to take along, saving from afar, and many judges who save at once beside a print job."""

import re
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import PaperKind, PrintState, Role
from accounts.models import Action
from accounts.services.press import run_print_job
from accounts.services.printing import Wanted, order_print
from competitions.essays.choices import RecuseReason
from competitions.essays.models import Assignment, JudgePlace, MarkSheet, Page
from competitions.essays.reports.along import FRAME, packs_of
from competitions.essays.services.judging import hand_back_work
from core.pdf.specimens import certificate
from tests.conftest import enter
from tests.factories.accounts import UserFactory
from tests.factories.essays import TEXT, CompetitionFactory, give, make_entry, make_teacher, start_judging, works_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge(officer):
    """A judge with three works, one of them scanned; a second judge has the same."""
    competition = CompetitionFactory()
    for _n in range(3):
        entry = make_entry(competition, make_teacher())
    page = Page(entry=entry, order=1)
    page.file.save("page.jpg", ContentFile(b"\xff\xd8\xff" * 1000), save=True)
    judges = [UserFactory(roles=[Role.JUDGE]) for _n in range(2)]
    start_judging(competition, judges, officer)
    return judges[0]


def mine(judge):
    return list(Assignment.objects.visible_to(judge).select_related("place__judge", "place__competition"))


def test_the_desk_says_what_a_pack_weighs_before_anything_is_fetched(judge, sign_in):
    (pack,) = packs_of(judge).values()
    assert pack.size == 3 * (FRAME + len(TEXT.encode())) + 3000
    page = sign_in(judge).get(reverse("essays:desk")).content.decode()
    assert f"Take the works along: 3 works, {round(pack.size / 1000)} kB" in page
    assert re.search(r"<div class=\"missing pack\"[^>]* hidden>", page)  # static/pack.js shows it


def test_a_pack_of_which_a_file_is_lost_does_not_close_the_desk(judge, sign_in):
    page = Page.objects.get()
    page.file.storage.delete(page.file.name)
    assert sign_in(judge).get(reverse("essays:desk")).status_code == 200


def test_the_list_of_a_pack_names_addresses_and_versions_and_nothing_else(judge, sign_in):
    works = mine(judge)
    give(works[0])
    response = sign_in(judge).get(reverse("essays:pack", args=[works[0].place_id]))
    told = response.json()
    assert response["Cache-Control"] == "private, no-store"
    assert [set(work) for work in told["works"]] == [{"url", "alias", "version", "done", "files"}] * 3
    assert [work["url"] for work in told["works"]] == [work.mark_url for work in works]
    assert [(work["version"], work["done"]) for work in told["works"]] == [(1, True), (0, False), (0, False)]
    assert sum(len(work["files"]) for work in told["works"]) == 1
    page = Page.objects.get()
    tags = [tag for work in told["works"] for _url, tag in work["files"]]
    page.file.save("page.jpg", ContentFile(b"\xff\xd8\xff"), save=True)  # drawn anew: fetched anew
    again = sign_in(judge).get(reverse("essays:pack", args=[works[0].place_id])).json()
    assert [tag for work in again["works"] for _url, tag in work["files"]] != tags


def test_what_is_handed_back_leaves_the_list_and_a_closed_round_has_none(judge, sign_in):
    work = mine(judge)[0]
    hand_back_work(assignment=work, reason=RecuseReason.KNOWN, by=judge)
    url = reverse("essays:pack", args=[work.place_id])
    assert work.mark_url not in sign_in(judge).get(url).content.decode()
    JudgePlace.objects.filter(judge=judge).update(active=False)
    assert sign_in(judge).get(url).status_code == 404


def test_a_pack_lives_until_judging_closes_and_a_late_one_for_a_day(judge):
    (pack,) = packs_of(judge).values()
    closes = pack.place.competition.judging_closes_at
    assert pack.until == closes
    pack.place.competition.judging_closes_at = timezone.now() - timedelta(days=2)
    assert timedelta(hours=23) < pack.until - timezone.now() <= timedelta(days=1)


def test_the_worker_is_written_for_one_person(judge, sign_in, person):
    response = sign_in(judge).get(reverse("essays:worker"))
    assert f'"judging-{judge.pk}"' in response.content.decode()
    assert response["Content-Type"].startswith("text/javascript")
    assert (response["Service-Worker-Allowed"], response["Cache-Control"]) == (reverse("essays:desk"), "no-cache")
    other = person(Role.JUDGE)
    assert f'"judging-{other.pk}"' in sign_in(other).get(reverse("essays:worker")).content.decode()


def test_a_fresh_token_opens_the_door_that_an_old_one_does_not(judge):
    client = Client(enforce_csrf_checks=True)
    enter(client, judge)
    told = client.get(reverse("essays:token")).json()
    work = mine(judge)[0]
    fields = {"key": uuid4(), "base": 0, "points_1": 3}
    assert client.post(work.mark_url, fields, headers={"X-Autosave": "1"}).status_code == 403
    fields["csrfmiddlewaretoken"] = told["token"]
    response = client.post(work.mark_url, fields, headers={"X-Autosave": "1"})
    assert (response.status_code, told["user"]) == (200, str(judge.pk))
    assert response.json()["next"] == work.mark_url


def test_an_answer_that_was_lost_tells_the_version_of_its_own_sheet(judge, sign_in):
    """Another device saved after it: what comes next from here must be told so, and not overwrite that."""
    work, client = mine(judge)[0], sign_in(judge)
    fields = {"key": str(uuid4()), "base": 0, "points_1": 3}
    assert client.post(work.mark_url, fields, headers={"X-Autosave": "1"}).json()["version"] == 1
    other = {"key": str(uuid4()), "base": 1, "points_1": 5}
    assert client.post(work.mark_url, other, headers={"X-Autosave": "1"}).json()["version"] == 2
    assert client.post(work.mark_url, fields, headers={"X-Autosave": "1"}).json()["version"] == 1
    later = {"key": str(uuid4()), "base": 1, "points_1": 2}
    assert client.post(work.mark_url, later, headers={"X-Autosave": "1"}).status_code == 409


def test_finished_in_one_state_the_next_work_is_named(judge, sign_in):
    first, second, _third = mine(judge)
    fields = {"key": uuid4(), "base": 0, "points_1": 3, "points_2": 4, "finish": "1"}
    told = sign_in(judge).post(first.mark_url, fields, headers={"X-Autosave": "1"}).json()
    assert (told["version"], told["next"]) == (1, second.mark_url)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_twelve_judges_save_beside_a_print_job_and_no_mark_is_lost(settings, tmp_path):
    officer = UserFactory(roles=[Role.OFFICER])
    competition = CompetitionFactory(marks_per_entry=12)
    for _n in range(2):
        make_entry(competition, make_teacher())
    judges = [UserFactory(roles=[Role.JUDGE]) for _n in range(12)]
    start_judging(competition, judges, officer)
    tasks = {judge.pk: [] for judge in judges}
    for work in works_of(competition):
        tasks[work.place.judge_id].append(work)
    assert [len(works) for works in tasks.values()] == [2] * 12
    wanted = [
        Wanted(f"No. {n}", {"name": f"No. {n}"}, Action(pk=10_000_000 + n), {"Awarded for": "an essay"})
        for n in range(400)
    ]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    job = order_print(words="Certificates", batch=certificate(), wanted=wanted, kind=PaperKind.CERTIFICATE, by=officer)
    last, errors, start = {}, [], threading.Barrier(13)

    def save(works):
        try:
            start.wait()
            for turn in range(5):
                for work in works:
                    points = [1 + (work.pk + turn) % 5, 1 + (work.pk + 2 * turn) % 5]
                    give(work, points, finish=turn == 4)
                    last[work.pk] = points
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    def print_all():
        try:
            start.wait()
            assert run_print_job.func(job.pk) == PrintState.DONE
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(works,)) for works in tasks.values()]
    threads.append(threading.Thread(target=print_all))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    for work in Assignment.objects.filter(pk__in=last):
        sheets = MarkSheet.objects.filter(assignment=work)
        assert sorted(sheets.values_list("version", flat=True)) == list(range(1, 6)), work.pk
        newest = sheets.get(newest=True)
        assert (newest.version, newest.finished) == (5, True)
        assert [mark.points for mark in newest.marks.all()] == last[work.pk]
