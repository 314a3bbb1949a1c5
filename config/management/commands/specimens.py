"""Writes every specimen to a folder."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from config.specimens import LANGUAGES, all_specimens, kept_folder

SMALL = "360"  # pixels of the longer side of a picture in the gallery


class Command(BaseCommand):
    """`manage.py specimens [FOLDER]`: each as PDF in both languages, and as PNG where poppler is installed."""

    help = "Write a specimen of every paper, as PDF and PNG."

    def add_arguments(self, parser: Any) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, nargs="?", default=kept_folder())
        parser.add_argument("--dpi", type=int, default=110)

    def handle(self, *args: Any, **options: Any) -> None:
        """One by one: every page as a picture, and the first one small, for the gallery."""
        folder, poppler = options["folder"], shutil.which("pdftoppm")
        folder.mkdir(parents=True, exist_ok=True)
        for code, _words in LANGUAGES:
            for name, specimen in all_specimens().items():
                path = folder / f"{name}-{code}.pdf"
                with translation.override(code):
                    path.write_bytes(specimen.pdf())
                if poppler:
                    self._draw(poppler, path, "-r", str(options["dpi"]))
                    self._draw(poppler, path, "-scale-to", SMALL, "-singlefile")
                self.stdout.write(path.name)

    @staticmethod
    def _draw(poppler: str, path: Path, *how: str) -> None:
        subprocess.run([poppler, *how, "-png", str(path), str(path.with_suffix(""))], check=True)  # noqa: S603 (ours)
