"""A phone as a scanner: a picture of a written page becomes grey, upright and small, and says whether it can be read.

Pure: bytes in, bytes and findings out. Nothing of the camera survives, for the page is drawn anew.
"""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.prints import page_print
from core.uploads import JPEG_QUALITY, MAX_PIXELS, MAX_PIXELS_FLAT, MEGABYTE, kind_of

pillow_heif.register_heif_opener()

PICTURES = frozenset({"jpg", "png", "webp", "heic"})
MOST_BYTES = 20 * MEGABYTE
MAX_PIXELS_HEIC = 50_000_000  # an iPhone goes to 48 million; it is read whole
PAGE_SIDE = 2000  # pixels of the longer side of a page as kept: a small hand stays legible
LOOK_SIDE = 1000  # pixels at which a page is looked at
LEAST_SIDE = 600  # of the shorter side: below, nobody reads a line
LEAST_SHARPNESS = 0.01  # spread of the Laplacian by the square of the contrast; sharp pages have ten times as much
LEAST_LIGHT = 95  # brightness of the paper, of 255
LEAST_CONTRAST = 14  # between paper and ink; below, nothing is written there


@dataclass(frozen=True)
class Scan:
    """A page as it is kept, and what was found out about it."""

    data: bytes
    size: tuple[int, int]
    sharpness: float
    light: int
    advice: tuple[str, ...]  # of "blur", "dark", "empty", "small"
    print: str  # changes little when the picture does (core.prints)


def check_scan(upload: Any) -> None:
    """Refuse at once what can be told from its first bytes; the picture itself is looked at later.

    Raises:
        ValidationError: empty, too large, no picture that a phone makes, or too many pixels.
    """
    if not upload.size:
        raise ValidationError(_("This file is empty."))
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("This file is too large: %(size)d MB. At most %(limit)d MB are taken."),
            params={"size": -(-upload.size // MEGABYTE), "limit": MOST_BYTES // MEGABYTE},
        )
    if kind_of(upload) not in PICTURES:
        raise ValidationError(_("This is not a picture we can use. Send a JPEG, PNG or HEIC, as a phone takes it."))
    try:
        with Image.open(upload) as picture:  # reads the head of the file, not the picture
            _check_pixels(picture)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This picture has too many pixels. Send it in a smaller size.")) from error
    except Exception as error:  # a damaged picture fails in many ways; to the sender they are one
        raise ValidationError(_("This picture is damaged. Take it again, or send another copy.")) from error
    finally:
        upload.seek(0)


def read_scan(upload: Any, *, colour: bool = False) -> Scan:
    """Draw a page anew, and look whether it can be read; a drawing keeps its colours.

    Raises:
        ValidationError: as `check_scan`, or the picture itself is damaged.
    """
    check_scan(upload)
    try:
        with Image.open(upload) as picture:
            page = clean_page(picture, "RGB") if colour else grey_page(picture)
    except Exception as error:
        raise ValidationError(_("This picture is damaged. Take it again, or send another copy.")) from error
    return look_at(page)


def look_at(page: Image.Image) -> Scan:
    """What is kept of a page, and what was found."""
    small = page.convert("L")
    small.thumbnail((LOOK_SIDE, LOOK_SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float32)
    dark, light = (float(value) for value in np.percentile(pixels, (1, 90)))
    contrast = light - dark
    sharpness = _laplacian(pixels) / max(contrast, 1.0) ** 2
    found = {
        "small": min(page.size) < LEAST_SIDE,
        "dark": light < LEAST_LIGHT,
        "empty": contrast < LEAST_CONTRAST,
        "blur": contrast >= LEAST_CONTRAST and sharpness < LEAST_SHARPNESS,
    }
    out = io.BytesIO()
    page.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    advice = tuple(name for name, there in found.items() if there)
    return Scan(out.getvalue(), page.size, sharpness, round(light), advice, page_print(small))


def _check_pixels(picture: Image.Image) -> None:
    most = {"JPEG": MAX_PIXELS, "MPO": MAX_PIXELS, "HEIF": MAX_PIXELS_HEIC}.get(picture.format or "", MAX_PIXELS_FLAT)
    if picture.width * picture.height > most:
        raise ValidationError(_("This picture has too many pixels. Send it in a smaller size."))


def grey_page(picture: Image.Image) -> Image.Image:
    """Upright, small, without colour and without what the camera wrote along."""
    return clean_page(picture, "L")


def clean_page(picture: Image.Image, mode: str) -> Image.Image:
    """Upright, small, in one channel or in three, without what the camera wrote along."""
    picture.draft(mode, (PAGE_SIDE, PAGE_SIDE))  # a JPEG is read at reduced size: a fourth of the time and memory
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layer = picture.convert("RGBA")
        layer.thumbnail((PAGE_SIDE, PAGE_SIDE), Image.Resampling.BOX)
        flat = Image.new("RGB", layer.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
    else:
        flat = picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")
    turned = picture.getexif().get(0x0112, 1)
    drawn = flat.convert(mode)
    drawn.thumbnail((PAGE_SIDE, PAGE_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    exif = Image.Exif()
    exif[0x0112] = turned
    clean = Image.frombytes(mode, drawn.size, drawn.tobytes())
    clean.info["exif"] = exif.tobytes()
    upright = ImageOps.exif_transpose(clean)
    upright.info.clear()
    return upright


def _laplacian(pixels: Any) -> float:
    """How far neighbours differ from their middle: the spread of the Laplacian."""
    middle = pixels[1:-1, 1:-1]
    around = pixels[1:-1, :-2] + pixels[1:-1, 2:] + pixels[:-2, 1:-1] + pixels[2:, 1:-1]
    return float((around - 4 * middle).var()) if middle.size else 0.0
