"""Fills an empty installation with the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from accounts.models import User
from accounts.services.messages import deliver_due_messages
from accounts.validators import DEMO_PASSWORD
from config.demo.debates import hold_debates
from config.demo.essays import hold_competitions
from config.demo.gallery import hold_picture_competition
from config.demo.materials import publish_booklets
from config.demo.people import SIGN_INS, invite_people
from config.demo.printing import order_letters
from config.demo.schools import fill_register
from config.demo.workshops import ask_for_visits, fill_visits, open_the_door, plan_visits


class Command(BaseCommand):
    """`manage.py demo`: invented people in real schools. `--sign-ins` only prints the table of sign-ins."""

    help = "Load the demonstration into an empty installation (demo mode only)."

    def add_arguments(self, parser: Any) -> None:
        """One switch."""
        parser.add_argument("--sign-ins", action="store_true", help="print the sign-ins and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load once; a second run keeps what is there.

        Raises:
            CommandError: outside the demo mode.
        """
        if not settings.DEMO:
            raise CommandError(
                "This is not a demo: start it with DEMO=1. Demo people must never stand beside real ones."
            )
        if options["sign_ins"]:
            self.print_sign_ins()
            return
        if User.objects.exists():
            return
        # Messages of the invented past go nowhere.
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        settings.SMS_BACKEND = "accounts.sms.MemoryBackend"
        # All or nothing: an interrupted start must not leave half a house that counts as whole.
        with transaction.atomic(), translation.override("en"):
            people = invite_people()
            open_the_door(people)
            fill_register(people)
            plan_visits(people)
            ask_for_visits(people)
            publish_booklets(people)
            fill_visits(people)
            hold_debates(people)
            hold_competitions(people)
            hold_picture_competition(people)
            order_letters(people)
            while deliver_due_messages():
                pass

    def print_sign_ins(self) -> None:
        """One line a role."""
        self.stdout.write(f"\n  {'role':<20}{'sign in with':<32}password")
        for person in SIGN_INS:
            role = str(person.roles[0].label)
            self.stdout.write(f"  {role:<20}{person.email:<32}{DEMO_PASSWORD}")
        self.stdout.write("  Officers' second factor: the page shows the digits that their phone would show.\n")
