"""Files from outside are hostile until proven otherwise: name, first bytes and a strict reader must agree.

What is kept is never what was sent: pictures are drawn anew (so no camera position, no hidden tail survives), PDFs are
written anew without scripts, attachments and metadata, or drawn as pictures (core.drawing).
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import PurePath
from typing import Any, BinaryIO

import filetype
import pikepdf
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.crypto import get_random_string
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
MAX_PIXELS = 64_000_000  # of a JPEG as sent (phones go to 50 million); it is read at reduced size
MAX_PIXELS_FLAT = 25_000_000  # of other formats, which must be read whole
MAX_SIDE = 2400  # pixels of the longer side of a picture as kept
JPEG_QUALITY = 82
MAX_PDF_PAGES = 60
MAX_PIXELS_SCANNED = 40_000_000  # of one page: A4 at 600 dots an inch has 35 million

Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow warns above this and refuses at twice as much


class LimitUploadHandler(FileUploadHandler):
    """Stops a request that announces more than the house takes, before a byte of it is stored."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Look at the announced length only.

        Raises:
            RequestDataTooBig: answered by the 413 page.
        """
        if content_length > settings.UPLOAD_LIMIT:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on to the handlers after this one."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers after this one."""


@deconstructible
class RandomName:
    """Files are kept under names that say nothing: `folder/ab/abcdef….ext`."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Any, filename: str) -> str:
        """A fresh name; of the given one only the ending is kept."""
        token = get_random_string(24, "abcdefghijklmnopqrstuvwxyz0123456789")
        return f"{self.folder}/{token[:2]}/{token}{PurePath(filename).suffix.lower()}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RandomName) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)


def kind_of(upload: BinaryIO) -> str:
    """The file's type by its first bytes: "jpg", "png", "pdf", … or "" when it is none that we know."""
    upload.seek(0)
    guess = filetype.guess(upload.read(8192))
    upload.seek(0)
    return guess.extension if guess else ""


