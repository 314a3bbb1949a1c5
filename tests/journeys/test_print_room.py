"""An officer orders certificates, watches, opens the file, prints one again; the world checks it."""

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.factories.printing import make_job


@pytest.mark.django_db
def test_from_the_order_to_the_proof(officer, sign_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = make_job(officer, ["Wanjikũ Kĩmani", "Otieno Ouma"], numbered=True)
    browser = sign_in(officer)
    assert "Certificates of May" in browser.get("/print/").content.decode()
    page = browser.get(job.get_absolute_url()).content.decode()
    address = re.search(r'href="(/print/files/\w+/[\w-]+\.pdf)"', page)[1]
    pages = PdfReader(io.BytesIO(b"".join(browser.get(address).streaming_content))).pages
    assert len(pages) == 2
    papers = browser.get(f"/print/{job.pk}/papers/?q=Otieno").content.decode()
    one = re.search(r'href="(/print/papers/\d+\.pdf)"', papers)[1]
    text = PdfReader(io.BytesIO(browser.get(one).content)).pages[0].extract_text()
    assert "Otieno Ouma" in text
    typed = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", text)[0]
    proof = Client().get(f"/v/{typed}").content.decode()
    assert "This paper is genuine" in proof
    assert "Otieno" not in proof, "the name was not among its facts"
