"""How often booklets are taken."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guards import AppendOnly
from materials.choices import PaperForm
from materials.models.edition import Edition
from materials.querysets import DownloadQuerySet
from schools.models import School


class Download(models.Model):
    """One row is one download: which edition, in which form, on which day, for which school if we know.

    It knows no person and no address. `materials.services.downloads.count_download` writes it.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="downloads", verbose_name=_("booklet"))
    form = models.CharField(_("form"), max_length=8, choices=PaperForm.choices)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="downloads", verbose_name=_("school")
    )
    day = models.DateField(_("day"), default=timezone.localdate)

    objects = DownloadQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("download")
        indexes = [models.Index(fields=["school", "edition"]), models.Index(fields=["-day", "-id"])]

    def __str__(self) -> str:
        return f"{self.edition} {self.form} {self.day}"
