"""The answer to "may this person?": yes, or no with the reason why not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Denied:
    """A falsy verdict that can say why: a page shows it, a service raises it."""

    reason: str | Promise

    def __bool__(self) -> bool:
        return False


Verdict = bool | Denied
Rule = Callable[[Any], Verdict]


def nobody(user: Any) -> Verdict:
    """Closed until somebody opens it: what a page that names no rule gets."""
    return Denied(_("This page is not open to anybody."))


def anyone(user: Any) -> Verdict:
    """Open to the world; only for pages that are meant to be."""
    return True


def signed_in(user: Any) -> Verdict:
    """Anybody with an account, whatever the role."""
    return bool(user.is_authenticated)


def demand(verdict: Verdict) -> None:
    """Turn a refusal into the sentence that a form shows.

    Raises:
        ValidationError: with the reason, when the verdict is not a plain yes.
    """
    if not verdict:
        raise ValidationError(getattr(verdict, "reason", None) or _("This is not allowed now."))
