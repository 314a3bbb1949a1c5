"""The demonstration: invented people in real schools, put there through the services, so that it proves them too."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

DEMO_TOTP_SECRET = "HAKISHULENIDEMO2HAKISHULENIDEMO2"  # noqa: S105 (shown on the demo's own page)


def demo_code() -> str:
    """The six digits that every invented phone shows now."""
    return format_hotp_value(hotp_value(DEMO_TOTP_SECRET, int(time.time()) // 30))
