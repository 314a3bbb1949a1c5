"""What visits ask for on a start page."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.rules import is_facilitator, is_officer
from core.needs import Need
from workshops.choices import State
from workshops.models import Clearance, Forum
from workshops.reports.broken import broken_visits
from workshops.services.request import ANSWER_DAYS

EXPIRES_SOON = 30  # days before the end of a paper


def needs_of(user: Any) -> Iterator[Need]:
    """Reports for the team to write; for an officer what waits for an answer, and what others owe."""
    if is_facilitator(user):
        yield from _reports_to_write(user)
    if is_officer(user):
        yield from _wishes_to_answer()
        yield from _schools_to_chase()
        yield from _visits_to_confirm()
        yield from _reports_to_chase()
        yield from _reports_to_verify(user)
        yield from _papers_to_renew()
        yield from _visits_to_move()


def _visits_to_move() -> Iterator[Need]:
    broken = broken_visits()
    if broken:
        words = ngettext(
            "%(n)d visit no longer fits the calendar", "%(n)d visits no longer fit the calendar", len(broken)
        )
        yield Need(
            words=words % {"n": len(broken)},
            detail=broken[0].forum.when,
            due=broken[0].forum.starts_at,
            url=reverse("workshops:forum-recheck"),
            action=_("Look"),
        )


def _wishes_to_answer() -> Iterator[Need]:
    for forum in Forum.objects.wishes().select_related("school"):
        new = forum.state == State.REQUESTED
        words = _("Request: %(school)s") if new else _("Propose a date: %(school)s")
        yield Need(
            words=words % {"school": forum.school},
            detail=forum.topic,
            due=forum.planned_at + timedelta(days=ANSWER_DAYS),
            url=reverse("workshops:forum-accept" if new else "workshops:forum-propose", args=[forum.pk]),
            action=_("Answer") if new else _("Propose"),
            kind=_("Requests that wait for an answer"),
        )


def _schools_to_chase() -> Iterator[Need]:
    for forum in Forum.objects.awaiting_school().select_related("school"):
        yield Need(
            words=_("The school has not agreed yet: %(school)s") % {"school": forum.school},
            detail=forum.when,
            due=forum.starts_at,
            url=forum.get_absolute_url(),
            action=_("Open"),
            kind=_("Schools that have not agreed yet"),
        )


def _visits_to_confirm() -> Iterator[Need]:
    for forum in Forum.objects.awaiting_confirmation().select_related("school"):
        yield Need(
            words=_("Not confirmed yet: %(school)s") % {"school": forum.school},
            detail=forum.when,
            due=forum.starts_at,
            url=forum.get_absolute_url(),
            action=_("Open"),
            kind=_("Visits that are not confirmed yet"),
        )


def _reports_to_verify(user: Any) -> Iterator[Need]:
    waiting = Forum.objects.awaiting_verification().exclude(reports__newest=True, reports__sent_by=user.pk)
    for forum in waiting.select_related("school"):
        yield Need(
            words=_("Verify the report: %(school)s") % {"school": forum.school},
            detail=forum.when,
            url=reverse("workshops:forum-verify", args=[forum.pk]),
            action=_("Verify"),
            kind=_("Reports to verify"),
        )


def _reports_to_write(user: Any) -> Iterator[Need]:
    for forum in Forum.objects.led_by(user).awaiting_report().select_related("school"):
        yield Need(
            words=_("Report: %(school)s") % {"school": forum.school},
            detail=forum.when,
            due=forum.report_due,
            url=f"{forum.get_absolute_url()}report/",
            action=_("Report"),
            kind=_("Reports to write"),
        )


def _reports_to_chase() -> Iterator[Need]:
    waiting = Forum.objects.awaiting_report().select_related("school").prefetch_related("bookings__facilitator")
    for forum in waiting:
        names = ", ".join(booking.facilitator.short_name for booking in forum.get_team())
        yield Need(
            words=_("Report missing: %(school)s") % {"school": forum.school},
            detail=f"{forum.when} · {names}",
            due=forum.report_due,
            url=forum.get_absolute_url(),
            action=_("Open"),
            kind=_("Reports that are missing"),
        )


def _papers_to_renew() -> Iterator[Need]:
    """The newest paper of each kind that ends within a month or has ended; the older ones are history."""
    soon = timezone.localdate() + timedelta(days=EXPIRES_SOON)
    newest: dict[tuple[int, str], Clearance] = {}
    papers = Clearance.objects.filter(person__is_active=True).select_related("person").order_by("valid_until")
    for paper in papers:
        newest[paper.person_id, paper.kind] = paper
    for paper in newest.values():
        if paper.valid_until <= soon:
            words = _("%(paper)s ends: %(name)s") % {"paper": paper.get_kind_display(), "name": paper.person}
            yield Need(words, paper.get_absolute_url(), _("Open"), due=paper.valid_until, kind=_("Papers that end"))
