"""A signed paper: whole and trusted by who knows the authority, broken by one flipped byte, off without a key."""

import io
import subprocess
import sys

import pytest
from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from core.pdf import PrintError
from core.pdf.signing import _signer, can_sign, signed
from core.pdf.specimens import charts
from tests.factories.signing import make_key


@pytest.fixture(params=[b"", b"a word"], ids=["plain", "password"])
def authority(request, settings, tmp_path):
    settings.PDF_SIGNATURE, root = make_key(tmp_path, request.param)
    _signer.cache_clear()
    yield Certificate.load(pem.unarmor(root)[2])
    _signer.cache_clear()


def status_of(pdf: bytes, authority):
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[authority], allow_fetching=False))


def test_a_signed_paper_is_whole_trusted_and_closed(authority):
    assert can_sign()
    plain = charts().pdf()
    pdf = signed(plain)
    status = status_of(pdf, authority)
    assert (status.valid, status.intact, status.trusted, status.bottom_line) == (True, True, True, True)
    assert status.docmdp_ok
    assert len(pdf) - len(plain) < 25_000
    assert PdfReader(io.BytesIO(pdf)).pages[0].extract_text() == PdfReader(io.BytesIO(plain)).pages[0].extract_text()


def test_one_flipped_byte_is_noticed(authority):
    pdf = bytearray(signed(charts().pdf()))
    pdf[len(pdf) // 3] ^= 1
    assert not status_of(bytes(pdf), authority).intact


def test_another_authority_is_not_trusted(authority, tmp_path):
    (tmp_path / "other").mkdir()
    other = Certificate.load(pem.unarmor(make_key(tmp_path / "other")[1])[2])
    status = status_of(signed(charts().pdf()), other)
    assert status.intact
    assert not status.trusted


def test_a_key_that_is_gone_is_a_print_error_that_says_no_path(authority, settings):
    settings.PDF_SIGNATURE = {**settings.PDF_SIGNATURE, "key": "/nowhere/key.pem"}
    with pytest.raises(PrintError) as caught:
        signed(charts().pdf())
    assert "nowhere" not in str(caught.value)


def test_without_a_key_nothing_is_signed_and_nothing_is_loaded():
    assert not can_sign()
    code = "import sys, core.pdf.signing; sys.exit('pyhanko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
