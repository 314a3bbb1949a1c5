"""Signatures for the few papers that need one; off until the installation has a key.

A signature covers one file, so it is for papers that go out one by one. What everybody can check is the number and the
code on the paper: see `accounts.models.paper`.
"""

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.pdf.press import PrintError


def can_sign() -> bool:
    """Whether this installation has a key and a certificate."""
    return bool(settings.PDF_SIGNATURE["key"] and settings.PDF_SIGNATURE["certificate"])


@lru_cache(maxsize=1)
def _signer(key: str, certificate: str, chain: tuple[str, ...], password: str) -> Any:
    files = tuple(Path(path) for path in chain)
    load = import_module("core.pdf.seal").load_signer
    return load(Path(key), Path(certificate), files, password.encode() or None)


def signed(pdf: bytes) -> bytes:
    """The same paper with the signature of the organisation.

    Raises:
        PrintError: when the key or the certificate cannot be used.
    """
    organisation, kept = settings.ORGANISATION["name"], settings.PDF_SIGNATURE
    reason = _("Issued by %(organisation)s") % {"organisation": organisation}
    try:
        signer = _signer(kept["key"], kept["certificate"], tuple(kept["chain"]), kept["password"])
        return bytes(import_module("core.pdf.seal").seal(pdf, signer, reason=reason, name=organisation))
    except Exception as error:  # whatever the library says of a key, a file or a password: it stays in the log
        raise PrintError(f"the paper could not be signed: {type(error).__name__}") from error
