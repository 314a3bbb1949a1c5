"""Checks of the installation as a whole."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from core.colours import palette


def check_accent(**kwargs: Any) -> list[CheckMessage]:
    """The accent must be a colour."""
    try:
        palette(settings.ORGANISATION["accent"])
    except ValueError as error:
        return [Error(f"ORG_ACCENT: {error}", id="house.E001")]
    return []


def check_no_demo_people(databases: list[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A database that once was a demo still holds invented people. They cannot sign in, yet do not belong there."""
    if not databases or settings.DEMO:
        return []
    if apps.get_model("accounts", "User").objects.filter(is_demo=True).exists():
        return [Warning("This database holds demo people. Start with an empty one.", id="house.W001")]
    return []


class HouseConfig(AppConfig):
    """The installation."""

    name = "config"

    def ready(self) -> None:
        """Register the checks."""
        register(check_accent)
        register(check_no_demo_people, Tags.database)
