"""Classes, which change their names from year to year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools.querysets import ClassLevelQuerySet


class ClassLevel(models.Model):
    """One row is one class of secondary school, in the years in which it exists.

    The last Form 1 began in 2024; Grade 10 replaces it from 2026 on, so that 2028 has Grades 10 to 12 only. Source:
    the ministry's transition calendar to competency-based senior school.
    """

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=20)
    order = models.PositiveSmallIntegerField(unique=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)

    objects = ClassLevelQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("class")
        verbose_name_plural = _("classes")

    def __str__(self) -> str:
        return self.name
