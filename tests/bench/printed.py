"""What the print benchmark prints: a certificate, invented people, and the same page by hand."""

import io
from typing import Any

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from core.pdf import Batch, markup
from core.pdf.faces import FONTS
from core.pdf.press import Print

SHARED: dict[str, Any] = {
    "kicker": "National essay competition 2026",
    "heading": "Certificate of merit",
    "opening": "This certificate is awarded to",
    "text": "for an essay that argues with care for the dignity and equal rights of every person.",
    "signatories": [("Achieng’ Odhiambo", "Programme Director"), ("Mũgo wa Kĩbirũ", "Chair of the jury")],
    "check": "Genuine? Scan this code, or type the letters at haki.example.org/v/",
}
FIRST = "Wanjikũ Otieno Nekesa Kiprono Zawadi Barasa Achieng’ Mũthoni Halima Chebet Naliaka Mwende".split()
LAST = "Kĩmani Odhiambo Wafula Cheruiyot Mwakio Njoroge Noor Rono Musyoka Ole-Sankok Makokha Gĩchũrũ".split()
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def certificates() -> Batch:
    """The certificate of the house."""
    return Batch("core/pdf/certificate.html", SHARED, "certificates", title="Certificates", language="en")


def people(count: int):
    """Invented people, one by one."""
    for n in range(count):
        token = "".join(LETTERS[(n * 2654435761 >> shift) & 31] for shift in range(16))
        yield {
            "name": f"{FIRST[n % 12]} {LAST[n // 12 % 12]} {LAST[n // 144 % 12]}",
            "detail": f"Mũrang’a Girls’ High School No. {n % 97}, Mũrang’a County",
            "number": f"C-2026-{n:05d}",
            "typed": "-".join(token[i : i + 4] for i in range(0, 16, 4)),
            "address": f"HTTPS://HAKI.EXAMPLE.ORG/V/{token}",
        }


def print_here(html: str, *, pictures: Any = None) -> Print:
    """xhtml2pdf in this process, so that its time is counted."""
    out = io.BytesIO()
    policy = ResourceAccessPolicy.server(str(FONTS), allow_remote=False)
    pisa.CreatePDF(html, dest=out, encoding="utf-8", path=str(FONTS / "x.html"), resource_policy=policy)
    return Print(out.getvalue(), ())


def by_hand(copies, file) -> None:
    """The same page as one draws it on a ReportLab canvas: what all share in a form, the rest on each page."""
    for name in ("BarlowCondensed_700Bold", "BarlowCondensed_500Medium", "BarlowCondensed_800ExtraBold"):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    for name in ("SourceSans3_700Bold", "SourceSans3_400Regular"):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    canvas = Canvas(file, pagesize=landscape(A4))
    _background(canvas)
    for copy in copies:
        canvas.doForm("background")
        size = 38.0
        wide = pdfmetrics.stringWidth(copy["name"], "BarlowCondensed_700Bold", size)
        size = min(size, size * 191 * mm / wide)
        canvas.setFont("BarlowCondensed_700Bold", size)
        canvas.drawString(85 * mm, 333.3, copy["name"])
        canvas.setFont("SourceSans3_700Bold", 15)
        canvas.drawString(85 * mm, 285.1, copy["detail"])
        canvas.setFont("BarlowCondensed_500Medium", 9.5)
        canvas.drawRightString(284 * mm, 37.3, copy["number"])
        canvas.setFillGray(1)
        canvas.setFont("BarlowCondensed_700Bold", 10)
        canvas.drawString(9 * mm, 42.4, copy["typed"])
        canvas.rect(9 * mm, 31 * mm, 36 * mm, 36 * mm, stroke=0, fill=1)
        canvas.setFillGray(0)
        _code(canvas, copy["address"])
        canvas.showPage()
    canvas.save()


def _background(canvas: Canvas) -> None:
    canvas.beginForm("background", 0, 0, 297 * mm, 210 * mm)
    canvas.setFillColorRGB(0.04, 0.35, 0.37)
    canvas.rect(0, 0, 62 * mm, 210 * mm, stroke=0, fill=1)
    canvas.setFillGray(0.07)
    canvas.rect(62 * mm, 0, 2 * mm, 210 * mm, stroke=0, fill=1)
    canvas.rect(73 * mm, 9 * mm, 215 * mm, 192 * mm)
    canvas.setFont("BarlowCondensed_800ExtraBold", 44)
    canvas.drawString(85 * mm, 463, SHARED["heading"])
    canvas.setFont("SourceSans3_400Regular", 13)
    canvas.drawString(85 * mm, 380, SHARED["opening"])
    canvas.drawString(85 * mm, 255, SHARED["text"])
    for place, (name, title) in zip((85, 180), SHARED["signatories"], strict=True):
        canvas.drawString(place * mm, 105, name)
        canvas.drawString(place * mm, 90, title)
    canvas.endForm()


def _code(canvas: Canvas, text: str) -> None:
    matrix = segno.make(text, error="m", mask=2, micro=False).matrix
    module, path = 36 * mm / (len(matrix) + 4), canvas.beginPath()
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                up = len(matrix) + 1 - y
                path.rect(9 * mm + (start + 2) * module, 31 * mm + up * module, (x - start) * module, module)
            x += 1
    canvas.drawPath(path, stroke=0, fill=1)


COLUMNS = ("School", "Sub-county", "Ward", "Category", "Gender", "Run by", "Learners")


def schools(count: int) -> list[list[str]]:
    """Rows of a register."""
    return [
        [f"{LAST[n % 12]} Secondary School {n}", "Gatundu North", "Mang’u", "Sub-county", "Mixed", "Public", str(n)]
        for n in range(count)
    ]


def one_table(rows: list[list[str]]) -> bytes:
    """The same list as one table, laid out by xhtml2pdf."""
    widths = (54, 24, 22, 22, 16, 18, 20)
    head = "".join(f'<th style="width: {w}mm">{words}</th>' for w, words in zip(widths, COLUMNS, strict=True))
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    style = markup("core/pdf/style.css", {})
    html = f"<html><head><style>{style}</style></head><body><table class='grid'><thead><tr>{head}</tr></thead>{body}"
    return print_here(f"{html}</table></body></html>").pdf
