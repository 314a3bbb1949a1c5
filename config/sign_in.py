"""The addresses of signing in: those of allauth that the house uses, and no others."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/enter/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/second-factor/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/second-factor/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),  # always closed; says how people come in
    # Names that allauth's own pages point to.
    path("me/email/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
    path(
        "sign-in/forgotten/",
        login_not_required(RedirectView.as_view(pattern_name="account_request_login_code")),
        name="account_reset_password",
    ),
    path("me/second-factor/", factor.index, name="mfa_index"),
    path("me/second-factor/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/second-factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/recovery-codes/save/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
