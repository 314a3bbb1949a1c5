"""The gallery: every paper of the house can be printed, in both languages, on the pages it should take."""

import io

import pikepdf
import pytest
from django.utils import translation
from pypdf import PdfReader

from accounts.choices import Role
from config.specimens import all_specimens
from tests.factories.workshops import make_levels

PAGES = {
    "certificate": 4, "cover-slip": 2, "ballot": 2, "feedback-slip": 1, "letter": 3, "delivery-note": 3, "charts": 2,
    "register": 3, "county-map": 1, "programme": 1, "attendance-register": 1,
    "programme-festival": 2, "visit-pack": 8, "thank-you": 1,
}  # fmt: skip
SAYS = {
    "certificate": "Cheti", "cover-slip": "jalada", "ballot": "Jaji", "feedback-slip": "majaji", "letter": "Mwaliko",
    "delivery-note": "uwasilishaji", "charts": "Chati", "register": "Shule", "county-map": "Kaunti",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", all_specimens())
def test_a_specimen_prints(name):
    make_levels()
    with translation.override("sw"):
        pdf = all_specimens()[name].pdf()
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == PAGES[name]
    text = "".join(page.extract_text() for page in reader.pages)
    assert SAYS.get(name, "") in text
    assert "■" not in text
    assert reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == "sw"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert all("/FontFile2" in font for font in fonts)
        assert len(fonts) > 1


@pytest.mark.django_db
def test_the_gallery_shows_all_of_them(as_role):
    page = as_role(Role.OFFICER).get("/print/specimens/").content.decode()
    assert all(f"/print/specimens/{name}.sw.pdf" in page for name in all_specimens())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/print/specimens/nothing.en.pdf", "/print/specimens/letter.fr.pdf"])
def test_what_is_no_specimen_is_not_found(as_role, address):
    assert as_role(Role.OFFICER).get(address).status_code == 404
