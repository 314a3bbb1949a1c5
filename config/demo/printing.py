"""A print of the demonstration: letters to invented people, ready in the print room."""

from accounts.models import User
from accounts.services.press import run_print_job
from accounts.services.printing import Wanted, order_print
from core.pdf.specimens import letter

NAMES = (
    "Mrs. Njeri Kamau", "Mr. Barasa Wafula", "Ms. Zawadi Mwakio", "Mr. Kiprono Cheruiyot", "Mrs. Nekesa Makokha",
    "Mr. Mũgo Kĩbirũ", "Ms. Halima Noor", "Mr. Otieno Ouma", "Ms. Mwende Kilonzo", "Mr. Abdi عبد Noor",
)  # fmt: skip


def order_letters(people: dict[str, User]) -> None:
    """Ordered by the officer, printed at once."""
    wanted = [
        Wanted(
            label=name,
            fields={
                "addressee": name,
                "line1": f"Demonstration School {n}",
                "line2": "P.O. Box 1, Nairobi",
                "reference": f"L-{n:03d}",
                "greeting": f"Dear {name},",
            },
        )
        for n, name in enumerate(NAMES, 1)
    ]
    job = order_print(words="Invitations to the forum", batch=letter(), wanted=wanted, by=people["officer"])
    run_print_job.call(job.pk)
