"""What is printed for a competition: for those who take part, for those who judge, for the office."""

from competitions.essays.pdf.advice import advice_orders, advice_slip
from competitions.essays.pdf.anthology import anthology
from competitions.essays.pdf.entry import (
    SLIPS,
    certificate,
    certificate_fields,
    certificate_orders,
    certificates,
    consent_form,
    cover_slips,
    head_certificate,
)
from competitions.essays.pdf.office import county_table, mark_sheets
from competitions.essays.pdf.pack import judging_pack
from competitions.essays.pdf.school import school_order, school_papers
from competitions.essays.pdf.service import service_certificate, service_orders
from competitions.essays.pdf.specimens import specimens

__all__ = [
    "SLIPS",
    "advice_orders",
    "advice_slip",
    "anthology",
    "certificate",
    "certificate_fields",
    "certificate_orders",
    "certificates",
    "consent_form",
    "county_table",
    "cover_slips",
    "head_certificate",
    "judging_pack",
    "mark_sheets",
    "school_order",
    "school_papers",
    "service_certificate",
    "service_orders",
    "specimens",
]
