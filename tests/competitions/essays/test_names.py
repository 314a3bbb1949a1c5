"""A judge who sees a name hides the work until an officer has looked; officers look works through before judges read."""

import re
import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Action
from competitions.essays.choices import NamesFound, TaskState
from competitions.essays.models import NameCheck, PageCover
from competitions.essays.reports import counts_of, needs_of
from competitions.essays.reports.names import names_of
from competitions.essays.services.covers import (
    cover_phrases,
)
from competitions.essays.services.judging import hand_back_work, report_name_seen
from competitions.essays.services.names import settle_names
from tests.competitions.essays.covered import BLOCK, add_page, cover, page_url, work_of
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    decide,
    give,
    make_entry,
    make_teacher,
    start_judging,
    works_of,
)

pytestmark = pytest.mark.django_db


class TestNameSeen:
    def press(self, client, work):
        return client.post(f"{work.mark_url}name-seen/")

    def test_one_tap_hides_the_work_from_all_its_judges(self, entry, judges, sign_in):
        mine, theirs = (work_of(entry, judge) for judge in judges)
        first, second = sign_in(judges[0]), sign_in(judges[1])
        assert f"{mine.mark_url}name-seen/" in first.get(mine.mark_url).content.decode()
        for _twice in range(2):
            assert self.press(first, mine).url == reverse("essays:desk")
        assert NameCheck.objects.get().found == NamesFound.SEEN
        assert Action.objects.filter(verb="saw a name in").count() == 1
        for client, work in ((first, mine), (second, theirs)):
            assert client.get(work.mark_url).status_code == 404
            assert client.get(page_url(work)).status_code == 404
            desk = client.get(reverse("essays:desk")).content.decode()
            assert f'href="{work.mark_url}"' not in desk
            assert f"{work.mark_url}hand-back/" in desk
        assert client.get(f"{theirs.mark_url}name-seen/").status_code == 405

    def test_not_anothers_and_not_what_was_handed_back(self, entry, judges, sign_in):
        mine, theirs = (work_of(entry, judge) for judge in judges)
        assert self.press(sign_in(judges[0]), theirs).status_code == 404
        hand_back_work(assignment=mine, reason="known", by=judges[0])
        assert self.press(sign_in(judges[0]), mine).status_code == 404
        with pytest.raises(ValidationError):
            report_name_seen(assignment=mine, by=judges[0])
        with pytest.raises(ValidationError):
            report_name_seen(assignment=theirs, by=judges[0])
        assert not NameCheck.objects.exists()

    def test_marks_that_were_on_their_way_arrive_and_nothing_of_the_work_comes_out(self, entry, judges, sign_in):
        mine, theirs = (work_of(entry, judge) for judge in judges)
        client = sign_in(judges[1])
        report_name_seen(assignment=mine, by=judges[0])
        sheet = {"key": str(uuid4()), "base": "0", "points_1": "4", "points_2": "", "words": "Kept."}
        saved = client.post(theirs.mark_url, sheet, headers={"X-Autosave": "1"})
        assert (saved.status_code, saved.json()["version"]) == (200, 1)
        by_hand = client.post(theirs.mark_url, {**sheet, "key": str(uuid4()), "base": "1", "keep": "1"})
        assert by_hand.url == reverse("essays:desk")
        wrong = client.post(theirs.mark_url, {**sheet, "key": str(uuid4()), "base": "2", "points_1": "77"})
        assert wrong.status_code == 422
        assert "Zuhura" not in wrong.content.decode()
        assert "<img" not in wrong.content.decode()

    def test_it_comes_back_to_the_same_judges_with_their_marks(self, entry, officer, judges, sign_in):
        mine, theirs = (work_of(entry, judge) for judge in judges)
        give(theirs, 4)
        report_name_seen(assignment=mine, by=judges[0])
        cover_phrases(entry=entry, phrases=["Zuhura"], base=0, key=uuid4(), by=officer)
        url = reverse("essays:entry-names", args=[entry.pk])
        answer = sign_in(officer).post(url, {"key": uuid4(), "base": 1, "found": "covered"})
        assert answer.status_code == 302
        for judge, work in zip(judges, (mine, theirs), strict=True):
            text = sign_in(judge).get(work.mark_url).content.decode()
            assert BLOCK in text
            assert "Zuhura" not in text
        theirs.refresh_from_db()
        assert (theirs.state, theirs.version) == (TaskState.DONE, 1)
        assert "checked" in sign_in(judges[1]).get(theirs.mark_url).content.decode()

    def test_there_is_none_needs_a_reason_and_covered_needs_a_cover(self, entry, officer, judges, sign_in):
        report_name_seen(assignment=work_of(entry, judges[0]), by=judges[0])
        client, url = sign_in(officer), reverse("essays:entry-names", args=[entry.pk])
        for found, said in (("clean", "Say why"), ("covered", "Nothing is covered yet"), ("", "Say what you found")):
            answer = client.post(url, {"key": uuid4(), "base": 1, "found": found})
            assert answer.status_code == 422
            assert said in answer.content.decode()
        answer = client.post(url, {"key": uuid4(), "base": 1, "found": "clean", "reason": "A person of history."})
        assert answer.status_code == 302
        assert NameCheck.objects.last().reason == "A person of history."
        entry.refresh_from_db()
        assert entry.names_seen_at is None

    def test_an_officer_who_began_before_the_judge_spoke_looks_again(self, entry, officer, judges):
        report_name_seen(assignment=work_of(entry, judges[0]), by=judges[0])
        with pytest.raises(ValidationError, match="meanwhile"):
            settle_names(entry=entry, found=NamesFound.CLEAN, base=0, key=uuid4(), by=officer)

    def test_who_recognised_the_writer_hands_it_back(self, entry, judges, sign_in):
        work, client = work_of(entry, judges[0]), sign_in(judges[0])
        self.press(client, work)
        page = client.get(f"{work.mark_url}hand-back/?reason=known")
        assert page.status_code == 200
        assert work.mark_url not in re_hrefs(page)
        assert client.post(f"{work.mark_url}hand-back/", {"reason": "known"}).status_code == 302
        work.refresh_from_db()
        assert work.state == TaskState.RECUSED
        other = work_of(entry, judges[1])
        concern = sign_in(judges[1]).post(f"{other.mark_url}concern/", {"text": "Somebody beats this child."})
        assert concern.url == reverse("essays:desk")

    def test_the_work_is_among_the_needs_and_counts_as_waiting(self, competition, entry, officer, judges, sign_in):
        for work in works_of(competition):
            give(work, 4)
        assert counts_of(competition).waiting == 0
        report_name_seen(assignment=work_of(entry, judges[0]), by=judges[0])
        assert counts_of(competition).waiting == 2
        needs = [str(need.words) for need in needs_of(officer)]
        assert "A judge saw a name in 1 work" in needs
        with pytest.raises(ValidationError, match="judge saw a name"):
            decide(competition, officer)
        page = sign_in(officer).get(reverse("essays:names", args=[competition.pk])).content.decode()
        assert reverse("essays:entry-names", args=[entry.pk]) in page
        settle_names(entry=entry, found=NamesFound.CLEAN, reason="None.", base=1, key=uuid4(), by=officer)
        decide(competition, officer)


