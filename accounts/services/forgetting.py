"""What is taken out of papers when a person takes the consent back."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_noop as N_

from accounts.models import Consent, User
from accounts.services.log import record


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
