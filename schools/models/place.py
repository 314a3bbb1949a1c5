"""Counties and sub-counties."""

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools.choices import SubCountyKind
from schools.querysets import CountyQuerySet

DATA = Path(__file__).resolve().parent.parent / "data"
OUTLINES = DATA / "counties.geojson"  # the counties' outlines, under their codes


class County(models.Model):
    """One row is one of Kenya's 47 counties, under its official code (001 Mombasa … 047 Nairobi)."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    iso = models.CharField(_("ISO 3166-2"), max_length=6, unique=True)
    knec_prefix = models.CharField(_("KNEC prefix"), max_length=2, unique=True)
    region = models.CharField(_("former province"), max_length=20)
    latitude = models.DecimalField(max_digits=7, decimal_places=4)
    longitude = models.DecimalField(max_digits=7, decimal_places=4)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("county")
        verbose_name_plural = _("counties")

    def __str__(self) -> str:
        return self.name


class SubCounty(models.Model):
    """One row is one sub-county of one of the two geographies; their names overlap, their borders do not."""

    county = models.ForeignKey(County, models.PROTECT, related_name="sub_counties")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=SubCountyKind.choices)
    iebc_code = models.CharField(_("IEBC code"), max_length=3, unique=True, null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("sub-county")
        verbose_name_plural = _("sub-counties")
        constraints = [models.UniqueConstraint(fields=["county", "kind", "name"], name="sub_county_once")]

    def __str__(self) -> str:
        return self.name
