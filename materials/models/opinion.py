"""What teachers think of a booklet."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from materials.choices import MODERATION_TONE, Moderation, Stars
from materials.models.edition import Edition
from materials.querysets import OpinionQuerySet

MAX_COMMENT = 600  # characters


class Opinion(models.Model):
    """One row is what one person thinks of one edition: one to five stars, and perhaps a comment.

    Stars count at once; a comment is shown without its writer's name, and only after an officer has read it. Whoever
    changes a comment sends it there again. `materials.services.opinions` keeps it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="opinions", verbose_name=_("booklet"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField(_("how useful it is"), choices=Stars.choices)
    comment = models.TextField(
        _("comment"), max_length=MAX_COMMENT, blank=True, validators=[MaxLengthValidator(MAX_COMMENT)]
    )
    state = models.CharField(_("state"), max_length=7, choices=Moderation.choices, default=Moderation.WAITING)
    said_at = models.DateTimeField(_("said"), default=timezone.now)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]
        verbose_name = _("opinion")
        constraints = [
            models.UniqueConstraint(fields=["edition", "by"], name="opinion_once"),
            models.CheckConstraint(name="opinion_stars", condition=models.Q(stars__gte=1, stars__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.stars}"

    def get_absolute_url(self) -> str:
        """The list of opinions, where it is read."""
        return reverse("materials:opinion-list")

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return MODERATION_TONE[Moderation(self.state)], str(self.get_state_display())