def re_hrefs(response) -> list[str]:
    return re.findall(r'href="([^"]+)"', response.content.decode())


class TestLeafing:
    def test_one_after_the_other_with_a_count(self, competition, officer, sign_in):
        client = sign_in(officer)
        start = client.get(reverse("essays:names", args=[competition.pk])).content.decode()
        works = list(competition.entries.order_by("number"))
        at = [reverse("essays:entry-names", args=[work.pk]) for work in works]
        assert at[0] in start
        second = client.get(at[1]).content.decode()
        assert f'rel="prev" aria-keyshortcuts="p" title="Key p" href="{at[0]}"' in second
        assert f'rel="next" aria-keyshortcuts="n" title="Key n" href="{at[2]}"' in second
        assert "0 of 3 looked at" in second
        assert "Zuhura" in second
        assert client.post(at[0], {"key": uuid4(), "base": 0, "found": "clean"}).url == at[1]
        deal = client.get(reverse("essays:deal", args=[competition.pk])).content.decode()
        assert "2 of 3 works were not looked at for names" in deal
        client.post(at[1], {"key": uuid4(), "base": 0, "found": "clean"})
        last = client.post(at[2], {"key": uuid4(), "base": 0, "found": "clean"})
        assert last.url == reverse("essays:names", args=[competition.pk])
        assert "All works were looked at" in client.get(last.url).content.decode()
        assert names_of(competition).left == 0

    def test_a_draft_is_not_there(self, officer, sign_in):
        entry = begin_entry(CompetitionFactory(), make_teacher())
        assert sign_in(officer).get(reverse("essays:entry-names", args=[entry.pk])).status_code == 404
        with pytest.raises(ValidationError, match="handed in"):
            cover_phrases(entry=entry, phrases=["law"], base=0, key=uuid4(), by=officer)


@pytest.mark.django_db(transaction=True)
def test_two_judges_press_at_once_and_two_officers_cover_at_once(officer, director):
    judges = [UserFactory(roles=[Role.JUDGE]) for _n in range(2)]
    competition = CompetitionFactory()
    entry = make_entry(competition, make_teacher())
    page = add_page(entry)
    start_judging(competition, judges, officer)
    said, barrier = [], threading.Barrier(4)

    def run(deed):
        barrier.wait()
        try:
            deed()
            said.append("done")
        except ValidationError as error:
            said.append(error.messages[0])
        finally:
            connection.close()

    works = [work_of(entry, judge) for judge in judges]
    deeds = [lambda n=n: report_name_seen(assignment=works[n], by=judges[n]) for n in range(2)]
    deeds += [lambda by=by: cover(page, by) for by in (officer, director)]
    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert NameCheck.objects.filter(found=NamesFound.SEEN).count() == 1
    assert list(PageCover.objects.values_list("version", "newest")) == [(1, True)]
    assert sorted(said)[-3:] == ["done"] * 3
