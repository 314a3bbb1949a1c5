"""The action log's only writer."""

from typing import Any

from django.db.models import Model

from accounts.models import Action, User


def record(by: User | None, verb: str, about: Model, **facts: Any) -> Action:
    """Write down a deed, in the transaction of the deed.

    Args:
        by: Who did it; nobody when the machine did.
        verb: An English phrase marked with `gettext_noop`, such as "planned the forum".
        about: What it was done to.
        facts: What changed, without personal detail.
    """
    where = getattr(about, "get_absolute_url", None)
    return Action.objects.create(
        by=by if by is not None and by.pk else None,
        verb=verb,
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
        about_text=str(about)[:160],
        about_url=where() if where else "",
        facts=facts,
    )
