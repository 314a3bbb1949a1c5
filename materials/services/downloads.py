"""Counting downloads, without keeping who it was."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from materials.choices import PaperForm
from materials.models import Download, Edition


@transaction.atomic
def count_download(*, edition: Edition, form: PaperForm | str, by: Any) -> Download:
    """One more download; for a school, if the person belongs to exactly one now. The person is not kept."""
    return Download.objects.create(edition=edition, form=form, school_id=_school_of(by))


@transaction.atomic
def count_bundle(*, editions: Iterable[Edition], by: Any) -> None:
    """One more download of each edition of a bundle."""
    school = _school_of(by)
    Download.objects.bulk_create(
        Download(edition=edition, form=PaperForm.BUNDLE, school_id=school) for edition in editions
    )


def _school_of(by: Any) -> int | None:
    schools = list(by.memberships.filter(ended_at=None).values_list("school_id", flat=True)[:2])
    return schools[0] if len(schools) == 1 else None
