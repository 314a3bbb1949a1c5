"""The image work of a page: turned, grey, small, looked at, its print; beside bare Pillow, which only opens and saves it.

The page is of twelve megapixels, as a phone takes it, lying on its side, as JPEG and as HEIC. A page of a scanned PDF,
A4 at 300 dots an inch, is drawn and looked at; beside bare pypdfium2, which only draws it.
"""

import io
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from PIL import Image  # noqa: E402
from pypdfium2 import PdfDocument  # noqa: E402

from core.drawing import draw_pages  # noqa: E402
from core.prints import page_print  # noqa: E402
from core.scans import grey_page, look_at, read_scan  # noqa: E402
from tests.bench.figures import cpu_seconds, figure  # noqa: E402
from tests.core.test_scans import written  # noqa: E402

PAGES = 3
# Of the encoder, which is not measured: it is quick, and does not wait for threads that other work holds.
QUICK = {"preset": "ultrafast", "x265:pools": "none", "x265:frame-threads": "1", "x265:wpp": "0"}


def bare(data: bytes) -> None:
    """What a loop with Pillow would do, with no gate and no print."""
    with Image.open(io.BytesIO(data)) as picture:
        grey = picture.convert("L")
        grey.thumbnail((2000, 2000))
        grey.save(io.BytesIO(), "JPEG", quality=82)


def drawn(data: bytes) -> Image.Image:
    """Read, turned upright, grey, small."""
    with Image.open(io.BytesIO(data)) as picture:
        return grey_page(picture)


def measured(name: str, data: bytes) -> bool:
    """All of it and its steps, in CPU seconds a page."""
    whole = cpu_seconds(lambda: read_scan(SimpleUploadedFile("p", data)), repeat=PAGES)
    theirs = cpu_seconds(lambda: bare(data), repeat=PAGES)
    page = drawn(data)
    reading = cpu_seconds(lambda: drawn(data), repeat=PAGES)
    prints = cpu_seconds(lambda: page_print(page), repeat=PAGES)
    gate = cpu_seconds(lambda: look_at(page), repeat=PAGES) - prints
    print(f"{name}, {len(data) // 1000} kB: {whole:.2f} s of CPU a page, bare Pillow {theirs:.2f} s")
    print(f"  read, upright, grey, small {reading:.2f} s; quality gate and saving {gate:.2f} s; print {prints:.2f} s")
    return figure(f"scan-page-{name}", whole, "s", "<=", 1.0)


def of_pdf(data: bytes) -> bool:
    """A page of a PDF, drawn and looked at."""

    def whole() -> None:
        for page in draw_pages(io.BytesIO(data), pages=1):
            look_at(page)

    def theirs() -> None:
        with PdfDocument(data) as opened:
            page = opened[0]
            page.render(scale=2000 / max(page.get_size())).close()

    taken, bare_one = cpu_seconds(whole, repeat=PAGES), cpu_seconds(theirs, repeat=PAGES)
    print(f"pdf, {len(data) // 1000} kB: {taken:.2f} s of CPU a page, bare pypdfium2 {bare_one:.2f} s")
    return figure("scan-page-pdf", taken, "s", "<=", 1.0)


def main() -> int:
    """A page in each of the kinds that phones send, and one from a scanner."""
    exif = Image.Exif()
    exif[0x0112] = 6
    page, good = written((4000, 3000)), []
    for kind, name, options in (
        ("JPEG", "jpeg", {"quality": 80}),
        ("HEIF", "heic", {"quality": 60, "enc_params": QUICK}),
    ):
        out = io.BytesIO()
        page.save(out, kind, **options, exif=exif)
        good.append(measured(name, out.getvalue()))
    out = io.BytesIO()
    written((2480, 3508)).save(out, "PDF", resolution=300)
    good.append(of_pdf(out.getvalue()))
    return 0 if all(good) else 1


if __name__ == "__main__":
    raise SystemExit(main())
