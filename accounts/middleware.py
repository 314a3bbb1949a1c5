"""Two things that hold on every page for a person who is signed in: the own language, and the second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from accounts.choices import SECOND_FACTOR_ROLES

# Where somebody may go who still has to set up the second factor.
_OPEN = frozenset(
    {"mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_index"}
) | frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_download_recovery_codes",
        "set-language",
    }
)
SESSION_KEY = "second_factor"

GetResponse = Callable[[HttpRequest], HttpResponse]


class OwnLanguage:
    """A person reads in the language of the own profile, on every device."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Switch the language for this request."""
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language  # type: ignore[attr-defined]  # the signed-in user is ours
        return self.get_response(request)


class SecondFactor:
    """Directors, officers and safeguarding leads set up a second factor before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own; the page is known only later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead there those who need it and have none."""
        user, match = request.user, request.resolver_match
        if not user.is_authenticated or request.session.get(SESSION_KEY) or (match and match.url_name in _OPEN):
            return None
        if SECOND_FACTOR_ROLES.isdisjoint(user.roles):
            return None
        if is_mfa_enabled(user):
            request.session[SESSION_KEY] = True
            return None
        return redirect("mfa_activate_totp")
