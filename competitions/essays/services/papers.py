"""What a competition hands out once it is decided, by way of the print room."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import PrintJob, User
from accounts.services.printing import Order, order_print
from competitions.essays.models import Competition
from competitions.essays.rules import can_run_competition
from core.access import demand


@transaction.atomic
def print_advice(*, competition: Competition, orders: Sequence[Order], by: User) -> list[PrintJob]:
    """Order the print of all feedback slips, a job a language.

    Raises:
        ValidationError: not decided yet, nothing to print, or `by` may not.
    """
    _check(competition, by)
    if not orders:
        raise ValidationError(_("No entry stands that a slip could be printed for."))
    return [order_print(words=one.words, batch=one.batch, wanted=one.wanted, by=by) for one in orders]


def _check(competition: Competition, by: User) -> None:
    demand(can_run_competition(by))
    if not competition.is_decided:
        raise ValidationError(_("Decide the competition first."))
