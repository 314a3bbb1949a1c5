"""The print room: every paper is an HTML template, printed in a process of its own."""

from core.pdf.imposition import imposed
from core.pdf.paper import Paper, markup
from core.pdf.press import PrintError, print_html
from core.pdf.qr import qr_svg

__all__ = ["Paper", "PrintError", "imposed", "markup", "print_html", "qr_svg"]
