"""A paper for a few people, printed while one waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from django.http import HttpResponse

from core.pdf.batch import Batch, Copy
from core.pdf.paper import pdf_response
from core.pdf.suite import Suite


@dataclass(frozen=True)
class Stack:
    """A batch with its copies, few enough to be printed while one waits; without any, one that is filled in by hand."""

    batch: Batch | Suite
    copies: Sequence[Copy]

    def pdf(self) -> bytes:
        """All of them in one file.

        Raises:
            PrintError: when they cannot be printed.
        """
        out = BytesIO()
        self.batch.write(self.copies or ({},), out)
        return out.getvalue()

    def response(self, *, download: bool = False) -> HttpResponse:
        """The file as an answer."""
        return pdf_response(self.pdf(), self.batch.name, download=download)
