"""Photographs of a visit: drawn anew, kept for those who may see them, shown to nobody else without a release."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from workshops.choices import Release
from workshops.models import Forum, Photo
from workshops.rules import can_report_forum

MOST_PHOTOS = 12  # of one visit


@transaction.atomic
def add_photo(*, photo: Photo, picture: ContentFile, by: User) -> Photo:
    """Keep a photograph that `core.uploads` has drawn anew. The same key again gives back the first one.

    Raises:
        ValidationError: the visit is still to come, it has enough already, a release names nobody, or `by` may not.
    """
    demand(can_report_forum(by, photo.forum))
    forum = Forum.objects.select_for_update().get(pk=photo.forum_id)
    sent = Photo.objects.filter(key=photo.key).first()
    if sent and sent.forum_id == forum.pk:
        return sent
    if sent:
        raise ValidationError(_("This form was used for another visit. Open the page of this visit again."))
    if not forum.has_begun or not forum.active:
        raise ValidationError(_("This visit is still to come, or was cancelled."))
    if forum.photos.kept().count() >= MOST_PHOTOS:
        raise ValidationError(_("Twelve photographs are enough. Take one out first."))
    photo.added_by = by
    if photo.release == Release.NONE:
        photo.consent_by = ""
    photo.full_clean(exclude=["picture"])
    photo.picture.save(picture.name or "picture.jpg", picture, save=False)
    photo.save()
    record(by, N_("added a photograph to"), forum, release=photo.release)
    return photo


@transaction.atomic
def remove_photo(*, photo: Photo, by: User) -> Photo:
    """Take a photograph out, as when somebody takes the consent back: the file is deleted, the row says that it was.

    Raises:
        ValidationError: `by` is not of the team.
    """
    demand(can_report_forum(by, photo.forum))
    if photo.removed_at:
        return photo
    name, storage = str(photo.picture), photo.picture.storage
    photo.picture, photo.words, photo.consent_by = "", _("taken out"), ""
    photo.release, photo.removed_at = Release.NONE, timezone.now()
    photo.save()
    transaction.on_commit(lambda: storage.delete(name))
    record(by, N_("took a photograph out of"), photo.forum)
    return photo
