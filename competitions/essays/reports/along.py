"""What a judge can take along to where there is no network: the works of one competition, and what they weigh."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils import timezone

from competitions.essays.choices import TaskState
from competitions.essays.models import Assignment, JudgePlace, Page

FRAME = 12_000  # bytes of a page for marking without the work itself; a test holds it to what is sent
LATE = timedelta(days=1)  # how long a pack lives that is fetched after the day on which judging should have closed


@dataclass(frozen=True)
class PackWork:
    """One work as the device keeps it: its page, its version here, and the pictures with what changes when they do."""

    task: Assignment
    pages: list[Page]

    @property
    def size(self) -> int:
        """Bytes of the page and its pictures."""
        return FRAME + len(self.task.entry.blind_text.encode()) + sum(map(_size, self.pages))

    @property
    def told(self) -> dict[str, Any]:
        """What the device needs to know."""
        task = self.task
        return {
            "url": task.mark_url,
            "alias": task.alias,
            "version": task.version,
            "done": task.state == TaskState.DONE,
            "files": [
                [_url(task, page), sha256(str(page.blind_file).encode()).hexdigest()[:12]] for page in self.pages
            ],
        }


@dataclass(frozen=True)
class Pack:
    """All works of one competition that are in one judge's hands."""

    place: JudgePlace
    works: list[PackWork]

    @property
    def size(self) -> int:
        """Bytes of all of it."""
        return sum(work.size for work in self.works)

    @property
    def until(self) -> datetime:
        """After this the device shows it no more: when judging closes, or a little later where that has passed."""
        return max(self.place.competition.judging_closes_at, timezone.now() + LATE)

    @property
    def told(self) -> dict[str, Any]:
        """What the device needs to know."""
        return {"until": self.until.isoformat(), "works": [work.told for work in self.works]}


def packs_of(judge: Any) -> dict[int, Pack]:
    """What a judge may take along, by the place in the competition; nothing of a round that is over."""
    tasks = Assignment.objects.visible_to(judge).unsealed().order_by("alias")
    tasks = tasks.select_related("place__competition", "entry")
    packs: dict[int, Pack] = {}
    for task in tasks.prefetch_related("entry__pages__covers", "entry__word_covers"):
        pack = packs.setdefault(task.place_id, Pack(task.place, []))
        pack.works.append(PackWork(task, [page for page in task.entry.blind_pages if page.blind_file]))
    return packs


def _url(task: Assignment, page: Page) -> str:
    return reverse("essays:work-page", args=[task.place_id, task.alias, page])


def _size(page: Page) -> int:
    try:
        return page.blind_file.size
    except (OSError, ValueError):  # a file that is lost must not close the desk
        return 0
