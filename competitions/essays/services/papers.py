"""What a competition hands out once it is decided, by way of the print room."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import PaperKind
from accounts.models import IssuedPaper, PrintJob, User
from accounts.services.papers import Issue, issue_paper, issue_papers
from accounts.services.printing import Order, order_print
from competitions.essays.models import Competition, Entry, JudgeResult
from competitions.essays.rules import can_judge, can_run_competition
from core.access import Denied, demand


@transaction.atomic
def print_advice(*, competition: Competition, orders: Sequence[Order], by: User) -> list[PrintJob]:
    """Order the print of all feedback slips, a job a language.

    Raises:
        ValidationError: not decided yet, nothing to print, or `by` may not.
    """
    _check(competition, by)
    if not orders:
        raise ValidationError(_("No entry stands that a slip could be printed for."))
    _hold(competition, orders)
    return [order_print(words=one.words, batch=one.batch, wanted=one.wanted, by=by) for one in orders]


@transaction.atomic
def print_school_papers(*, competition: Competition, order: Order, by: User) -> PrintJob:
    """Order all papers of one school, and number its certificates; asked again, nothing is numbered twice.

    Raises:
        ValidationError: not decided yet, nothing to print, or `by` may not.
    """
    _check(competition, by)
    _hold(competition, [order])
    certified = [(one.about, one.facts) for one in order.wanted if one.about and one.facts]
    issues = [Issue(about._meta.label_lower, str(about.pk), facts) for about, facts in certified]
    issue_papers(kind=PaperKind.CERTIFICATE, wanted=issues, by=by)
    return order_print(words=order.words, batch=order.batch, wanted=order.wanted, kind=PaperKind.CERTIFICATE, by=by)


@transaction.atomic
def issue_service(*, result: JudgeResult, by: User) -> IssuedPaper:
    """Number a judge's own certificate of service; asked again it is the same one.

    Raises:
        ValidationError: it is another's, or the office has revoked it.
    """
    demand(can_judge(by) if result.judge_id == by.pk else Denied(_("This is another judge’s.")))
    JudgeResult.objects.select_for_update().get(pk=result.pk)  # pressed twice at once it is one paper
    about = {"about_type": result._meta.label_lower, "about_id": str(result.pk)}
    papers = IssuedPaper.objects.filter(kind=PaperKind.CERTIFICATE, **about)
    if papers.exists() and not papers.filter(revoked_at=None).exists():
        raise ValidationError(_("Your certificate was revoked. Ask the office."))
    return issue_paper(kind=PaperKind.CERTIFICATE, about=result, facts=result.public_facts(), by=by)


@transaction.atomic
def print_service(*, competition: Competition, orders: Sequence[Order], by: User) -> list[PrintJob]:
    """Order the print of all judges' certificates of service, a job a language; numbers are given out once.

    Raises:
        ValidationError: not decided yet, nobody judged, or `by` may not.
    """
    _check(competition, by)
    if not orders:
        raise ValidationError(_("Nobody’s marks stand in this competition."))
    kind = PaperKind.CERTIFICATE
    return [order_print(words=one.words, batch=one.batch, wanted=one.wanted, kind=kind, by=by) for one in orders]


def _check(competition: Competition, by: User) -> None:
    demand(can_run_competition(by))
    if not competition.is_decided:
        raise ValidationError(_("Decide the competition first."))


def _hold(competition: Competition, orders: Iterable[Order]) -> None:
    """All entries still stand, and none is withdrawn before the order is written down."""
    wanted = {one.about.pk for order in orders for one in order.wanted if isinstance(one.about, Entry)}
    standing = set(competition.entries.submitted().select_for_update().order_by("pk").values_list("pk", flat=True))
    if not wanted <= standing:
        raise ValidationError(_("An entry was withdrawn just now. Order the papers once more."))
