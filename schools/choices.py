"""The words of the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """What is taught there."""

    SECONDARY = "secondary", _("Secondary school")
    UNIVERSITY = "university", _("University")


class Ownership(TextChoices):
    """Who runs it."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")


class Gender(TextChoices):
    """Who may learn there."""

    BOYS = "boys", _("Boys")
    GIRLS = "girls", _("Girls")
    MIXED = "mixed", _("Mixed")


class Boarding(TextChoices):
    """Whether learners live there."""

    DAY = "day", _("Day school")
    BOARDING = "boarding", _("Boarding")
    BOTH = "both", _("Day and boarding")


class Category(TextChoices):
    """The ministry's clusters of senior schools since 2026; before: national, extra-county, county, sub-county."""

    C1 = "C1", "C1"
    C2 = "C2", "C2"
    C3 = "C3", "C3"
    C4 = "C4", "C4"


class SubCountyKind(TextChoices):
    """Two geographies that do not match: 290 constituencies, and about 395 education sub-counties."""

    CONSTITUENCY = "constituency", _("Constituency")
    EDUCATION = "education", _("Education sub-county")


class Placing(TextChoices):
    """How exactly a school's coordinates are known."""

    EXACT = "exact", _("Measured at the school")
    MATCHED = "matched", _("Taken over from a list by its name")
    SUB_COUNTY = "sub_county", _("Middle of the sub-county")
    COUNTY = "county", _("Middle of the county")


class Position(TextChoices):
    """What an adult is at a school."""

    PRINCIPAL = "principal", _("Principal")
    PATRON = "patron", _("Club patron")
    TEACHER = "teacher", _("Teacher")
