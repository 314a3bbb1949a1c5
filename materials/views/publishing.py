"""For officers: a second person approves an edition; later it is withdrawn, or gets errata."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages import ChangePage
from materials.choices import Status
from materials.forms import ErrataForm, OfferForm, PublishForm, ReturnForm, WithdrawForm
from materials.models import Edition
from materials.rules import can_publish_booklets, can_write_booklets
from materials.services.notices import schools_to_tell
from materials.views.desk import OneEdition


class EditionOffer(OneEdition, ChangePage):
    """The text is done: a colleague looks at it."""

    rule = can_write_booklets
    form_class = OfferForm
    template_name = "materials/publish.html"
    title = _("Ask for approval")
    lead = _(
        "A colleague who had no hand in it, or a director, reads it and publishes it. A change needs a new asking."
    )
    button = _("Ask")
    done = _("Your colleagues see it on their start page.")


class EditionReturn(OneEdition, ChangePage):
    """Not yet."""

    rule = can_publish_booklets
    form_class = ReturnForm
    title = _("Give this edition back")
    button = _("Give back")
    done = _("The draft is given back.")


class Tells:
    """A page that writes to schools: it shows before which, and how many people there."""

    get_object: Any

    def get_told(self) -> Edition | None:
        """The edition whose schools are written to."""
        return self.get_object()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The schools."""
        edition = self.get_told()
        told = schools_to_tell(edition=edition) if edition else []
        return super().get_context_data(told=told, **kwargs)  # type: ignore[misc]


class EditionPublish(Tells, OneEdition, ChangePage):
    """Are you sure? From then on it stands still."""

    rule = can_publish_booklets
    form_class = PublishForm
    template_name = "materials/publish.html"
    title = _("Approve and publish this edition")
    lead = _("Everybody who is signed in can read it at once. A published edition never changes any more.")
    button = _("Approve, print and publish")
    done = _("The edition is published, and all its files are made.")

    def get_told(self) -> Edition | None:
        """The one that it takes the place of."""
        edition = self.get_object()
        return edition.title.editions.filter(language=edition.language, status=Status.CURRENT).first()


class EditionWithdraw(Tells, OneEdition, ChangePage):
    """It was a mistake, or it is out of date."""

    rule = can_publish_booklets
    form_class = WithdrawForm
    template_name = "materials/withdraw.html"
    title = _("Withdraw this edition")
    lead = _("It leaves the library and can no longer be downloaded. Whoever opens its address is told why.")
    button = _("Withdraw")
    done = _("The edition is withdrawn.")


class EditionErrata(OneEdition, ChangePage):
    """What is wrong in it."""

    rule = can_publish_booklets
    form_class = ErrataForm
    title = _("Errata")
    done = _("The errata are on its page.")
