"""Certificates for thousands beside a loop of xhtml2pdf and beside drawing by hand; memory; long tables."""

import io
import os
import resource
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from PIL import Image, ImageChops  # noqa: E402

from core.pdf import Heading, Listing, Section, paper  # noqa: E402
from tests.bench.figures import cpu_seconds, figure  # noqa: E402
from tests.bench.printed import COLUMNS, by_hand, certificates, one_table, people, print_here, schools  # noqa: E402

MANY, FEW, SINGLE = 10_000, 1_000, 24


def write(count: int, path: Path) -> None:
    """A batch, from the layout to the last byte."""
    with path.open("wb") as file:
        report = certificates().write(people(count), file)
    assert (report.copies, report.singles) == (count, [])


def singles() -> None:
    """The same template, one xhtml2pdf call a person."""
    batch = certificates()
    batch.layout  # noqa: B018 (not counted twice)
    copies = list(people(SINGLE))
    taken = cpu_seconds(lambda: [batch.single(copy).pdf() for copy in copies])
    singles.each = taken / SINGLE


def peak(count: int) -> float:
    """Megabytes at the peak, of a process that prints so many and nothing else."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.bench_print", str(count)], stdout=subprocess.PIPE)
    return float(done.stdout)


def tables() -> list[bool]:
    """A list of 2,000 rows beside one xhtml2pdf table of the same look, and twice its rows beside it."""

    def taken(count: int) -> float:
        sections = [Section("", schools(count))]
        listing = Listing("Schools", [Heading(words) for words in COLUMNS], sections, "schools", language="en")
        return cpu_seconds(lambda: listing.write(io.BytesIO()))

    listed, more = taken(2000), taken(8000)
    table = cpu_seconds(lambda: one_table(schools(2000)))
    print(f"list of 2,000 rows: {listed:.2f} s of CPU, of 8,000 {more:.2f} s, one xhtml2pdf table {table:.1f} s")
    return [
        figure("list-2000-rows-against-one-table", table / listed, "times", ">=", 10),
        figure("list-8000-rows-against-2000", more / listed, "ratio", "<=", 4.4),
    ]


def pixels(folder: Path) -> int:
    """How many pixels differ, at 150 dpi, between stamped and singly printed certificates."""
    batch, copies = certificates(), list(islice(people(5000), 0, 5000, 1250))
    with (folder / "stamped.pdf").open("wb") as file:
        batch.write(copies, file)
    differ = 0
    for n, copy in enumerate(copies, 1):
        (folder / "single.pdf").write_bytes(batch.single(copy).pdf())
        pages = [raster(folder / "stamped.pdf", n), raster(folder / "single.pdf", 1)]
        differ += sum(map(any, ImageChops.difference(*pages).get_flattened_data()))
    return differ


def raster(pdf: Path, page: int) -> Image.Image:
    """A page as a picture."""
    out = pdf.with_suffix("")
    command = ["pdftoppm", "-r", "150", "-f", str(page), "-l", str(page), "-singlefile", "-png", str(pdf), str(out)]
    subprocess.run(command, check=True)
    return Image.open(out.with_suffix(".png")).convert("RGB")


def main() -> int:
    """Print the figures."""
    paper.print_html = print_here  # type: ignore[assignment]  # measured in this process
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory() as folder:
            write(int(sys.argv[1]), Path(folder) / "x.pdf")
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    met = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        singles()
        each = cpu_seconds(lambda: write(MANY, folder / "batch.pdf")) / MANY

        def hand() -> None:
            with (folder / "hand.pdf").open("wb") as file:
                by_hand(people(FEW), file)

        drawn = cpu_seconds(hand) / FEW
        print(
            f"certificate: {1000 * each:.3f} ms of CPU, one by one {1000 * singles.each:.1f}, by hand {1000 * drawn:.3f}"
        )
        met.append(figure("certificate-batch-against-single", singles.each / each, "times", ">=", 50))
        met.append(figure("certificate-batch-against-canvas", each / drawn, "ratio", "<=", 1.0))
        met.append(figure("certificate-batch-memory-10000-to-1000", peak(MANY) / peak(FEW), "ratio", "<=", 1.2))
        met += tables()
        met.append(figure("certificate-batch-pixels-that-differ", pixels(folder), "pixels", "<=", 0))
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
