"""What is printed of the register."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.charts import Chart, areas
from core.maps import outlines
from core.pdf import Heading, Listing, Paper, sections_by
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT, Specimen
from schools.models.place import OUTLINES

MAP_STEPS = (1, 100, 200, 300)
WIDE = 86  # mm of the map


def county_chart(values: Mapping[str, float], title: str) -> Chart:
    """A map of one figure a county."""
    return areas(title, outlines(OUTLINES), values, limits=MAP_STEPS, headings=(_("County"), _("Schools")))


def county_paper(values: Mapping[str, float]) -> Paper:
    """The schools of each county, as a map and as a table."""
    chart = county_chart(values, _("Secondary schools by county"))
    shown = [(chart, WIDE, round(WIDE * chart.share, 1))]
    return Paper("core/pdf/charts.html", {"heading": _("Schools by county"), "charts": shown}, "counties")


def _specimen_map() -> Paper:
    return county_paper({shape.code: (int(shape.code) * 37) % 520 for shape in outlines(OUTLINES).shapes})


def _specimen_register() -> Listing:
    columns = (_("School"), _("Sub-county"), _("Ward"), _("Category"), _("Gender"), _("Run by"))
    rows = [
        (
            ("Mũrang’a", "Nyĩrĩ", "Taita-Taveta")[n // 40],
            (
                f"Specimen Secondary School No. {n + 1}" if n % 30 else f"{LONG_NAME} {RIGHT_TO_LEFT}",
                "Gatundu North",
                "Mang’u",
                _("Sub-county"),
                _("Mixed"),
                _("Public"),
            ),
        )
        for n in range(100)
    ]
    headings = [Heading(words) for words in columns]
    return Listing(_("Schools"), headings, sections_by(rows), "schools", lead=_("The register of secondary schools."))


def specimens() -> tuple[Specimen, ...]:
    """What the register prints."""
    return (
        Specimen("register", gettext_lazy("School register"), _specimen_register),
        Specimen("county-map", gettext_lazy("Schools by county"), _specimen_map),
    )
