"""What is printed for a competition."""

from competitions.essays.pdf.anthology import anthology
from competitions.essays.pdf.anthology import specimens as _of_anthologies
from competitions.essays.pdf.pack import judging_pack
from competitions.essays.pdf.pack import specimens as _of_packs
from competitions.essays.pdf.papers import (
    certificate,
    certificate_fields,
    certificate_orders,
    certificates,
    consent_form,
    cover_slips,
    head_certificate,
)
from competitions.essays.pdf.papers import specimens as _of_papers
from core.pdf.specimens import Specimen

__all__ = [
    "anthology",
    "certificate",
    "certificate_fields",
    "certificate_orders",
    "certificates",
    "consent_form",
    "cover_slips",
    "head_certificate",
    "judging_pack",
    "specimens",
]


def specimens() -> tuple[Specimen, ...]:
    """What a competition prints."""
    return (*_of_papers(), *_of_packs(), *_of_anthologies())
