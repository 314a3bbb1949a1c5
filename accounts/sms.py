"""SMS, by whichever provider the installation has: an adapter with one method."""

import sys
import unicodedata
from datetime import datetime, time, timedelta
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

DAY_BEGINS, DAY_ENDS = time(7, 0), time(20, 0)  # when a machine may ring somebody's phone

# GSM 03.38 basic set and its extension (each of which counts twice).
_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = set("^{}\\[~]|€")


def segments(text: str) -> int:
    """How many SMS a text is: 160 characters of GSM-7 (153 each if several), or 70 (67) with any other letter.

    Source: 3GPP TS 23.038 and 23.040.
    """
    if set(text) <= _BASIC | _EXTENDED:
        length, one, several = len(text) + sum(c in _EXTENDED for c in text), 160, 153
    else:
        length, one, several = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= one else -(-length // several)


def polite_moment(now: datetime) -> datetime | None:
    """When an SMS that is ready now may leave: at once (None), or at seven in the morning. `now` is Nairobi's clock."""
    if DAY_BEGINS <= now.time() < DAY_ENDS:
        return None
    day = now.date() if now.time() < DAY_BEGINS else now.date() + timedelta(days=1)
    return datetime.combine(day, DAY_BEGINS, now.tzinfo)


_LIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "·": "-", "\u00a0": " "}
)


def plain(text: str) -> str:
    """The text in letters of GSM-7, so that one SMS holds 160 of them: a tilde falls off, a curly quote is straight."""
    letters = []
    for letter in text.translate(_LIKE):
        if letter not in _BASIC | _EXTENDED:
            letter = "".join(c for c in unicodedata.normalize("NFKD", letter) if c in _BASIC)
        letters.append(letter)
    return "".join(letters)


class SmsBackend(Protocol):
    """What a provider's adapter must offer."""

    def send(self, to: str, text: str) -> None:
        """Hand one SMS to the provider.

        Raises:
            OSError: when the provider does not take it; it will be tried again.
        """


class ConsoleBackend:
    """Prints each SMS where the server runs; for trying out."""

    def send(self, to: str, text: str) -> None:
        """Print it."""
        sys.stdout.write(f"SMS to {to} ({segments(text)}):\n{text}\n")
        sys.stdout.flush()


class MemoryBackend:
    """Keeps each SMS in a list; for tests."""

    sent: list[tuple[str, str]] = []

    def send(self, to: str, text: str) -> None:
        """Keep it."""
        self.sent.append((to, text))


def send_sms(to: str, text: str) -> None:
    """Send one SMS by the installation's provider.

    Raises:
        OSError: when the provider does not take it.
    """
    backend: SmsBackend = import_string(settings.SMS_BACKEND)()
    backend.send(to, text)
