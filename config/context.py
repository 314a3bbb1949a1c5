"""What every page knows of the house."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from accounts.models import User
from accounts.validators import DEMO_PASSWORD
from config.demo import demo_code
from config.menu import Place, bar, places

THEME = sha256(str(sorted(settings.ORGANISATION.items())).encode()).hexdigest()[:10]


class House:
    """The organisation, the theme and the navigation of this person; nothing is looked up before it is asked."""

    org = settings.ORGANISATION
    theme = THEME

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def demo(self) -> bool:
        """Whether the people are invented."""
        return settings.DEMO

    @cached_property
    def demo_people(self) -> QuerySet[User]:
        """The invented people, for the sign-in page of the demo."""
        return User.objects.active().filter(is_demo=True).prefetch_related("groups").order_by("pk")

    @property
    def demo_password(self) -> str:
        """What all of them sign in with."""
        return DEMO_PASSWORD

    @property
    def demo_code(self) -> str:
        """What the invented officers' phones show now."""
        return demo_code()

    @cached_property
    def menu(self) -> list[Place]:
        """The side navigation."""
        return places(self.request)

    @cached_property
    def bar(self) -> list[Place]:
        """The phone's bottom bar."""
        return bar(self.request, self.menu)


def house(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"house": House(request)}
