"""A page is kept grey, upright and small, says whether it can be read, and a hostile file is refused with a sentence."""

import io

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from core.scans import PAGE_SIDE, check_scan, read_scan


def written(size=(900, 1200), *, seed=1, ground=235, ink=60) -> Image.Image:
    """A page as a phone sees it: lines of writing on lined paper, a little noise."""
    rng = np.random.default_rng(seed)
    page = Image.new("RGB", size, (ground,) * 3)
    draw, face = ImageDraw.Draw(page), ImageFont.load_default(size[1] // 50)
    for row, y in enumerate(range(size[1] // 20, size[1] - size[1] // 12, size[1] // 30)):
        words = " ".join(rng.permutation("a law is like the fence around our shamba says mother".split()))
        draw.text((size[0] // 12 + row % 3 * 9, y), words, fill=(ink, ink, ink + 25), font=face)
    noise = rng.normal(0, 4, (size[1], size[0], 1))
    return Image.fromarray((np.asarray(page) + noise).clip(0, 255).astype(np.uint8))


def upload(picture: Image.Image, kind="JPEG", **options) -> SimpleUploadedFile:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return SimpleUploadedFile("photo", out.getvalue())


class TestKinds:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
    def test_each_kind_becomes_a_grey_jpeg(self, kind):
        scan = read_scan(upload(written(), kind))
        kept = Image.open(io.BytesIO(scan.data))
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "L", (900, 1200))
        assert scan.advice == ()

    @pytest.mark.parametrize("mode", ["CMYK", "L"])
    def test_printers_colours_and_grey(self, mode):
        scan = read_scan(upload(written().convert(mode)))
        assert scan.advice == ()
        assert scan.light > 200  # not turned inside out

    def test_what_is_clear_stands_on_white(self):
        clear = Image.new("RGBA", (900, 1200), (0, 0, 0, 0))
        ImageDraw.Draw(clear).text((100, 100), "written", fill=(0, 0, 0, 255), font=ImageFont.load_default(90))
        assert read_scan(upload(clear, "PNG")).light == 255

    def test_it_is_turned_upright_and_says_nothing_of_the_camera(self):
        exif = Image.Exif()
        exif[0x0112], exif[0x010F] = 6, "Phone of Akinyi"
        exif.get_ifd(0x8825)[1] = "S"
        scan = read_scan(upload(written((1200, 900)), exif=exif))
        kept = Image.open(io.BytesIO(scan.data))
        assert kept.size == (900, 1200)
        assert not dict(kept.getexif())
        assert b"Akinyi" not in scan.data

    def test_a_turned_panorama_is_bounded_and_said_to_be_too_narrow(self):
        exif = Image.Exif()
        exif[0x0112] = 8
        scan = read_scan(upload(written((9000, 1200)), exif=exif))
        assert scan.size[1] == PAGE_SIDE
        assert scan.size[0] < scan.size[1]
        assert "small" in scan.advice


class TestGate:
    @pytest.mark.parametrize(
        ("page", "advice"),
        [
            (written(), ()),
            (written(ink=165, ground=225), ()),  # pencil
            (written().filter(ImageFilter.GaussianBlur(1)), ()),
            (written().filter(ImageFilter.GaussianBlur(6)), ("blur",)),
            (written().point(lambda v: v * 0.3), ("dark",)),
            (Image.new("RGB", (900, 1200), "white"), ("empty",)),
            (written((400, 540)), ("small",)),
        ],
    )
    def test_it_says_what_is_wrong_and_no_more(self, page, advice):
        assert read_scan(upload(page)).advice == advice


class TestHostile:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "empty"),
            (b"MZ not a picture", "not a picture we can use"),
            (b"<svg onload=alert(1)>", "not a picture we can use"),
            (b"%PDF-1.7 nothing", "not a picture we can use"),
            (b"GIF89a" + b"\0" * 50, "not a picture we can use"),
        ],
    )
    def test_wrong_types_are_refused_at_once(self, data, says):
        with pytest.raises(ValidationError, match=says):
            check_scan(SimpleUploadedFile("page.jpg", data))

    def test_a_hundred_megapixels_are_refused_before_they_are_read(self):
        with pytest.raises(ValidationError, match="too many pixels"):
            check_scan(upload(Image.new("L", (11_600, 8_700), 255)))
        with pytest.raises(ValidationError, match="too many pixels"):
            check_scan(upload(Image.new("1", (20_000, 20_000)), "PNG"))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
    def test_a_torn_picture_is_refused(self, kind):
        whole = upload(written(), kind).read()
        for end in (300, len(whole) // 2):
            with pytest.raises(ValidationError, match="damaged|not a picture"):
                read_scan(SimpleUploadedFile("page", whole[:end]))