def clean_picture(upload: Any, *, max_side: int = MAX_SIDE, limit: int = 20 * MEGABYTE) -> ContentFile:
    """A picture, drawn anew as JPEG: upright, at most `max_side` pixels, nothing of the camera in it.

    Raises:
        ValidationError: too large, not a JPEG, PNG or WebP, damaged, or more pixels than a phone makes.
    """
    _check_size(upload, limit)
    if kind_of(upload) not in {"jpg", "png", "webp"}:
        raise ValidationError(_("This is not a picture we can use. Send a JPEG or PNG, as a phone takes it."))
    try:
        with Image.open(upload) as picture:
            most = MAX_PIXELS if picture.format in {"JPEG", "MPO"} else MAX_PIXELS_FLAT  # MPO: a phone's Ultra HDR
            if picture.width * picture.height > most:
                raise ValidationError(_("This picture has too many pixels. Send it in a smaller size."))
            picture.draft("RGB", (max_side, max_side))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
            flat = _on_white(upright)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This picture has too many pixels. Send it in a smaller size.")) from error
    except Exception as error:  # a damaged picture fails in many ways; to the sender they are one
        raise ValidationError(_("This picture is damaged. Take it again, or send another copy.")) from error
    flat.info.clear()  # a comment would be written along otherwise
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name="picture.jpg")


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, without palette, without metadata."""
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.convert("L" if picture.mode in ("1", "L", "I", "I;16") else "RGB")


# What is kept of a PDF; everything else that could act, hide or tell goes, also what nobody has thought of yet.
_INHERITED = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
_KEEP_ROOT = {"/Type", "/Pages", "/Version", "/Lang", "/PageLayout"}
_KEEP_NODE = _INHERITED | {"/Kids", "/Count"}
_KEEP_PAGE = _INHERITED | {"/Contents", "/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit", "/Group"}
_HIDDEN = ("/AA", "/AF", "/Metadata", "/OPI", "/PieceInfo", "/Ref")  # in pictures and forms within a page


def clean_pdf(upload: Any, *, limit: int = 20 * MEGABYTE, max_pages: int = MAX_PDF_PAGES) -> ContentFile:
    """A PDF written anew, without scripts, forms, attachments, metadata, links to programs.

    Raises:
        ValidationError: too large, not a PDF, damaged, locked, or too many pages.
    """
    out = io.BytesIO()
    with _opened(upload, limit=limit, max_pages=max_pages) as pdf:
        _disarm(pdf)
        pdf.save(out, linearize=True)
    return ContentFile(out.getvalue(), name="document.pdf")


def check_pdf(upload: Any, *, limit: int = 20 * MEGABYTE, max_pages: int = MAX_PDF_PAGES) -> int:
    """Refuse at once a PDF whose pages cannot be drawn. Returns how many it has.

    Raises:
        ValidationError: as `clean_pdf`, or a picture in it has more pixels than a scanner makes.
    """
    with _opened(upload, limit=limit, max_pages=max_pages) as pdf:
        if any(_pixels(thing) > MAX_PIXELS_SCANNED for thing in pdf.objects):
            raise ValidationError(_("A page of this PDF has too many pixels. Scan it at 300 dots an inch."))
        pages = len(pdf.pages)
    upload.seek(0)
    return pages


def _pixels(thing: pikepdf.Object) -> Any:
    """Of a picture in a PDF, as it says itself."""
    if not isinstance(thing, pikepdf.Stream) or thing.get("/Subtype") != pikepdf.Name.Image:
        return 0
    width, height = thing.get("/Width"), thing.get("/Height")
    return width * height if isinstance(width, int | Decimal) and isinstance(height, int | Decimal) else 0


@contextmanager
def _opened(upload: Any, *, limit: int, max_pages: int) -> Iterator[pikepdf.Pdf]:
    """What is wrong with a PDF is said in a sentence."""
    _check_size(upload, limit)
    if kind_of(upload) != "pdf":
        raise ValidationError(_("This is not a PDF."))
    try:
        with pikepdf.open(upload, suppress_warnings=True) as pdf:
            if len(pdf.pages) > max_pages:
                raise ValidationError(
                    _("This PDF has %(pages)d pages; at most %(most)d are taken."),
                    params={"pages": len(pdf.pages), "most": max_pages},
                )
            if not pdf.pages:
                raise ValidationError(_("This PDF has no pages."))
            yield pdf
    except pikepdf.PasswordError as error:
        raise ValidationError(_("This PDF is locked with a password. Send it without.")) from error
    except pikepdf.PdfError as error:
        raise ValidationError(_("This PDF is damaged. Make it again, or send another copy.")) from error


def _disarm(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    nodes = {node.objgen: node for page in pdf.pages for node in _above(page.obj)}
    for page in pdf.pages:
        _keep_only(page.obj, _KEEP_PAGE)
    for node in nodes.values():
        _keep_only(node, _KEEP_NODE)
    _keep_only(pdf.Root, _KEEP_ROOT)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            for key in set(_HIDDEN) & set(thing.keys()):
                del thing[key]
    pdf.remove_unreferenced_resources()


def _keep_only(thing: pikepdf.Object, keys: set[str]) -> None:
    for key in set(thing.keys()) - keys:
        del thing[key]


def _above(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The nodes of the page tree over a page."""
    node, seen = page.get("/Parent"), set()
    while isinstance(node, pikepdf.Dictionary) and node.objgen not in seen:
        seen.add(node.objgen)
        yield node
        node = node.get("/Parent")


def _check_size(upload: Any, limit: int) -> None:
    if upload.size > limit:
        raise ValidationError(
            _("This file is too large: %(size)d MB. At most %(limit)d MB are taken."),
            params={"size": -(-upload.size // MEGABYTE), "limit": limit // MEGABYTE},
        )
    if not upload.size:
        raise ValidationError(_("This file is empty."))


Cleaner = Callable[[Any], ContentFile]
