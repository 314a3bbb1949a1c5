"""The papers of a gathering, read back."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.choices import Role
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, make_levels
from workshops import pdf
from workshops.models import ProgrammePart

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(person):
    make_levels()
    forum = ForumFactory(
        topic="Mũrang’a na haki", school=SchoolFactory(name="Mũrang’a Girls’ High School"), place="Hall"
    )
    BookingFactory(forum=forum, facilitator=person(Role.FACILITATOR, name="Ng’ang’a wa Kĩbirũ"))
    for order, (minutes, words) in enumerate([(5, "Welcome"), (40, "Group work"), (30, "Talk")], 1):
        ProgrammePart.objects.create(forum=forum, order=order, minutes=minutes, words=words)
    return forum


def text_of(paper) -> str:
    done = paper.print()
    assert done.notes == ()
    reader = PdfReader(io.BytesIO(done.pdf))
    assert len(reader.pages) == 1
    return reader.pages[0].extract_text()


def test_the_programme_tells_the_clock(forum):
    text = text_of(pdf.programme(forum))
    for words in (
        "Mũrang’a na haki",
        "Mũrang’a Girls’ High School",
        "Ng’ang’a wa Kĩbirũ",
        "15:30–15:35",
        "16:15–16:45",
        forum.number,
    ):
        assert words in text


def test_the_register_counts_learners_and_names_adults_only(forum):
    text = text_of(pdf.register(forum))
    for words in ("Form 3", "Form 4", "Girls", "Boys", "write no names", "Signature"):
        assert words in text


@pytest.mark.parametrize("name", ["<b>Bold</b>&amp;", "x" * 120, "مدرسة محمد", "School 😀"])
def test_a_hostile_name_breaks_nothing(forum, name):
    forum.school.name = name
    assert len(PdfReader(io.BytesIO(pdf.programme(forum).pdf())).pages) == 1


def test_it_comes_as_a_pdf_that_names_nobody(forum, as_role):
    response = as_role(Role.OFFICER).get(reverse("workshops:forum-register", args=[forum.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="register-{forum.number}.pdf"'
