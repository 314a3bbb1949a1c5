"""The image work of a page: turned, grey, small, looked at, hashed; beside bare Pillow, which only opens and saves it."""

import io
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from PIL import Image  # noqa: E402

from core.scans import read_scan  # noqa: E402
from tests.bench.figures import cpu_seconds, figure  # noqa: E402
from tests.core.test_scans import written  # noqa: E402

PAGES = 5


def bare(data: bytes) -> None:
    """What a loop with Pillow would do, with no gate and no hash."""
    with Image.open(io.BytesIO(data)) as picture:
        grey = picture.convert("L")
        grey.thumbnail((2000, 2000))
        grey.save(io.BytesIO(), "JPEG", quality=82)


def main() -> int:
    """Twelve megapixels, as a phone takes them."""
    page, good = written((3000, 4000)), []
    for kind, name in (("JPEG", "jpeg"), ("HEIF", "heic")):
        out = io.BytesIO()
        page.save(out, kind, quality=80)
        data = out.getvalue()
        ours = cpu_seconds(lambda data=data: [read_scan(SimpleUploadedFile("p", data)) for _n in range(PAGES)]) / PAGES
        theirs = cpu_seconds(lambda data=data: [bare(data) for _n in range(PAGES)]) / PAGES
        print(f"{name}, {len(data) // 1000} kB: {ours:.2f} s of CPU a page, bare Pillow {theirs:.2f} s")
        good.append(figure(f"scan-page-{name}", ours, "s", "<=", 1.0))
    return 0 if all(good) else 1


if __name__ == "__main__":
    raise SystemExit(main())
