"""Lets the first director in."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.choices import Channel, Role
from accounts.models import Message
from accounts.services.people import invite_person


class Command(BaseCommand):
    """`manage.py invite NAME EMAIL`: an invitation as director, sent by mail and printed here."""

    help = "Invite a director from the command line; everybody else is invited on the pages."

    def add_arguments(self, parser: Any) -> None:
        """Who, and where."""
        parser.add_argument("name")
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, and print the link before the outbox wipes it.

        Raises:
            CommandError: the address is taken or is none.
        """
        try:
            person = invite_person(name=options["name"], email=options["email"], roles=[Role.DIRECTOR], by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        message = Message.objects.get(channel=Channel.EMAIL, to=person.email)
        link = re.search(rf"{re.escape(settings.SITE_URL)}\S+", message.body)
        if link:
            self.stdout.write(f"{person.name} opens this within two weeks:\n{link[0]}")
