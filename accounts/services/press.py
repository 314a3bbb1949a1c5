"""The worker's side of a print job: claimed, printed in steps, taken up again after a death, cleared away.

After each step the file, its state beside it, and the row in the database agree. A worker that dies leaves at most one
step half done; the next one cuts the file back to the last state and goes on. So each copy is in the file once.
"""

import json
import logging
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django_tasks import task

from accounts.choices import PaperKind, PrintState
from accounts.models import PrintItem, PrintJob
from accounts.services.papers import Issue, issue_papers
from core.pdf import Batch, Bound, PrintError, Suite

log = logging.getLogger(__name__)
STEP = 200  # copies between two moments in which everything agrees
LEASE = timedelta(minutes=2)  # after this a worker that says nothing is taken for dead
KEPT = timedelta(days=7)  # how long a file can be had
PARTS = "parts"  # under which a job of several papers keeps them


def print_folder(job: PrintJob) -> Path:
    """Where a job's files lie."""
    return Path(default_storage.path(f"print/{job.folder}"))


def print_file(job: PrintJob) -> Path:
    """The finished file of a job."""
    return print_folder(job) / job.file_name


def batch_of(job: PrintJob) -> Batch | Suite:
    """The paper that a job prints, or the papers that follow each other in it."""
    if PARTS in job.shared:
        return Suite([Batch(**part) for part in job.shared[PARTS]], job.name, job.words, job.language)
    return Batch(
        job.template, job.shared, job.name, title=job.words, language=job.language, across=job.across, down=job.down
    )


@task()
def run_print_job(job_id: int) -> str:
    """Print a job if nobody else does. Returns its state after."""
    worker, now = get_random_string(24), timezone.now()
    claimed = PrintJob.objects.due().filter(pk=job_id)
    if not claimed.update(state=PrintState.RUNNING, worker=worker, leased_until=now + LEASE):
        return "taken"
    PrintJob.objects.filter(pk=job_id, started_at=None).update(started_at=now)
    job = PrintJob.objects.get(pk=job_id)
    folder = print_folder(job)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with translation.override(job.language):
            batch = batch_of(job)
            if job.one_each or isinstance(batch, Suite):
                whole = _print_anew(job, batch, folder)
            else:
                whole = _print_all(job, batch, folder)
    except DatabaseError:
        raise  # the lease runs out, and the next worker goes on
    except Exception as error:  # whatever a template or a disk throws: the officer sees that it failed
        log.exception("print job %s failed", job.pk)
        _end(job, PrintState.FAILED, error=str(error)[:300] if isinstance(error, PrintError) else type(error).__name__)
    else:
        if whole:
            _end(job, PrintState.DONE, expires_at=timezone.now() + KEPT)
    job.refresh_from_db()
    if job.state == PrintState.CANCELLED:
        shutil.rmtree(folder, ignore_errors=True)
    return str(job.state)


def _print_all(job: PrintJob, batch: Batch, folder: Path) -> bool:
    """One file, from where the last worker stopped. Returns whether it was finished."""
    part, kept = folder / "part", folder / "state"
    saved: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {"done": 0, "binding": None}
    state, done = saved["binding"], saved["done"]
    PrintItem.objects.filter(job=job, place__lt=done, outcome="").update(outcome=Bound.STAMPED)
    with part.open("r+b" if state else "wb") as file:
        if state:
            file.truncate(state["position"])
            file.seek(state["position"])
        binding = batch.binding(file, state)
        while items := _next_items(job, done):
            outcomes = [batch.bind(binding, item.copy) for item in items]
            done += len(items)
            _to_disk(file)
            _keep(kept, {"done": done, "binding": binding.state()})
            if not _note(job, items, outcomes, done):
                return False
        binding.finish()
        _to_disk(file)
    part.replace(print_file(job))
    return True


def _print_anew(job: PrintJob, batch: Batch | Suite, folder: Path) -> bool:
    """A ZIP of single files, or a suite; a broken-off one is begun again, with the same numbers."""
    done = 0
    copies: list[Any] = []
    while items := _next_items(job, len(copies)):
        copies += [item.copy for item in items]
    steps: list[tuple[int, Bound]] = []
    go_on = True

    def tell(number: int, bound: Bound) -> bool:
        nonlocal done, go_on
        steps.append((number, bound))
        if len(steps) == STEP or number + 1 == len(copies):
            items = list(PrintItem.objects.filter(job=job, place__in=[place for place, _bound in steps]))
            done = number + 1
            go_on = _note(job, items, [bound for _place, bound in steps], done)
            steps.clear()
        return go_on

    with (folder / "part").open("wb") as file:
        print_into = batch.write if isinstance(batch, Suite) else batch.zip
        print_into(copies, file, tell=tell)
        _to_disk(file)
    if go_on:
        (folder / "part").replace(print_file(job))
    return go_on


def _next_items(job: PrintJob, done: int) -> list[PrintItem]:
    """The copies of the next step, their numbers given out."""
    items = list(job.items.filter(place__gte=done).select_related("paper").order_by("place")[:STEP])
    bare = [item for item in items if item.about_id and item.paper is None]
    if bare and job.kind:
        with transaction.atomic():
            wanted = [Issue(item.about_type, item.about_id, item.facts) for item in bare]
            papers = issue_papers(kind=PaperKind(job.kind), wanted=wanted, by=job.ordered_by)
            for item in bare:
                item.paper = papers[item.about_type, item.about_id]
            PrintItem.objects.bulk_update(bare, ["paper"], batch_size=200)
    return items


def _note(job: PrintJob, items: list[PrintItem], outcomes: list[Bound], done: int) -> bool:
    """Write down how far it is. Returns whether to go on: the job may be cancelled, or another's by now."""
    with transaction.atomic():
        mine = PrintJob.objects.filter(pk=job.pk, worker=job.worker, state=PrintState.RUNNING)
        if not mine.update(done=done, leased_until=timezone.now() + LEASE):
            return False
        for outcome in set(outcomes):
            keys = [item.pk for item, own in zip(items, outcomes, strict=True) if own == outcome]
            PrintItem.objects.filter(pk__in=keys).update(outcome=outcome)
    return True


def _end(job: PrintJob, state: PrintState, **more: Any) -> None:
    mine = PrintJob.objects.filter(pk=job.pk, worker=job.worker, state=PrintState.RUNNING)
    mine.update(state=state, finished_at=timezone.now(), leased_until=None, **more)


def _to_disk(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _keep(path: Path, state: dict[str, Any]) -> None:
    """A state is there whole or not at all."""
    new = path.with_suffix(".new")
    with new.open("w") as file:
        json.dump(state, file)
        _to_disk(file)
    new.replace(path)


def resume_print_jobs() -> int:
    """Take up jobs whose worker has died, and those that nobody was told of. Returns how many."""
    due = list(PrintJob.objects.due().left_behind().values_list("pk", flat=True))
    for job_id in due:
        run_print_job.enqueue(job_id)
    return len(due)


def expire_print_jobs() -> int:
    """Clear away files whose time is over, and the names in their items. Returns how many."""
    over = list(PrintJob.objects.expired())
    for job in over:
        shutil.rmtree(print_folder(job), ignore_errors=True)
        job.items.update(label="", fields={}, facts={})
        PrintJob.objects.filter(pk=job.pk).update(state=PrintState.EXPIRED, shared={})
    return len(over)
