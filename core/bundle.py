"""A ZIP of kept files and pages, in the same bytes whenever the same things are packed."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO

from core.epub import EPOCH
from core.files import CHUNK

# What is compressed already is stored as it is: packing stays quick.
_PACKED = (".pdf", ".epub", ".jpg", ".zip")


def write_bundle(files: Iterable[tuple[str, Any]], *, folder: str) -> BinaryIO:
    """Pack (name, bytes or a kept file) under one folder, with a list of their SHA-256 digests.

    It is written to a file of the system that is gone when it is closed: memory stays flat, however much is packed.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    digests = []
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            digest = hashlib.sha256()
            with archive.open(_entry(f"{folder}/{name}"), "w") as target:
                for piece in _pieces(content):
                    digest.update(piece)
                    target.write(piece)
            digests.append(f"{digest.hexdigest()}  {name}\n")
        with archive.open(_entry(f"{folder}/checksums.txt"), "w") as target:
            target.write("".join(digests).encode())
    out.seek(0)
    return out


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _pieces(content: Any) -> Iterable[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as opened:
        yield from iter(lambda: opened.read(CHUNK), b"")
