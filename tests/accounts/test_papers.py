"""Numbered papers in the print room: found by the letters under the code, revoked with a reason, numbered anew."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.choices import PaperKind, Role
from accounts.models import Action, IssuedPaper
from accounts.services.papers import issue_paper, revoke_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(officer):
    return issue_paper(kind=PaperKind.CERTIFICATE, about=officer, facts={"Awarded for": "an essay"}, by=officer)


def test_it_is_found_by_its_letters_and_shows_what_the_world_sees(paper, officer, sign_in):
    browser = sign_in(officer)
    found = browser.get(reverse("accounts:paper-list"), {"q": paper.token[:6]}).content.decode()
    assert paper.office_url in found
    page = browser.get(paper.office_url).content.decode()
    assert "an essay" in page
    assert paper.get_absolute_url() in page
    assert paper.number not in browser.get(reverse("accounts:paper-list"), {"valid": "no"}).content.decode()


def test_it_is_revoked_with_a_reason_that_stays_inside_and_can_be_issued_anew(paper, officer, sign_in):
    browser, url = sign_in(officer), reverse("accounts:paper-revoke", args=[paper.pk])
    assert browser.post(url, {"reason": ""}).status_code == 422
    answer = browser.post(url, {"reason": "The wrong name"}, follow=True)
    assert answer.redirect_chain == [(paper.office_url, 302)]
    assert "The wrong name" in answer.content.decode()
    public = Client().get(paper.get_absolute_url()).content.decode()
    assert "no longer valid" in public
    assert "The wrong name" not in public
    assert Action.objects.about(paper).filter(verb="revoked the paper").count() == 1
    assert browser.post(url, {"reason": "again"}).status_code == 404
    anew = issue_paper(kind=PaperKind.CERTIFICATE, about=officer, facts={}, by=officer)
    assert anew.number != paper.number


def test_not_twice_and_not_by_everybody(paper, officer, person):
    with pytest.raises(ValidationError):
        revoke_paper(paper=paper, reason="I may not", by=person(Role.TEACHER))
    revoke_paper(paper=paper, reason="a mistake", by=officer)
    with pytest.raises(ValidationError, match="revoked already"):
        revoke_paper(paper=IssuedPaper.objects.get(), reason="another", by=officer)
