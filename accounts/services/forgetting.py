"""What is taken out of papers when a person takes the consent back."""

import shutil
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from accounts.choices import PrintState
from accounts.models import Consent, PrintItem, PrintJob, User
from accounts.services.log import record
from accounts.services.press import print_folder


@transaction.atomic
def forget_prints(*, about: Model, by: User | None) -> int:
    """Clear away the printed files that a thing is in, and its words in their items; the rest is printed again.

    Returns how many files it was.
    """
    items = PrintItem.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk))
    jobs = list(PrintJob.objects.filter(pk__in=items.values("job")))
    items.update(label="", fields={}, facts={})
    for job in jobs:
        PrintJob.objects.filter(pk=job.pk).exclude(state=PrintState.EXPIRED).update(
            state=PrintState.EXPIRED, expires_at=timezone.now(), worker=""
        )
        transaction.on_commit(partial(shutil.rmtree, print_folder(job), ignore_errors=True))
    if jobs:
        record(by, N_("took out of printed files"), about, files=len(jobs))
    return len(jobs)


@transaction.atomic
def forget_evidence(*, subject: Model, by: User | None) -> int:
    """Delete the scans of signed forms, which have names on them; that and when was answered stays in the ledger.

    Returns how many files it was.
    """
    files = {str(row.evidence) for row in Consent.objects.of(subject) if row.evidence}
    for name in files:
        transaction.on_commit(partial(default_storage.delete, name))
    if files:
        record(by, N_("deleted the signed forms of"), subject, files=len(files))
    return len(files)
