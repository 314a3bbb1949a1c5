"""What would be sent, before it is sent."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.models import Message


def preview_messages(act: Callable[[], Any]) -> list[Message]:
    """The messages that a service would write, word for word: it runs, and everything it did is taken back.

    Raises:
        ValidationError: what the service refuses.
    """
    with transaction.atomic():
        newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        act()
        found = list(Message.objects.filter(pk__gt=newest).order_by("pk"))
        transaction.set_rollback(True)
    return found
