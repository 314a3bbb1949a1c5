"""Writing a draft: sections and pictures. Two people may write at once, and nothing that either typed is lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from PIL import Image

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from core.uploads import clean_picture
from materials.choices import Kind, Way
from materials.models import Edition, Picture, Section, SectionVersion
from materials.rules import can_write_booklets
from materials.services.draft import hold_draft, keep_version

CONFLICT = "conflict"  # the code of the refusal when somebody else has saved in the meantime
PICTURE_SIDE = 1400  # pixels of the longer side of a picture as kept: sharp over the width of an A4 page
MOST_SECTIONS, MOST_PICTURES = 60, 60


@transaction.atomic
def add_section(
    *, edition: Edition, heading: str, text: str, kind: Kind = Kind.CHAPTER, key: UUID | None = None, by: User
) -> Section:
    """One more section at the end of its kind. The same key again gives back the section that is there.

    Raises:
        ValidationError: the edition is published, it has too many sections, or `by` may not.
    """
    demand(can_write_booklets(by))
    there = edition.sections.filter(key=key).first() if key else None
    if there:
        return there
    hold_draft(edition=edition, by=by)
    last = edition.sections.aggregate(last=Max("order"))["last"] or 0
    if edition.sections.count() >= MOST_SECTIONS:
        raise ValidationError(_("A booklet has at most %(most)d sections.") % {"most": MOST_SECTIONS})
    section = Section(edition=edition, kind=kind, order=last + 1, heading=heading, text=text, key=key or uuid4())
    section.full_clean()
    section.save()
    keep_version(section=section, by=by)
    record(by, N_("added the section"), section, edition=edition.pk)
    return section


@transaction.atomic
def save_section(*, section: Section, version: int, heading: str, text: str, by: User) -> Section:
    """Write a section over the version that its writer had before him, and over no other.

    Raises:
        ValidationError: with the code `CONFLICT` when somebody else has saved since; or the edition is published;
            or `by` may not.
    """
    demand(can_write_booklets(by))
    fresh = Section(edition=section.edition, order=section.order, heading=heading, text=text)
    fresh.clean_fields()
    hold_draft(edition=section.edition, by=by)
    same = Section.objects.filter(pk=section.pk, version=version)
    if not same.update(heading=heading, text=text, version=F("version") + 1):
        raise ValidationError(
            _("Somebody else has saved this section since you opened it. Both texts are below; nothing is lost."),
            code=CONFLICT,
        )
    section.refresh_from_db()
    keep_version(section=section, by=by)
    record(by, N_("wrote the section"), section, version=section.version)
    return section


@transaction.atomic
def restore_version(*, version: SectionVersion, by: User) -> Section:
    """Put an earlier text back, as a save of its own; a section that was deleted comes back at the end.

    Raises:
        ValidationError: the edition is published, or `by` may not.
    """
    section = version.edition.sections.filter(key=version.key).first()
    heading, text = version.heading, version.text
    if section:
        return save_section(section=section, version=section.version, heading=heading, text=text, by=by)
    return add_section(edition=version.edition, heading=heading, text=text, by=by)


@transaction.atomic
def move_section(*, section: Section, way: Way | str, by: User) -> Section:
    """One place up or down; at the end of the row nothing happens.

    Raises:
        ValidationError: the edition is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    hold_draft(edition=section.edition, by=by)
    section.refresh_from_db()
    others = section.edition.sections.filter(kind=section.kind)
    if way == Way.UP:
        other = others.filter(order__lt=section.order).order_by("-order").first()
    else:
        other = others.filter(order__gt=section.order).order_by("order").first()
    if other:
        mine, theirs = section.order, other.order
        # Two rows never share a place, not even in between: one of them waits outside.
        for pk, order in ((other.pk, 30_000), (section.pk, theirs), (other.pk, mine)):
            Section.objects.filter(pk=pk).update(order=order)
        section.refresh_from_db()
    record(by, N_("moved the section"), section, to=section.order)
    return section


@transaction.atomic
def delete_section(*, section: Section, by: User) -> None:
    """Take a section out of a draft, and close the gap. Its history stays, and so can bring it back.

    Raises:
        ValidationError: the edition is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    hold_draft(edition=section.edition, by=by)
    record(by, N_("deleted the section"), section, edition=section.edition_id)
    section.delete()
    for place, pk in enumerate(section.edition.sections.order_by("order").values_list("pk", flat=True), 1):
        Section.objects.filter(pk=pk).exclude(order=place).update(order=place)


@transaction.atomic
def add_picture(*, edition: Edition, upload: Any, alt: str, credit: str, by: User) -> Picture:
    """A picture for a draft, drawn anew, under the next number.

    Raises:
        ValidationError: it is no picture that we can use, it has no words, the edition is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    if not alt.strip():
        raise ValidationError({"alt": _("Say what the picture shows, for those who do not see it.")})
    if not credit.strip():
        raise ValidationError({"credit": _("Say who drew or took it.")})
    if edition.pictures.count() >= MOST_PICTURES:
        raise ValidationError(_("A booklet has at most %(most)d pictures.") % {"most": MOST_PICTURES})
    clean = _at("upload", lambda: clean_picture(upload, max_side=PICTURE_SIDE))
    with Image.open(clean) as seen:
        width, height = seen.size
    clean.seek(0)
    hold_draft(edition=edition, by=by)
    number = (edition.pictures.aggregate(last=Max("number"))["last"] or 0) + 1
    picture = Picture(edition=edition, number=number, width=width, height=height, alt=alt, credit=credit)
    picture.clean_fields(exclude=["file"])
    picture.file.save(clean.name, clean, save=False)
    picture.save()
    record(by, N_("added the picture"), picture, edition=edition.pk)
    return picture


def _at(field: str, make: Callable[[], Any]) -> Any:
    """What goes wrong is said at this field of the form."""
    try:
        return make()
    except ValidationError as error:
        raise ValidationError({field: error}) from error


@transaction.atomic
def describe_picture(*, picture: Picture, alt: str, credit: str, by: User) -> Picture:
    """Other words for a picture of a draft.

    Raises:
        ValidationError: it has no words, the edition is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    picture.alt, picture.credit = alt, credit
    picture.clean_fields(exclude=["file"])
    hold_draft(edition=picture.edition, by=by)
    picture.save(update_fields=["alt", "credit"])
    record(by, N_("described the picture"), picture)
    return picture


@transaction.atomic
def delete_picture(*, picture: Picture, by: User) -> None:
    """Take a picture out of a draft; its file goes too, unless another edition shows it.

    Raises:
        ValidationError: the edition is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    hold_draft(edition=picture.edition, by=by)
    name = str(picture.file.name)
    record(by, N_("deleted the picture"), picture, edition=picture.edition_id)
    picture.delete()
    if not Picture.objects.filter(file=name).exists():
        transaction.on_commit(lambda: default_storage.delete(name))
