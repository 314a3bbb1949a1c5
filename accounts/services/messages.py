"""The outbox: what the machine sends is a row first, is sent once, and is tried again when the net was away."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from accounts.choices import Channel, MessageState
from accounts.models import Message
from accounts.sms import plain, send_sms

MAX_ATTEMPTS = 6
LEASE = timedelta(minutes=2)  # after this a sender that says nothing is taken for dead


class Reachable(Protocol):
    """Somebody one can write to: a person with a login, or an adult of a school who left an address."""

    email: Any
    phone: Any
    language: Any


def queue_message(
    *,
    key: str,
    channel: Channel,
    to: str,
    body: str,
    subject: str = "",
    about_url: str = "",
    secret: bool = False,
    not_before: datetime | None = None,
) -> Message:
    """Put one message into the outbox, once for each key; it leaves after the transaction, or later if told."""
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "to": to,
            "subject": subject[:200],
            "body": body,
            "about_url": about_url,
            "secret": secret,
            "next_try_at": not_before or timezone.now(),
        },
    )
    if created and not_before is None:
        transaction.on_commit(lambda: deliver_message.enqueue(message.pk))
    return message


def message_person(
    person: Reachable,
    template: str,
    *,
    key: str,
    about_url: str = "",
    secret: bool = False,
    sms_not_before: datetime | None = None,
    **context: Any,
) -> Message:
    """Write to a person in his language, by e-mail if he has one, else by SMS (which may have to wait for the day).

    `templates/<template>.txt` holds the e-mail, its first line the subject; `<template>.sms.txt` the SMS.
    """
    context = {**context, "person": person, "org": settings.ORGANISATION, "site": settings.SITE_URL}
    with translation.override(person.language):
        if person.email:
            subject, _sep, body = render_to_string(f"{template}.txt", context).strip().partition("\n")
            channel, to, wait = Channel.EMAIL, person.email, None
        else:
            subject, body = "", plain(render_to_string(f"{template}.sms.txt", context))
            channel, to, wait = Channel.SMS, str(person.phone), sms_not_before
    return queue_message(
        key=key,
        channel=channel,
        to=to,
        subject=subject,
        body=body.strip(),
        about_url=about_url,
        secret=secret,
        not_before=wait,
    )


@task()
def deliver_message(message_id: int) -> str:
    """Send one message if nobody else is sending it. Returns its state after."""
    now = timezone.now()
    claimed = Message.objects.due().filter(pk=message_id)
    if not claimed.update(state=MessageState.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1):
        return "taken"
    message = Message.objects.get(pk=message_id)
    try:
        _hand_over(message)
    except Exception as error:  # whatever a provider throws: the message stays and is tried again
        _put_back(message, error)
    else:
        message.state, message.sent_at, message.error = MessageState.SENT, timezone.now(), ""
        if message.secret:
            message.body = ""
        message.save(update_fields=["state", "sent_at", "error", "body"])
    return str(message.state)


def _hand_over(message: Message) -> None:
    if message.channel == Channel.EMAIL:
        EmailMessage(message.subject, message.body, to=[message.to]).send()
    else:
        send_sms(message.to, message.body)


def _put_back(message: Message, error: Exception) -> None:
    """Wait twice as long after each failure (1, 2, 4 … minutes), and give up in the end."""
    given_up = message.attempts >= MAX_ATTEMPTS
    message.state = MessageState.FAILED if given_up else MessageState.QUEUED
    message.next_try_at = timezone.now() + timedelta(minutes=2 ** (message.attempts - 1))
    message.error = type(error).__name__
    if given_up and message.secret:
        message.body = ""
    message.save(update_fields=["state", "next_try_at", "error", "body"])


def deliver_due_messages() -> int:
    """Send everything that waits or was left behind by a sender that died, the oldest first. Returns how many.

    A one-time code that has ended meanwhile is dropped: it would only bewilder whoever gets it.
    """
    Message.objects.ended_codes().update(state=MessageState.FAILED, error="Expired", body="")
    due = list(Message.objects.due().order_by("pk").values_list("pk", flat=True)[:200])
    for message_id in due:
        deliver_message.call(message_id)
    return len(due)
