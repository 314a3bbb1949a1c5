"""Photographs of a visit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.uploads import RandomName
from workshops.choices import Release
from workshops.models.forum import Forum
from workshops.querysets import PhotoQuerySet


class Photo(models.Model):
    """One row is one photograph of a visit, drawn anew without what the camera wrote into it.

    `key` comes from the form: the same picture sent twice over a bad network is one row. Only a released one ever
    leaves the house. `workshops.services.photo` keeps it; one that was taken out has no file any more.
    """

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="photos")
    key = models.UUIDField(unique=True)
    picture = models.ImageField(_("photograph"), upload_to=RandomName("visit"), blank=True)
    words = models.CharField(_("what it shows"), max_length=160)
    release = models.CharField(_("release"), max_length=8, choices=Release.choices, default=Release.NONE)
    consent_by = models.CharField(_("who agreed"), max_length=160, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="photo_release_by_somebody",
                condition=~Q(release=Release.FORM) | ~Q(consent_by=""),
                violation_error_message=_("Say who agreed."),
            )
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """The visit."""
        return self.forum.get_absolute_url()

    @property
    def url(self) -> str:
        """The picture, for the team and the office."""
        return reverse("workshops:photo-file", args=[self.forum_id, self.pk])

    @property
    def is_public(self) -> bool:
        """Whether it may be shown outside the house."""
        return self.release in (Release.FORM, Release.NOBODY) and self.removed_at is None

    @property
    def chip(self) -> tuple[str, str]:
        """Whether it may be shown, as (tone, words)."""
        return ("done" if self.is_public else "stop"), str(self.get_release_display())
