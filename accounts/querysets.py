"""The words in which people and trust are asked for."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.choices import SIGN_IN_KEY, MessageState, PrintState, Role
from accounts.rules import can_print, can_see_concerns, can_see_log, can_see_messages, can_see_people

FEW = 500  # keys that a question to the database may name one by one


class UserQuerySet(QuerySet):
    """People."""

    def visible_to(self, user: Any) -> "UserQuerySet":
        """Officers see people; everybody sees himself."""
        return self if can_see_people(user) else self.filter(pk=user.pk)

    def active(self) -> "UserQuerySet":
        """Those who may sign in."""
        return self.filter(is_active=True)

    def with_role(self, *roles: Role) -> "UserQuerySet":
        """Those who hold one of the roles, once each."""
        return self.filter(groups__name__in=roles).distinct()


class InvitationQuerySet(QuerySet):
    """Invitations."""

    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked nor too old."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class ActionQuerySet(QuerySet):
    """The action log."""

    def visible_to(self, user: Any) -> "ActionQuerySet":
        """Officers read the log; anybody else only what he did himself. Who raised a concern is for the leads alone."""
        rows = self if can_see_log(user) else self.filter(by=user.pk)
        return rows if can_see_concerns(user) else rows.exclude(about_type="accounts.concern")

    def about(self, thing: Any) -> "ActionQuerySet":
        """What was done to one thing."""
        return self.filter(about_type=thing._meta.label_lower, about_id=str(thing.pk))


class MessageQuerySet(QuerySet):
    """The outbox."""

    def visible_to(self, user: Any) -> "MessageQuerySet":
        """Officers see what was sent."""
        return self if can_see_messages(user) else self.none()

    def due(self) -> "MessageQuerySet":
        """Waiting to be sent now, or stuck with a sender that has died."""
        now = timezone.now()
        return self.filter(
            Q(state=MessageState.QUEUED, next_try_at__lte=now) | Q(state=MessageState.SENDING, leased_until__lt=now)
        ).exclude(_ended_code())

    def ended_codes(self) -> "MessageQuerySet":
        """One-time codes that never left and that no page takes any more."""
        stuck = Q(state=MessageState.SENDING, leased_until__lt=timezone.now())
        return self.filter(_ended_code() & (Q(state=MessageState.QUEUED) | stuck))


def _ended_code() -> Q:
    oldest = timezone.now() - timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return Q(key__startswith=SIGN_IN_KEY, queued_at__lte=oldest)


class ConcernQuerySet(QuerySet):
    """Concerns about a child."""

    def visible_to(self, user: Any) -> "ConcernQuerySet":
        """Safeguarding leads, and nobody else: not the one who raised it, not a director."""
        return self if can_see_concerns(user) else self.none()

    def open(self) -> "ConcernQuerySet":
        """Not yet closed."""
        return self.filter(closed_at=None)


class ConsentQuerySet(QuerySet):
    """The consent ledger."""

    def of(self, subject: Any) -> "ConsentQuerySet":
        """All answers about one person, the newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("-pk")

    def granted(self, subject: Any) -> set[str]:
        """The purposes that hold now: the last answer to each counts."""
        last: dict[str, bool] = {}
        for purpose, granted in self.of(subject).values_list("purpose", "granted"):
            last.setdefault(purpose, granted)
        return {purpose for purpose, granted in last.items() if granted}

    def granted_by_each(self, subjects: Iterable[Any]) -> dict[str, set[str]]:
        """The same for many of one kind at once, by their keys as text."""
        keys = {str(subject.pk): subject._meta.label_lower for subject in subjects}
        held: dict[str, set[str]] = {key: set() for key in keys}
        rows = self.filter(subject_type__in=set(keys.values())).order_by("pk")
        rows = rows.filter(subject_id__in=keys) if len(keys) <= FEW else rows
        for key, purpose, granted in rows.values_list("subject_id", "purpose", "granted").iterator():
            if key in held:
                (held[key].add if granted else held[key].discard)(purpose)
        return held


class PrintJobQuerySet(QuerySet):
    """Long print jobs."""

    def visible_to(self, user: Any) -> "PrintJobQuerySet":
        """Officers see all."""
        return self if can_print(user) else self.none()

    def due(self) -> "PrintJobQuerySet":
        """Waiting for a worker, or left behind by one that has died."""
        stale = Q(state=PrintState.RUNNING, leased_until__lt=timezone.now())
        return self.filter(Q(state=PrintState.WAITING) | stale)

    def left_behind(self) -> "PrintJobQuerySet":
        """Not those that were ordered just now: their worker has been told."""
        return self.filter(ordered_at__lt=timezone.now() - timedelta(minutes=1))

    def expired(self) -> "PrintJobQuerySet":
        """Whose file has been kept long enough, or that ended without one a week ago."""
        now = timezone.now()
        ended = Q(state__in=[PrintState.CANCELLED, PrintState.FAILED], finished_at__lt=now - timedelta(days=7))
        return self.filter(Q(state=PrintState.DONE, expires_at__lte=now) | ended)


class PrintItemQuerySet(QuerySet):
    """Copies of print jobs."""

    def visible_to(self, user: Any) -> "PrintItemQuerySet":
        """Officers see all that are still kept."""
        return self.exclude(job__state=PrintState.EXPIRED) if can_print(user) else self.none()


class IssuedPaperQuerySet(QuerySet):
    """Numbered papers."""

    def visible_to(self, user: Any) -> "IssuedPaperQuerySet":
        """Officers see all."""
        return self if can_print(user) else self.none()
