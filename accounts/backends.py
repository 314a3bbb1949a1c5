"""Who may be signed in at all."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class Backend(AuthenticationBackend):
    """Password sign-in by e-mail or phone. Demo people exist only where the installation is a demo."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at sign-in by whichever way, and again for every request of a session."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)

    def get_user(self, user_id: Any) -> Any:
        """The person of a session, with the roles in the same breath."""
        person = super().get_user(user_id)
        return person if person is None or self.user_can_authenticate(person) else None
