"""A school or university."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.text import fold
from schools.choices import Boarding, Category, Gender, Level, Ownership, Placing
from schools.models.place import County, SubCounty
from schools.querysets import SchoolQuerySet


class School(models.Model):
    """One row is one place of learning: a secondary school, or a university with its debaters.

    Codes are text, never numbers: `uic` is the ministry's institution code (four letters or digits), `knec_code`
    the examination centre (eight digits, the first two KNEC's own number of the county), `list_code` the running
    number in the list of 2016. `schools.services` keeps `searchable` in step with the names.
    """

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.SECONDARY)
    ownership = models.CharField(_("ownership"), max_length=8, choices=Ownership.choices, blank=True)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices, blank=True)
    boarding = models.CharField(_("boarding"), max_length=8, choices=Boarding.choices, blank=True)
    category = models.CharField(_("category"), max_length=2, choices=Category.choices, blank=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="schools", verbose_name=_("county"))
    sub_county = models.ForeignKey(
        SubCounty, models.PROTECT, null=True, blank=True, related_name="schools", verbose_name=_("sub-county")
    )
    ward = models.CharField(_("ward"), max_length=60, blank=True)
    uic = models.CharField(
        _("institution code"),
        max_length=4,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{4}$", _("Four capital letters or digits, such as WE4T."))],
    )
    knec_code = models.CharField(
        _("examination centre"),
        max_length=8,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", _("Eight digits, such as 08219108."))],
    )
    list_code = models.CharField(_("number in the list of 2016"), max_length=12, null=True, blank=True, unique=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    placing = models.CharField(_("coordinates"), max_length=10, choices=Placing.choices, blank=True)
    is_open = models.BooleanField(_("open"), default=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    searchable = models.CharField(max_length=300, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("school")
        indexes = [
            # The list is asked for open schools in the order of their names: one index answers it and counts it.
            models.Index(fields=["level", "name", "id"], condition=models.Q(is_open=True), name="school_open_by_name"),
            models.Index(fields=["county", "level"], condition=models.Q(is_open=True), name="school_open_by_county"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The school's page."""
        return reverse("schools:school-detail", args=[self.pk])

    def clean_fields(self, exclude: Any = None) -> None:
        """Empty codes are no codes: many schools may lack one."""
        self.uic, self.knec_code, self.list_code = (
            self.uic or None,
            self.knec_code or None,
            self.list_code or None,
        )
        super().clean_fields(exclude=exclude)

    def make_searchable(self) -> str:
        """What the search looks through."""
        county = self.county.name
        parts = [self.name, self.short_name, county, self.ward, self.uic, self.knec_code, self.list_code]
        return fold(" ".join(filter(None, parts)))[:300]

    @property
    def full_name(self) -> str:
        """The name with the county, where a name alone would not do."""
        return f"{self.name}, {self.county.name}"

    @property
    def kind_words(self) -> str:
        """What kind of school it is, in one line."""
        words = [
            self.get_level_display(),
            self.get_gender_display(),
            self.get_boarding_display(),
            self.category,
        ]
        return " · ".join(str(word) for word in words if word)
