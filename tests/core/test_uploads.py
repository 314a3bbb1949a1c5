"""Hostile files are refused with a sentence, and what is kept is drawn anew."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.uploads import RandomName, clean_pdf, clean_picture, kind_of


def picture(size=(60, 40), fmt="JPEG", mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode == "1" else "white" if mode != "P" else 0).save(out, fmt, **options)
    return out.getvalue()


def pdf(pages=1, **root) -> bytes:
    document = pikepdf.new()
    for _n in range(pages):
        document.add_blank_page()
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(data: bytes, name="file.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


class TestPicture:
    @pytest.mark.parametrize(
        ("fmt", "mode"),
        [
            ("JPEG", "RGB"),
            ("JPEG", "L"),
            ("JPEG", "CMYK"),
            ("PNG", "RGBA"),
            ("PNG", "P"),
            ("PNG", "1"),
            ("WEBP", "RGB"),
        ],
    )
    def test_each_kind_becomes_a_jpeg(self, fmt, mode):
        kept = Image.open(clean_picture(upload(picture(fmt=fmt, mode=mode))))
        assert (kept.format, kept.size) == ("JPEG", (60, 40))
        assert kept.mode in ("RGB", "L")

    def test_it_is_upright_and_forgets_where_it_was_taken(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # turned a quarter
        exif.get_ifd(0x8825)[1] = "S"
        exif[0x010F] = "Somebody's phone"
        kept = clean_picture(upload(picture(exif=exif)))
        shown = Image.open(kept)
        assert shown.size == (40, 60)
        assert not shown.getexif()
        assert b"phone" not in kept.read()

    def test_an_ultra_hdr_photo_is_taken(self):
        """A JPEG with a second picture behind it, as phones make since 2024."""
        out = io.BytesIO()
        photo = Image.new("RGB", (6000, 4500), "white")
        photo.save(out, "MPO", save_all=True, append_images=[Image.new("L", (60, 45))])
        assert Image.open(out).format == "MPO"
        kept = Image.open(clean_picture(upload(out.getvalue())))
        assert (kept.format, max(kept.size)) == ("JPEG", 2400)

    def test_it_is_made_smaller(self):
        assert max(Image.open(clean_picture(upload(picture((5000, 1000))), max_side=800)).size) == 800

    def test_a_hidden_tail_is_cut(self):
        tail = io.BytesIO()
        with zipfile.ZipFile(tail, "w") as archive:
            archive.writestr("evil.txt", "payload")
        assert b"payload" not in clean_picture(upload(picture() + tail.getvalue())).read()

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "empty"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a picture"),
            (b"<html><script>alert(1)</script></html>", "not a picture"),
            (b"MZ" + b"\0" * 200, "not a picture"),
            (b"%PDF-1.4 x", "not a picture"),
            (picture()[:300], "damaged"),
            (b"\xff\xd8\xff\xe0" + b"\0" * 100, "damaged"),
        ],
    )
    def test_what_is_none_is_refused(self, data, says):
        with pytest.raises(ValidationError, match=says):
            clean_picture(upload(data, "photo.jpg"))

    @pytest.mark.parametrize("size", [(10000, 10000), (30000, 30000)])
    def test_a_hundred_megapixels_in_a_small_file_are_refused(self, size):
        """The picture is never decoded: the size stands in its head."""
        head = b"\x89PNG\r\n\x1a\n"
        ihdr = b"IHDR" + size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big") + b"\x01\0\0\0\0"
        data = zlib.compress(b"\0" * 1000)
        chunks = [ihdr, b"IDAT" + data, b"IEND"]
        body = b"".join((len(c) - 4).to_bytes(4, "big") + c + zlib.crc32(c).to_bytes(4, "big") for c in chunks)
        with pytest.raises(ValidationError, match="too many pixels"):
            clean_picture(upload(head + body))

    def test_fifty_megabytes_are_refused_unread(self):
        big = upload(b"")
        big.size = 50 * 1024 * 1024
        with pytest.raises(ValidationError, match="too large: 50 MB. At most 20 MB"):
            clean_picture(big)


class TestPdf:
    def test_it_is_written_anew_without_what_acts(self):
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        data = pdf(OpenAction=script, AA=pikepdf.Dictionary(WC=script), Names=pikepdf.Dictionary(JavaScript=script))
        kept = clean_pdf(upload(data)).read()
        assert b"alert" not in kept
        with pikepdf.open(io.BytesIO(kept)) as again:
            assert not {"/OpenAction", "/AA", "/Names"} & set(again.Root.keys())
            assert len(again.pages) == 1

    def test_nothing_acts_wherever_it_hides(self):
        """In a bookmark, in the page tree, behind a page, in a picture, attached."""
        document = pikepdf.new()
        page = document.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="evil.exe")
        second = document.make_indirect(pikepdf.Dictionary(Title="b", A=launch))
        first = document.make_indirect(pikepdf.Dictionary(Title="a", A=script, Next=second))
        attached = document.make_indirect(document.make_stream(b"payload"))
        spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="a.js", EF=pikepdf.Dictionary(F=attached))
        document.Root.Outlines = document.make_indirect(pikepdf.Dictionary(First=first, Last=second, Count=2))
        document.Root.AF = pikepdf.Array([spec])
        document.Root.Pages.AA = pikepdf.Dictionary(O=script)
        document.Root.Lang = "sw"
        page.AF, page.PresSteps = pikepdf.Array([spec]), pikepdf.Dictionary(NA=script)
        form = document.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        form.AF, form.Ref = pikepdf.Array([spec]), pikepdf.Dictionary(F="http://evil.example/")
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        page.Contents = document.make_stream(b"/X Do")
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        with pikepdf.open(io.BytesIO(clean_pdf(upload(out.getvalue())).read())) as again:
            plain = io.BytesIO()
            again.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            assert set(again.Root.keys()) == {"/Type", "/Pages", "/Lang"}
            assert "/AA" not in again.Root.Pages
            assert again.pages[0].Contents.read_bytes() == b"/X Do"
        for left in (b"alert", b"evil", b"payload", b"JavaScript", b"Launch"):
            assert left not in plain.getvalue()

    def test_who_made_it_is_forgotten(self):
        document = pikepdf.new()
        document.add_blank_page()
        document.docinfo["/Author"] = "Wanjikũ, Form 3"
        out = io.BytesIO()
        document.save(out)
        assert "/Author" not in pikepdf.open(io.BytesIO(clean_pdf(upload(out.getvalue())).read())).docinfo

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"%PDF-1.4\n<script>alert(1)</script>", "damaged"),
            (b"%PDF-1.7\n" + b"\0" * 500, "damaged"),
            (picture(), "not a PDF"),
            (pdf(61), "61 pages; at most 60"),
            (b"", "empty"),
        ],
    )
    def test_what_is_none_is_refused(self, data, says):
        with pytest.raises(ValidationError) as refused:
            clean_pdf(upload(data, "essay.pdf"))
        assert says in " ".join(refused.value.messages)

    def test_a_locked_one_is_refused(self):
        document = pikepdf.new()
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        with pytest.raises(ValidationError, match="locked"):
            clean_pdf(upload(out.getvalue()))


def test_names_say_nothing():
    name = RandomName("entries")(None, "Wanjiku Form 3 essay.PDF")
    assert name.startswith("entries/")
    assert name.endswith(".pdf")
    assert "anjiku" not in name


def test_kinds_are_known_by_their_first_bytes():
    assert [kind_of(io.BytesIO(data)) for data in (picture(), picture(fmt="PNG"), pdf(), b"plain")] == [
        "jpg",
        "png",
        "pdf",
        "",
    ]
