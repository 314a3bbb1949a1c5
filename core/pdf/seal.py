"""The signature of a PDF (PAdES). Loading this takes more than a second: `core.pdf.signing` does so when asked."""

from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter


def load_signer(key: Path, certificate: Path, chain: tuple[Path, ...], password: bytes | None) -> signers.SimpleSigner:
    """The one who signs.

    Raises:
        ValueError: when a file is missing or is not what it should be.
    """
    signer = signers.SimpleSigner.load(str(key), str(certificate), chain, password)
    if not signer:
        raise ValueError("the key or the certificate of the signature cannot be read")
    return signer


def seal(pdf: bytes, signer: signers.SimpleSigner, *, reason: str, name: str) -> bytes:
    """Add a signature that says that nothing may be changed any more. Nothing is asked of any network."""
    wanted = signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        name=name,
    )
    out = BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), wanted, signer=signer, output=out)
    return out.getvalue()
