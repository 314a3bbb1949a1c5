"""The worker beside the web server: background tasks, messages that wait, names whose time is over."""

import logging
import signal
import threading
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from accounts.services.messages import deliver_due_messages
from accounts.services.press import expire_print_jobs, resume_print_jobs
from competitions.essays.services.bundles import resume_bundles
from competitions.essays.services.consent import erase_expired
from competitions.essays.services.copies import renew_prints
from competitions.essays.services.covers import resume_waiting_covers
from competitions.essays.services.pages import drop_half_sent_pages, drop_orphans, resume_waiting_pages
from competitions.essays.services.reminders import remind_before_close
from schools.imports.checking import resume_stopped_checks
from schools.services.retention import empty_old_lists
from workshops.services.reminders import chase_reports, forget_unverified_wishes, remind_of_visits

log = logging.getLogger(__name__)
SWEEP_SECONDS = 30
DAY_HOUR = 7  # Nairobi
DAILY = (
    remind_of_visits,
    chase_reports,
    forget_unverified_wishes,
    empty_old_lists,
    drop_half_sent_pages,
    drop_orphans,
    renew_prints,
    remind_before_close,
)


class Command(BaseCommand):
    """`manage.py work`: runs until it is ended; `--once` does what there is and ends."""

    done_on: date | None = None
    help = "Run background tasks, send what waits in the outbox, clear away old prints."

    def add_arguments(self, parser: Any) -> None:
        """One switch."""
        parser.add_argument("--once", action="store_true", help="do what there is, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tasks at once, the sweep now and then."""
        self.ended = threading.Event()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda *_args: self.ended.set())
            signal.signal(signal.SIGINT, lambda *_args: self.ended.set())
        last = 0.0
        while not self.ended.is_set():
            close_old_connections()
            worked = self.run_tasks()
            if time.monotonic() - last > SWEEP_SECONDS or options["once"]:
                self.run_daily()
                deliver_due_messages()
                erase_expired()
                resume_stopped_checks()
                resume_print_jobs()
                resume_waiting_pages()
                resume_bundles()
                resume_waiting_covers()
                expire_print_jobs()
                last = time.monotonic()
            if options["once"] and not worked:
                return
            if not worked:
                self.ended.wait(0.5)

    def run_daily(self) -> None:
        """Once a day, from seven in the morning on; what it does it may do twice."""
        now = timezone.localtime()
        if now.hour < DAY_HOUR or self.done_on == now.date():
            return
        for job in DAILY:
            try:
                job()
            except Exception:
                log.exception("a daily job failed: %s", job.__name__)
        self.done_on = now.date()

    def run_tasks(self) -> bool:
        """All tasks that are ready. Returns whether there were any."""
        if not DBTaskResult.objects.ready().exists():
            return False
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=50,
            worker_id="house",
        )
        worker.run()
        return True
