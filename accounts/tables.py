"""Lists about people and trust."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import Channel, PaperKind
from accounts.models import Action, Concern, IssuedPaper, Message, PrintItem, PrintJob, User
from core.tables import ChipColumn, ChoiceColumn, Column, DateColumn, NumberColumn, Table


class UserTable(Table):
    """People."""

    name = Column(_("Name"), sort="name", link=True)
    roles = Column(_("Roles"), "role_words")
    email = Column(_("E-mail"), sort="email", hide=True)
    phone = Column(_("Phone"), hide=True)
    last_login = DateColumn(_("Last sign-in"), sort="last_login")
    state = ChipColumn(_("State"), "chip", sort="is_active")

    class Meta(Table.Meta):
        model = User
        fields = ()


def _about_url(action: Action) -> str | None:
    return action.about_url or None


class ActionTable(Table):
    """The action log."""

    at = DateColumn(_("When"), sort="at")
    by = Column(_("Who"), "by.short_name", sort="by__name")
    verb = Column(_("What"), "verb_words")
    about_text = Column(_("To what"), link=_about_url)

    class Meta(Table.Meta):
        model = Action
        fields = ()


class MessageTable(Table):
    """The outbox."""

    subject = Column(_("Message"), lambda message: str(message), link=True)
    to = Column(_("To"), sort="to")
    channel = ChoiceColumn(_("Way"), Channel, sort="channel")
    queued_at = DateColumn(_("Queued"), sort="queued_at")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = Message
        fields = ()


def _raised_by(concern: Any) -> str:
    return concern.raised_by.name


class ConcernTable(Table):
    """Concerns."""

    number = Column(_("Concern"), lambda concern: str(concern), link=True)
    about_text = Column(_("About"))
    raised_by = Column(_("Raised by"), _raised_by)
    raised_at = DateColumn(_("When"), sort="raised_at")
    state = ChipColumn(_("State"), "chip", sort="closed_at")

    class Meta(Table.Meta):
        model = Concern
        fields = ()


class PrintJobTable(Table):
    """Long print jobs."""

    words = Column(_("What"), sort="words", link=True)
    total = NumberColumn(_("Papers"), sort="total")
    done = NumberColumn(_("Printed"), hide=True)
    ordered_by = Column(_("Ordered by"), "ordered_by.short_name", sort="ordered_by__name")
    ordered_at = DateColumn(_("Ordered"), sort="ordered_at")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = PrintJob
        fields = ()


def _number(item: PrintItem) -> str:
    return item.paper.number if item.paper else str(item.fields.get("number", ""))


def _paper_url(item: PrintItem) -> str | None:
    return item.paper.office_url if item.paper else None


class PrintItemTable(Table):
    """The copies of a job; the link prints one again."""

    label = Column(_("For"), sort="label", link=True)
    number = Column(_("Number"), _number, sort="paper__number", link=_paper_url)
    place = NumberColumn(_("Place"), lambda item: item.place + 1, sort="place")
    state = ChipColumn(_("State"), "chip", sort="outcome")
    signed = Column(_("Signature"), lambda item: _("Signed PDF"), link="accounts:print-one-signed", hide=True)

    class Meta(Table.Meta):
        model = PrintItem
        fields = ()


def _office_url(paper: IssuedPaper) -> str:
    return paper.office_url


class IssuedPaperTable(Table):
    """Numbered papers."""

    number = Column(_("Number"), sort="number", link=_office_url)
    kind = ChoiceColumn(_("Kind"), PaperKind, sort="kind")
    issued_at = DateColumn(_("Issued"), sort="issued_at")
    issued_by = Column(_("Issued by"), "issued_by.short_name", sort="issued_by__name", hide=True)
    state = ChipColumn(_("State"), "chip", sort="revoked_at")

    class Meta(Table.Meta):
        model = IssuedPaper
        fields = ()
