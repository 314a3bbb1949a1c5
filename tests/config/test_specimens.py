"""The gallery: every paper of the house can be printed, in both languages, on the pages it should take."""

import io

import pikepdf
import pytest
from django.core.management import call_command
from django.utils import translation
from pypdf import PdfReader

from accounts.choices import Role
from config.management.commands import specimens as specimens_command
from config.specimens import all_specimens
from tests.factories.workshops import make_levels

PAGES = {
    "certificate": 4, "cover-slip": 2, "ballot": 2, "feedback-slip": 1, "letter": 3, "delivery-note": 3, "charts": 2,
    "register": 3, "county-map": 1, "programme": 1, "attendance-register": 1, "booklet-a4": 9, "booklet-a5": 14,
    "booklet-sheets": 8, "booklet-phone": 18, "booklet-large": 15, "consent-form": 1, "essay-certificate": 4, "essay-feedback": 2, "essay-service": 3, "school-papers": 4, "mark-sheets": 8, "essay-counties": 1, "draw": 2, "debate-ballots": 2,
    "blank-ballot": 1, "room-signs": 2, "standings": 6, "debate-certificate": 2,
    "programme-festival": 2, "visit-pack": 8, "thank-you": 1,
    "judging-pack": 10, "anthology": 9,
}  # fmt: skip
SAYS = {
    "certificate": "Cheti", "cover-slip": "jalada", "ballot": "Jaji", "feedback-slip": "majaji", "letter": "Mwaliko",
    "delivery-note": "uwasilishaji", "charts": "Chati", "register": "Shule", "county-map": "Kaunti",
    "booklet-a4": "Haki zako shuleni", "booklet-sheets": "Haki zako shuleni", "booklet-phone": "Yaliyomo",
    "consent-form": "mlezi", "essay-certificate": "Cheti", "essay-feedback": "waamuzi", "essay-service": "huduma", "school-papers": "Mwalimu Mkuu",
    "mark-sheets": "Karatasi za alama", "essay-counties": "Shindano kwa kaunti", "draw": "jopo", "blank-ballot": "Jaji", "standings": "Timu",
    "debate-certificate": "Cheti", "judging-pack": "Insha ya 1", "anthology": "Yaliyomo",
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


@pytest.mark.django_db
def test_the_command_writes_all_as_pdf_and_png_and_the_gallery_shows_them(as_role, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    few = {name: specimen for name, specimen in all_specimens().items() if name in ("letter", "certificate")}
    monkeypatch.setattr(specimens_command, "all_specimens", lambda: few)
    browser = as_role(Role.OFFICER)
    assert "manage.py specimens" in browser.get("/print/specimens/").content.decode()
    assert browser.get("/print/specimens/letter.en.png").status_code == 404
    call_command("specimens", "--dpi", "20", stdout=io.StringIO())
    names = {path.name for path in (tmp_path / "specimens").iterdir()}
    assert {"letter-en.pdf", "letter-sw.pdf", "letter-en.png", "letter-en-1.png", "certificate-sw-4.png"} <= names
    page = browser.get("/print/specimens/").content.decode()
    assert "manage.py specimens" not in page
    assert "A4 · 3 pages" in page
    assert "/print/specimens/letter.en.png" in page
    picture = browser.get("/print/specimens/letter.en.png")
    assert picture.headers["Content-Type"] == "image/png"
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert as_role(Role.TEACHER).get("/print/specimens/letter.en.png").status_code == 403
