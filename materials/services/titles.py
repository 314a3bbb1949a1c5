"""Titles, and the beginning of an edition."""

from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from materials.choices import Language
from materials.models import Edition, Picture, Section, Title, Writer
from materials.rules import can_write_booklets
from materials.services.draft import hold_draft, keep_version


@transaction.atomic
def create_title(*, title: Title, by: User) -> Title:
    """A new booklet, still without an edition.

    Raises:
        ValidationError: the code is taken, or `by` may not.
    """
    demand(can_write_booklets(by))
    title.full_clean()
    title.save()
    record(by, N_("created the title"), title, code=title.code)
    return title


@transaction.atomic
def change_title(*, title: Title, by: User) -> Title:
    """Other words for a title; its code stays once something was published, because it stands on paper.

    Raises:
        ValidationError: the code is printed already, or `by` may not.
    """
    demand(can_write_booklets(by))
    before = Title.objects.get(pk=title.pk)
    if before.code != title.code and title.editions.published().exists():
        raise ValidationError({"code": _("This code stands on printed booklets. It stays.")})
    title.full_clean()
    title.save()
    record(by, N_("changed the title"), title, archived=title.archived)
    return title


@transaction.atomic
def start_edition(*, title: Title, language: Language | str, name: str = "", by: User) -> Edition:
    """The next edition in a language, as a draft: with the sections and pictures of the current one, if there is one.

    Raises:
        ValidationError: there is a draft in this language already, or `by` may not.
    """
    demand(can_write_booklets(by))
    same = title.editions.filter(language=language)
    current = same.current().first()
    number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition(title=title, language=language, number=number, started_by=by, changed_at=timezone.now())
    edition.name = name or (current.name if current else title.name)
    edition.subtitle = current.subtitle if current else ""
    edition.full_clean()
    edition.save()
    Writer.objects.create(edition=edition, user=by)
    if current:
        _copy_parts(current, edition, by)
    record(by, N_("started the edition"), edition, language=language, number=number)
    return edition


def _copy_parts(source: Edition, edition: Edition, by: User) -> None:
    """The sections, and the pictures with the files that both then share."""
    for old in source.chapters:
        section = Section(edition=edition, kind=old.kind, order=old.order, heading=old.heading, text=old.text)
        section.save()
        keep_version(section=section, by=by)
    Picture.objects.bulk_create(
        Picture(
            edition=edition,
            number=old.number,
            file=old.file.name,
            width=old.width,
            height=old.height,
            alt=old.alt,
            credit=old.credit,
        )
        for old in source.pictures.all()
    )


@transaction.atomic
def change_edition(*, edition: Edition, by: User) -> Edition:
    """Another name or another line on the cover of a draft.

    Raises:
        ValidationError: it is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    edition.full_clean()
    hold_draft(edition=edition, by=by)
    Edition.objects.filter(pk=edition.pk).update(name=edition.name, subtitle=edition.subtitle)
    edition.refresh_from_db()
    record(by, N_("changed the edition"), edition)
    return edition


@transaction.atomic
def discard_edition(*, edition: Edition, by: User) -> None:
    """Throw a draft away with all that was written in it; files that no other edition shows go too.

    Raises:
        ValidationError: it is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    if not Edition.objects.drafts().filter(pk=edition.pk).update(changed_at=timezone.now()):
        raise ValidationError(_("A published edition never changes. Start the next one."))
    names = set(edition.pictures.values_list("file", flat=True))
    own = {str(file.name) for file in (edition.ready, edition.thumbnail) if file}
    record(by, N_("discarded the draft"), edition, sections=edition.sections.count())
    edition.delete()
    for name in own | names - set(Picture.objects.filter(file__in=names).values_list("file", flat=True)):
        transaction.on_commit(partial(default_storage.delete, name))
