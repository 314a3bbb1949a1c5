"""Several papers in one file, copy after copy: a letter, then for each learner a slip and a certificate."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO, Any

import pikepdf

from core.pdf.batch import Batch, Bound, Copy, Report
from core.pdf.paper import Paper

PART = "part"  # the field in which a copy says of which part it is


@dataclass(frozen=True)
class Suite:
    """Batches whose copies follow each other in one file; each page keeps its own size.

    Args:
        parts: The papers; a copy says in its field `part` (a number from 0) which of them it is.
        name: The file name, which says nothing of a person.
        title: What the document calls itself.
        language: Its language; a part may have another.
    """

    parts: Sequence[Batch]
    name: str
    title: str
    language: str

    def single(self, copy: Copy) -> Paper:
        """One copy as an ordinary paper."""
        return self.parts[int(copy[PART])].single(copy)

    def write(
        self, copies: Iterable[Copy], file: IO[bytes], tell: Callable[[int, Bound], bool] | None = None
    ) -> Report:
        """All copies in one file, in their order.

        Args:
            copies: The copies; it must be possible to hold all their pages.
            file: Where the document goes.
            tell: Is told of each copy, and says whether to go on; when it says no, nothing is written.

        Raises:
            PrintError: when a part cannot be printed.
        """
        report, order = Report(), list[int]()
        parts = [replace(part, across=1, down=1) for part in self.parts]  # a page a copy
        held: dict[int, tuple[BytesIO, Any]] = {}
        for number, copy in enumerate(copies):
            part = int(copy[PART])
            if part not in held:
                out = BytesIO()
                held[part] = (out, parts[part].binding(out))
            bound = parts[part].bind(held[part][1], copy)
            report.note(bound)
            if bound != Bound.FAILED:
                order += [part] * len(parts[part].layout.backgrounds)
            if tell and not tell(number, bound):
                return report
        self._join(order, held, file)
        return report

    def _join(self, order: Sequence[int], held: dict[int, tuple[BytesIO, Any]], file: IO[bytes]) -> None:
        """Take the pages of the parts in their order."""
        for _out, binding in held.values():
            binding.finish()
        opened = {part: pikepdf.open(out) for part, (out, _binding) in held.items()}
        pages: dict[int, Iterator[pikepdf.Page]] = {part: iter(pdf.pages) for part, pdf in opened.items()}
        with pikepdf.new() as whole:
            for part in order:
                whole.pages.append(next(pages[part]))
            whole.docinfo["/Title"] = self.title
            whole.Root.Lang = pikepdf.String(self.language)
            whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
            out = BytesIO()
            whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            file.write(out.getvalue())
        for pdf in opened.values():
            pdf.close()
