"""What a school says about its works."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.models.competition import Competition
from core.uploads import RandomName
from schools.models import School


class HeadCertificate(models.Model):
    """One row is one paper on which a head teacher certifies that the works of the school are the learners' own.

    It names entries by their codes. `services.school` keeps it; a newer one takes its place.
    """

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="head_certificates")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    file = models.FileField(upload_to=RandomName("essays"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "school"], name="head_certificate_once")]

    def __str__(self) -> str:
        return str(_("Head teacher’s certificate"))
