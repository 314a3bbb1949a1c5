"""The print room: every paper is an HTML template, printed in a process of its own."""

from core.pdf.batch import Batch, Bound, Report
from core.pdf.imposition import imposed
from core.pdf.inlay import ScannedPaper, light_jpeg
from core.pdf.listing import Heading, Listing, Section, sections_by
from core.pdf.paper import Paper, markup
from core.pdf.press import PrintError, print_html
from core.pdf.qr import qr_svg
from core.pdf.stack import Stack
from core.pdf.suite import Suite

__all__ = [
    "Batch",
    "Bound",
    "Heading",
    "Listing",
    "Paper",
    "PrintError",
    "Report",
    "ScannedPaper",
    "Section",
    "Stack",
    "Suite",
    "imposed",
    "light_jpeg",
    "markup",
    "print_html",
    "qr_svg",
    "sections_by",
]
