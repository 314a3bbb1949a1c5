"""What a password may not be."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DEMO_PASSWORD = "haki-shuleni-demo"  # noqa: S105 (printed at every start of the demo; lets nobody in elsewhere)


class NotTheDemoPassword:
    """The demo's password is known to the world."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse it, in any case.

        Raises:
            ValidationError: it is the demo's password.
        """
        if password.lower() == DEMO_PASSWORD:
            raise ValidationError(_("This password is printed in the manual. Choose your own."), code="demo")

    def get_help_text(self) -> str:
        """Nothing to say beforehand."""
        return ""
