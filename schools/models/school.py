"""A school or university."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.text import fold
from schools.choices import (
    Boarding,
    Category,
    Gender,
    Level,
    OldCategory,
    Ownership,
    Placing,
    Provision,
    name_key,
)
from schools.models.place import County, SubCounty
from schools.querysets import SchoolQuerySet

# What a version of a record keeps.
TRACKED = (
    "name", "short_name", "level", "ownership", "gender", "boarding", "category", "old_category", "provision",
    "disabilities", "county_id", "sub_county_id", "education_sub_county_id", "ward", "uic", "knec_code", "list_code",
    "latitude", "longitude", "placing", "placing_score", "placed_by", "placing_refused", "is_open", "source",
    "merged_into_id",
)  # fmt: skip


class School(models.Model):
    """One row is one place of learning: a secondary school, or a university with its debaters.

    Codes are text, never numbers: `uic` is the ministry's institution code (four letters or digits), `knec_code`
    the examination centre (eight digits, the first two KNEC's own number of the county), `list_code` the running
    number in the list of 2016. `sub_county` is the constituency, `education_sub_county` the ministry's own: the two
    do not match. `schools.services` keeps `searchable` and `name_key` in step with the names, and `version` grows
    with each change.
    """

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.SECONDARY)
    ownership = models.CharField(_("ownership"), max_length=8, choices=Ownership.choices, blank=True)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices, blank=True)
    boarding = models.CharField(_("boarding"), max_length=8, choices=Boarding.choices, blank=True)
    category = models.CharField(_("category"), max_length=2, choices=Category.choices, blank=True)
    old_category = models.CharField(_("category until 2025"), max_length=8, choices=OldCategory.choices, blank=True)
    provision = models.CharField(_("special needs"), max_length=10, choices=Provision.choices, blank=True)
    disabilities = models.CharField(
        _("provides for"),
        max_length=20,
        blank=True,
        help_text=_("HI hearing, VI visual, PH physical impairment, such as “HI VI”."),
    )
    county = models.ForeignKey(County, models.PROTECT, related_name="schools", verbose_name=_("county"))
    sub_county = models.ForeignKey(
        SubCounty, models.PROTECT, null=True, blank=True, related_name="schools", verbose_name=_("constituency")
    )
    education_sub_county = models.ForeignKey(
        SubCounty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="education_schools",
        verbose_name=_("education sub-county"),
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
    placing_score = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    placed_by = models.CharField(max_length=160, blank=True, editable=False)  # the entry of the list it was taken from
    placing_refused = models.JSONField(default=list, blank=True, editable=False)  # entries that are not this school
    is_open = models.BooleanField(_("open"), default=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    name_key = models.CharField(max_length=120, editable=False, blank=True)
    searchable = models.CharField(max_length=400, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("school")
        indexes = [
            # The list is asked for open schools in the order of their names: one index answers it and counts it.
            models.Index(fields=["level", "name", "id"], condition=models.Q(is_open=True), name="school_open_by_name"),
            models.Index(fields=["county", "level"], condition=models.Q(is_open=True), name="school_open_by_county"),
            models.Index(fields=["county", "name_key"], condition=models.Q(is_open=True), name="school_by_key"),
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

    def make_searchable(self, other_names: Iterable[str] = ()) -> str:
        """What the search looks through; the key of the name is made with it."""
        self.name_key = name_key(self.name)
        county = self.county.name
        parts = [self.name, self.short_name, county, self.ward, self.uic, self.knec_code, self.list_code]
        return fold(" ".join(filter(None, [*parts, *other_names])))[:400]

    @classmethod
    def get_hanging(cls) -> list[Any]:
        """All relations by which rows of any app hang on a school, those without a name of their own too."""
        return [one for one in cls._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]

    def state(self) -> dict[str, Any]:
        """The record as plain values, as versions keep it."""
        found = {}
        for name in TRACKED:
            value = getattr(self, name)
            found[name] = str(value) if isinstance(value, Decimal) else value
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Put values of a `state` back."""
        for name, value in values.items():
            decimal = name in {"latitude", "longitude"} and value is not None
            setattr(self, name, Decimal(value) if decimal else value)

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
