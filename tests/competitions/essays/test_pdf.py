"""What is printed: the consent form in both languages, and certificates with a code that leads to the public page."""

import io

import pikepdf
import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import IssuedPaper
from competitions.essays import pdf
from competitions.essays.choices import Language
from competitions.essays.services.results import issue_certificates
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, decide, make_entry, make_teacher, mark_all, start_judging

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", list(Language))
def test_the_consent_form_is_one_page_in_the_guardians_language(language):
    printed = pdf.consent_form(CompetitionFactory(), language).print()
    assert printed.notes == ()
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        assert len(document.pages) == 1
        assert str(document.Root.get("/Lang", language.value)) in {language.value, language.value.upper()}


def test_a_certificate_prints_for_the_school_and_is_verified_by_anybody(officer, sign_in, client):
    competition = CompetitionFactory()
    teacher = make_teacher()
    entries = [make_entry(competition, teacher, allow=["publish_name"], name="Wanjikũ wa Mũgĩthi"), None]
    entries[1] = make_entry(competition, make_teacher())
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
    mark_all(competition)
    decide(competition, officer)
    url = reverse("essays:certificate", args=[entries[0].pk])
    assert sign_in(teacher).get(url).status_code == 404
    issue_certificates(competition=competition, by=officer)
    response = sign_in(teacher).get(url)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Mũgĩthi" not in response.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert len(document.pages) == 1
    paper = IssuedPaper.objects.get(about_id=str(entries[0].pk))
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "This paper is genuine" in page
    assert "Wanjikũ wa Mũgĩthi" in page
    other = IssuedPaper.objects.get(about_id=str(entries[1].pk))
    page = client.get(other.get_absolute_url()).content.decode()
    assert "This paper is genuine" in page
    assert entries[1].entrant.name not in page
