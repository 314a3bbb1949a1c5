"""The consent ledger's only writer."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_noop as N_

from accounts.choices import ConsentChannel, Purpose
from accounts.models import Consent, User
from accounts.services.log import record

WORDING = "2026-1"  # the text of the form that is printed now; a new text gets a new version


@transaction.atomic
def record_consent(
    *,
    subject: Model,
    answers: dict[Purpose, bool],
    channel: ConsentChannel,
    by: User,
    evidence: ContentFile | None = None,
    wording: str = WORDING,
) -> list[Consent]:
    """Write down a guardian's answers about one learner, one row a purpose; also how a consent is withdrawn."""
    common: dict[str, Any] = {
        "subject_type": subject._meta.label_lower,
        "subject_id": str(subject.pk),
        "channel": channel,
        "wording": wording,
        "recorded_by": by,
    }
    rows = []
    for purpose, granted in answers.items():
        row = Consent(purpose=purpose, granted=granted, **common)
        if evidence is not None:
            row.evidence.save(evidence.name or "", evidence, save=False)
        row.save()
        rows.append(row)
    record(
        by,
        N_("recorded a guardian's answers for"),
        subject,
        granted=sorted(p for p, yes in answers.items() if yes),
    )
    return rows
