"""The specimens of the papers that all rooms share: one of each, filled in with invented people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.charts import bars, before_after, lines
from core.pdf.batch import Batch, Copy
from core.pdf.listing import Listing
from core.pdf.paper import Paper
from core.pdf.stack import Stack

ADDRESS = "HTTPS://HAKI.EXAMPLE.ORG/V/ABCDEFGHJKLMNPQR"
TYPED = "ABCD-EFGH-JKLM-NPQR"
LINES = 10  # of a delivery note; a longer one is printed by the room that sends it
SPECIMEN_DAY = date(2026, 2, 5)
LONG_NAME = "Bartholomew Christopher Ole Nkaissery wa Kĩrĩnyaga Mwangi Ouma"  # sixty letters and more
RIGHT_TO_LEFT = "عبد الرحمن محمد"


@dataclass(frozen=True)
class Specimen:
    """One printable with invented people in it: its name, what it is called, and how it is made.

    A specimen of a batch also has the copies that go with it; the last of them are the hard ones.
    """

    name: str
    words: str | Promise
    make: Callable[[], Paper | Batch | Listing | Stack | bytes]
    copies: tuple[Copy, ...] | Callable[[], tuple[Copy, ...]] = field(default=())

    def pdf(self) -> bytes:
        """What comes out of the printer.

        Raises:
            PrintError: when it cannot be printed.
        """
        made = self.make()
        if isinstance(made, bytes):
            return made
        if isinstance(made, Paper | Stack):
            return made.pdf()
        out = BytesIO()
        if isinstance(made, Listing):
            made.write(out)
        else:
            made.write(self.copies() if callable(self.copies) else self.copies, out)
        return out.getvalue()


def certificate() -> Batch:
    """A certificate."""
    shared: dict[str, Any] = {
        "kicker": _("National essay competition"),
        "heading": _("Certificate of merit"),
        "opening": _("This certificate is awarded to"),
        "text": _("for an essay that argues with care for the dignity and the equal rights of every person."),
        "signatories": [("Achieng’ Odhiambo", _("Programme Director")), ("Mũgo wa Kĩbirũ", _("Chair of the jury"))],
        "check": _("Genuine? Scan, or type the letters at %(address)s") % {"address": "haki.example.org/v/"},
    }
    return Batch("core/pdf/certificate.html", shared, "certificates", title=shared["heading"])


def cover_slip() -> Batch:
    """A cover slip."""
    shared: dict[str, Any] = {
        "kicker": _("National essay competition"),
        "heading": _("Cover slip"),
        "steps": [
            _("Fix this slip to the front of the work. It goes to the jury with it."),
            _("Write no name, school or place anywhere on the work."),
            _("Keep the list of names and numbers at the school, under lock."),
            _("Hand the works in together, by the day on the letter."),
        ],
    }
    return Batch("core/pdf/slip_cover.html", shared, "cover-slips", title=shared["heading"], across=2, down=2)


def ballot() -> Batch:
    """A ballot."""
    shared: dict[str, Any] = {
        "kicker": _("Inter-varsity debate"),
        "heading": _("Ballot"),
        "motion": _("This house believes that torture can never be justified, whatever the danger."),
        "criteria": [(_("Matter"), 40), (_("Manner"), 40), (_("Method"), 20)],
    }
    return Batch("core/pdf/slip_ballot.html", shared, "ballots", title=shared["heading"], down=2)


def feedback_slip() -> Batch:
    """A feedback slip."""
    shared: dict[str, Any] = {
        "kicker": _("National essay competition"),
        "heading": _("What the jury says"),
        "labels": [_("What is strong"), _("What would make it stronger"), _("A question to think about")],
        "closing": _("Written by judges who did not know whose work it was. A slip is advice, not a mark."),
    }
    return Batch("core/pdf/slip_feedback.html", shared, "feedback-slips", title=shared["heading"], across=2, down=2)


def letter() -> Batch:
    """A letter."""
    shared: dict[str, Any] = {
        "subject": _("Invitation to the human rights forum"),
        "paragraphs": [
            _(
                "We have the honour to invite your school to the forum of this term. Ten learners and one teacher of "
                "each school take part; the programme pays the way, and a meal at noon."
            ),
            _(
                "The forum is about the freedom from torture, and about what a learner can do who sees that somebody "
                "is not treated with dignity. A teacher of your school stays with your learners all day."
            ),
            _("Please tell us by telephone or by e-mail whether you come, and who leads the group."),
        ],
        "signatory": "Achieng’ Odhiambo",
        "signatory_title": _("Programme Director"),
        "day": date_format(SPECIMEN_DAY, "DATE_FORMAT"),
    }
    return Batch("core/pdf/letter.html", shared, "letters", title=shared["subject"])


def delivery_note() -> Batch:
    """A delivery note."""
    shared: dict[str, Any] = {
        "heading": _("Delivery note"),
        "lines": [{"number": n, "item": f"item{n}", "count": f"count{n}"} for n in range(1, LINES + 1)],
        "check": _("Scan to check this note"),
        "day": date_format(SPECIMEN_DAY, "DATE_FORMAT"),
    }
    return Batch("core/pdf/delivery.html", shared, "delivery-notes", title=shared["heading"])


def _certificates() -> tuple[Copy, ...]:
    names = ("Wanjikũ wa Mũgĩthi Kĩmani", "Ng’ang’a Ŋai Ochieng’", LONG_NAME, RIGHT_TO_LEFT)
    return tuple(
        {
            "name": name,
            "detail": "Mũrang’a Girls’ High School, Mũrang’a County",
            "number": f"C-2026-{n:05d}",
            "typed": TYPED,
            "address": ADDRESS,
        }
        for n, name in enumerate(names, 1)
    )


def _cover_slips() -> tuple[Copy, ...]:
    return tuple(
        {
            "number": f"{n:04d}-{'KMPRTW'[n]}",
            "detail": ("Form 3, essay, English", "Kidato cha pili, shairi lenye beti nyingi, kwa Kiswahili sanifu")[
                n % 2
            ],
            "note": "Entered by the school on 5 February 2026",
            "address": ADDRESS,
        }
        for n in range(5)
    )


def _ballots() -> tuple[Copy, ...]:
    judges = ("Chebet Rono", LONG_NAME, RIGHT_TO_LEFT)
    return tuple(
        {
            "room": f"Room {n}",
            "judge": judge,
            "first": "Mũthaiga University A",
            "second": ("Kisumu Lakeside University of Law and the Humanities B", "Pwani Debaters")[n % 2],
            "number": f"R1-{n:02d}",
        }
        for n, judge in enumerate(judges, 1)
    )


def _feedback_slips() -> tuple[Copy, ...]:
    short, long = (
        "A clear thesis, and an example that nobody forgets.",
        "You let both sides speak before you judge. " * 8,
    )
    return (
        {"number": "0001-K", "first": short, "second": long, "third": "Who decides what is necessary?"},
        {"number": "0002-M", "first": long, "second": "Say where a figure comes from.", "third": long},
        {"number": "0003-P", "first": short, "second": "", "third": RIGHT_TO_LEFT},
    )


def _letters() -> tuple[Copy, ...]:
    return tuple(
        {
            "addressee": name,
            "line1": "Mũrang’a Girls’ High School",
            "line2": "P.O. Box 1, 10200 Mũrang’a",
            "reference": f"L-2026-{n:03d}",
            "greeting": f"Dear {name},",
        }
        for n, name in enumerate(("Mrs. Njeri Kamau", LONG_NAME, RIGHT_TO_LEFT), 1)
    )


def _delivery_notes() -> tuple[Copy, ...]:
    goods = (("Know Your Rights, booklet for learners, A5, English", 400), ("Haki Zako, kijitabu cha mwanafunzi", 250))
    more = ("Discussion guide for teachers and patrons of clubs, second edition, in English and in Kiswahili, A4", 12)
    lines = {f"item{n}": words for n, (words, _count) in enumerate((*goods, more), 1)}
    counts = {f"count{n}": str(count) for n, (_words, count) in enumerate((*goods, more), 1)}
    shared = {**lines, **counts, "total": "662", "carrier": "Kĩmani Parcels, KCA 123X", "address": ADDRESS}
    return tuple(
        {**shared, "number": f"DN-2026-{n:05d}", "to": "Mũrang’a Girls’ High School, Mũrang’a", "attention": name}
        for n, name in enumerate(("Ms. Wanjikũ wa Mũgĩthi, 0712 000 678", LONG_NAME, RIGHT_TO_LEFT), 1)
    )


def charts() -> Paper:
    """Charts on paper."""
    months = [date_format(date(2026, month, 1), "M") for month in range(1, 13)]
    kinds = (_("Forums"), _("Workshops"))
    shown = (
        bars(
            _("Booklets sent, by title"),
            [("Know Your Rights", 4120), ("Haki Zako", 3780), (LONG_NAME, 960), ("Mũrang’a & Nyĩrĩ", 0)],
            headings=(_("Title"), _("Copies")),
        ),
        lines(
            _("Gatherings by month"),
            months,
            {kinds[0]: [2, 5, 9, 0, 12, 14, 11, 3, 8, 13, 6, 0], kinds[1]: [0, 1, 2, 0, 4, 3, 5, 1, 2, 6, 3, 1]},
            heading=_("Month"),
        ),
        before_after(
            _("Learners who agree, in a hundred"),
            [
                (_("Torture is never right"), 48, 81),
                (_("I know whom to tell"), 35, 77),
                (_("I would speak up"), 61, 58),
            ],
            headings=(_("Sentence"), _("Before"), _("After")),
        ),
    )
    sized = [(chart, 176, round(176 * chart.share, 1)) for chart in shown]
    context = {"heading": _("Charts"), "lead": _("The same drawings as on the pages."), "charts": sized}
    return Paper("core/pdf/charts.html", context, "charts")


def specimens() -> tuple[Specimen, ...]:
    """All that any room may print for many."""
    return (
        Specimen("certificate", gettext_lazy("Certificate"), certificate, _certificates()),
        Specimen("cover-slip", gettext_lazy("Cover slip"), cover_slip, _cover_slips()),
        Specimen("ballot", gettext_lazy("Ballot"), ballot, _ballots()),
        Specimen("feedback-slip", gettext_lazy("Feedback slip"), feedback_slip, _feedback_slips()),
        Specimen("letter", gettext_lazy("Letter"), letter, _letters()),
        Specimen("delivery-note", gettext_lazy("Delivery note"), delivery_note, _delivery_notes()),
        Specimen("charts", gettext_lazy("Charts"), charts),
    )
