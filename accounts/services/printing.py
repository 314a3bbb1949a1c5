"""Long print jobs: ordered, ordered again for some, cancelled."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import PaperKind, PrintState
from accounts.models import PrintItem, PrintJob, User
from accounts.rules import can_print
from accounts.services.log import record
from accounts.services.press import PARTS, print_folder, run_print_job
from core.access import demand
from core.pdf import Batch, Suite

MOST = 50_000  # copies of one job


@dataclass(frozen=True)
class Wanted:
    """One copy that is wanted: whom the officer finds it by, its fields, and what a numbered paper is about.

    `facts` is what the public page of a numbered paper says: no more than consent allows.
    """

    label: str
    fields: Mapping[str, str]
    about: Model | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """What an app hands in to be printed: what the officer calls it, the paper, the copies."""

    words: str
    batch: Batch | Suite
    wanted: Sequence[Wanted]


@transaction.atomic
def order_print(
    *,
    words: str,
    batch: Batch | Suite,
    wanted: Iterable[Wanted],
    by: User,
    kind: PaperKind | None = None,
    one_each: bool = False,
) -> PrintJob:
    """Order a paper for many; it is printed in the background.

    Args:
        words: What the officer calls it.
        batch: The paper, whose context must be plain (words, numbers, lists of them); or several that follow each
            other in one file, and each copy says of which it is.
        wanted: The copies, in the order of the file.
        by: Who orders.
        kind: What the papers are, where each gets a number; `wanted` then says what each is about.
        one_each: A ZIP with a file for each, instead of one file.

    Raises:
        ValidationError: when there is nothing to print, too much, or no right to it.
    """
    demand(can_print(by))
    job = PrintJob.objects.create(
        words=words[:120],
        name=batch.name,
        language=batch.language or by.language,
        one_each=one_each,
        **_paper_of(batch),
        kind=kind or "",
        ordered_by=by,
    )
    items = [_item(job, place, one) for place, one in enumerate(wanted)]
    return _sent(job, items, by)


def _paper_of(batch: Batch | Suite) -> dict[str, Any]:
    """How a job keeps its paper."""
    if isinstance(batch, Suite):
        names = ("template", "context", "name", "title", "language")
        parts = [{name: getattr(part, name) for name in names} for part in batch.parts]
        return {"template": batch.parts[0].template, "shared": {PARTS: parts}}
    return {
        "template": batch.template,
        "shared": dict(batch.context),
        "across": batch.across,
        "down": batch.down,
    }


@transaction.atomic
def order_again(*, job: PrintJob, items: Iterable[PrintItem], by: User, one_each: bool = False) -> PrintJob:
    """Print some copies of a job again, in the order given; numbered ones keep their numbers, revoked
    ones are left out.

    Raises:
        ValidationError: when there is nothing to print, or no right to it, or when the copies belong together: one
            tells of the others.
    """
    demand(can_print(by))
    if PARTS in job.shared:
        raise ValidationError(_("These papers belong together: order them again where they were ordered."))
    again = PrintJob.objects.create(
        words=job.words,
        template=job.template,
        shared=job.shared,
        name=job.name,
        language=job.language,
        across=job.across,
        down=job.down,
        one_each=one_each,
        kind=job.kind,
        ordered_by=by,
    )
    copies = [
        PrintItem(
            job=again,
            place=place,
            label=item.label,
            fields=item.fields,
            about_type=item.about_type,
            about_id=item.about_id,
            facts=item.facts,
            paper_id=item.paper_id,
        )
        for place, item in enumerate(item for item in items if item.fields and _is_valid(item))
    ]
    return _sent(again, copies, by)


def _is_valid(item: PrintItem) -> bool:
    return item.paper is None or not item.paper.revoked_at


def _item(job: PrintJob, place: int, one: Wanted) -> PrintItem:
    about = one.about
    return PrintItem(
        job=job,
        place=place,
        label=one.label[:120],
        fields=dict(one.fields),
        about_type=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
        facts=dict(one.facts),
    )


def _sent(job: PrintJob, items: list[PrintItem], by: User) -> PrintJob:
    """The copies written down, the worker told."""
    if not items:
        raise ValidationError(_("There is nothing to print."))
    if len(items) > MOST:
        raise ValidationError(_("That is too much for one job: print it in parts."))
    PrintItem.objects.bulk_create(items, batch_size=500)
    job.total = len(items)
    job.save(update_fields=["total"])
    record(by, N_("ordered the print"), job, copies=job.total)
    transaction.on_commit(lambda: run_print_job.enqueue(job.pk))
    return job


@transaction.atomic
def cancel_print(*, job: PrintJob, by: User) -> PrintJob:
    """Stop a job. Numbers that were given out already stay given; nothing of the file is kept."""
    demand(can_print(by))
    stopped = PrintJob.objects.filter(pk=job.pk, state__in=[PrintState.WAITING, PrintState.RUNNING])
    if not stopped.update(state=PrintState.CANCELLED, finished_at=timezone.now()):
        raise ValidationError(_("This job has ended already."))
    job.refresh_from_db()
    record(by, N_("cancelled the print"), job)
    return job


@transaction.atomic
def forget_copies(*, about: Model, by: User | None) -> int:
    """Take the copies about a thing out of the print room: a consent was taken back, a time is over.

    A file that holds such a copy goes with it, and a job that is being printed is stopped: what is left can be
    ordered again. Returns how many jobs it touched.
    """
    copies = PrintItem.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk)).exclude(fields={})
    jobs = list(PrintJob.objects.filter(items__in=copies).distinct())
    for job in jobs:
        running = PrintJob.objects.filter(pk=job.pk, state__in=[PrintState.WAITING, PrintState.RUNNING])
        if not running.update(state=PrintState.CANCELLED, finished_at=timezone.now()):
            PrintJob.objects.filter(pk=job.pk, state=PrintState.DONE).update(expires_at=timezone.now())
            transaction.on_commit(partial(shutil.rmtree, print_folder(job), ignore_errors=True))
        record(by, N_("took a copy out of the print"), job)
    copies.update(label="", fields={}, facts={}, about_type="", about_id="")
    return len(jobs)
