"""Counting downloads, without keeping who it was."""

from typing import Any

from django.db import transaction

from materials.choices import PaperForm
from materials.models import Download, Edition


@transaction.atomic
def count_download(*, edition: Edition, form: PaperForm | str, by: Any) -> Download:
    """One more download; for a school, if the person belongs to exactly one now. The person is not kept."""
    schools = list(by.memberships.filter(ended_at=None).values_list("school_id", flat=True)[:2])
    return Download.objects.create(edition=edition, form=form, school_id=schools[0] if len(schools) == 1 else None)
