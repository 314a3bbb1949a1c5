"""Kept files on their way out: only through a view that has checked who asks, whole or in part.

A download that breaks off is resumed where it stopped (`Range`), and only if the file is still the same (`If-Range`);
a file that the browser has already is not sent again (`If-None-Match`).
"""

import re
from collections.abc import Iterator

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def starts_at_the_beginning(request: HttpRequest) -> bool:
    """Whether a request asks for a file from its first byte, and does not only go on with it or ask about it."""
    wanted = request.headers.get("Range", "")
    return request.method == "GET" and (not wanted or wanted.replace(" ", "").startswith("bytes=0-"))


def kept_file(
    request: HttpRequest, file: File, *, etag: str, size: int, name: str, content_type: str = "application/pdf"
) -> HttpResponseBase:
    """A kept file as an answer: 200 whole, 206 a part, 304 nothing new, 416 no such part.

    Args:
        request: Who asks for what part.
        file: The file in private storage; its address is never shown.
        etag: What changes when the file does, such as its digest.
        size: Its bytes.
        name: What it is called on the reader's device.
        content_type: What it is.
    """
    tag = f'"{etag}"'
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if tag in [given.strip() for given in request.headers.get("If-None-Match", "").split(",")]:
        return HttpResponse(status=304, headers=headers)
    wanted = request.headers.get("Range", "").replace(" ", "")
    if not wanted or request.headers.get("If-Range", tag) != tag:
        return _send(request, file, 0, size, 200, headers, content_type)
    part = _part(wanted, size)
    if part is None:  # several parts, or a unit that we do not know: the whole file is a right answer
        return _send(request, file, 0, size, 200, headers, content_type)
    start, end = part
    if start >= end:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return _send(request, file, start, end, 206, headers, content_type)


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """[start, end) of a `Range` header; an empty one where no byte fits; nothing where it is not understood."""
    found = _RANGE.fullmatch(wanted)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    return (start, end) if start < size else (size, size)


def _send(
    request: HttpRequest,
    file: File,
    start: int,
    end: int,
    status: int,
    headers: dict[str, str],
    content_type: str,
) -> HttpResponseBase:
    headers = {**headers, "Content-Length": str(end - start)}
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    return StreamingHttpResponse(
        _pieces(file, start, end - start), status=status, headers=headers, content_type=content_type
    )


def _pieces(file: File, start: int, left: int) -> Iterator[bytes]:
    """So much of a file from there on, a small piece at a time: memory stays flat whatever its size."""
    with file.open("rb") as opened:
        opened.seek(start)
        while left > 0:
            piece = opened.read(min(CHUNK, left))
            if not piece:
                return
            left -= len(piece)
            yield piece
