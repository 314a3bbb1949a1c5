"""A booklet from its first word to a teacher's phone."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.choices import Role
from materials.models import Download, Edition, Picture, Section, Title
from tests.factories.materials import picture_upload
from tests.factories.schools import MembershipFactory

pytestmark = pytest.mark.django_db
TEXT = """## Why it matters

Article 29 protects **every** person.

![](1 "The tree of rights")

::: questions
1. Who decides?
:::
"""


def test_it_is_written_published_read_and_taken_along(as_role, sign_in, person):
    officer = as_role(Role.OFFICER)
    told = {"name": "Your rights", "code": "rights3", "audience": "Forms 3 and 4", "summary": "The Bill of Rights."}
    officer.post(reverse("materials:title-add"), told)
    title = Title.objects.get(code="RIGHTS3")
    officer.post(reverse("materials:edition-start", args=[title.pk]), {"language": "en", "name": ""})
    draft = Edition.objects.get()
    assert draft.name == "Your rights"

    # Nothing is written yet: it cannot be offered, and the page says why.
    refused = officer.post(reverse("materials:edition-offer", args=[draft.pk]))
    assert refused.status_code == 422
    assert "It has no chapter yet." in refused.content.decode()

    form = officer.get(reverse("materials:section-add", args=[draft.pk])).context["form"]
    section = {"heading": "Freedom and security", "text": TEXT, "version": 1, "kind": 2, "key": form["key"].value()}
    for _twice in range(2):  # a form sent twice over a bad network is one section
        officer.post(reverse("materials:section-add", args=[draft.pk]), section)
    assert Section.objects.count() == 1
    assert "shows a picture “1” that is not here" in officer.get(draft.desk_url).content.decode()

    picture = {"upload": picture_upload((900, 600)), "alt": "A tree whose leaves are rights", "credit": "Drawn here"}
    officer.post(reverse("materials:picture-add", args=[draft.pk]), picture)
    assert Picture.objects.get().number == 1
    preview = officer.get(reverse("materials:edition-preview", args=[draft.pk])).content.decode()
    assert 'alt="A tree whose leaves are rights"' in preview

    # Who wrote it asks a colleague, and cannot publish it alone.
    colleague = as_role(Role.OFFICER)
    assert "Booklet to approve" not in colleague.get("/today/").content.decode()
    officer.post(reverse("materials:edition-offer", args=[draft.pk]))
    assert "Booklet to approve: Your rights" in colleague.get("/today/").content.decode()
    refused = officer.post(reverse("materials:edition-publish", args=[draft.pk]))
    assert refused.status_code == 422
    assert "Who wrote an edition does not approve it" in refused.content.decode()
    response = colleague.post(reverse("materials:edition-publish", args=[draft.pk]), follow=True)
    assert "The edition is published" in response.content.decode()

    member = MembershipFactory(user=person(Role.TEACHER))
    teacher = sign_in(member.user)
    assert "New booklet: Your rights" in teacher.get("/today/").content.decode()
    assert "Your rights" in teacher.get(reverse("materials:library")).content.decode()
    page = teacher.get("/m/rights3", follow=True).content.decode()
    assert "https://wa.me/?text=Your%20rights%3A%20http%3A//testserver/m/RIGHTS3" in page
    read = teacher.get(reverse("materials:chapter", args=[draft.pk, 1])).content.decode()
    assert "Discussion questions" in read
    assert "The tree of rights · Drawn here" in read

    for form in ("phone", "a4", "folded"):
        answer = teacher.get(reverse("materials:download", args=[draft.pk, form]))
        pdf = b"".join(answer.streaming_content)
        reader = PdfReader(io.BytesIO(pdf))
        assert "Freedom and security" in "".join(p.extract_text() for p in reader.pages) or form == "folded"
    assert Download.objects.filter(edition=draft, school=member.school).count() == 3
    assert "New booklet" not in teacher.get("/today/").content.decode()
    assert "3 times" in officer.get(member.school.get_absolute_url()).content.decode()
    assert "Your rights" in officer.get(reverse("materials:download-list")).content.decode()
