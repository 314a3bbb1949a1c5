"""What people think of a booklet: a reader says it, an officer reads it before others do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.pages import ButtonPage, ChangePage, ListPage
from materials.choices import Status
from materials.filters import OpinionFilter
from materials.forms import ModerateForm, OpinionForm
from materials.models import Edition, Opinion
from materials.rules import can_give_opinion, can_moderate_opinions
from materials.tables import OpinionTable
from materials.views.reading import LIBRARY


class OpinionGive(ChangePage):
    """How useful is it?"""

    rule = can_give_opinion
    queryset = Edition.objects.published().exclude(status=Status.WITHDRAWN).select_related("title")
    form_class = OpinionForm
    title = _("How useful is this booklet?")
    button = _("Send")
    done = _("Thank you. Your stars count at once; a comment is shown after an officer has read it.")
    draft = "opinion"

    def get_crumbs(self) -> list[Any]:
        """Under the booklet."""
        edition = self.get_object()
        return [(str(edition), edition.booklet_url)]

    def get_form_kwargs(self) -> dict[str, Any]:
        """What this person said before, or nothing yet."""
        edition, user = self.get_object(), self.request.user
        before = Opinion.objects.filter(edition=edition, by=user).select_related("edition__title").first()
        return {**super().get_form_kwargs(), "instance": before or Opinion(edition=edition, by=user)}

    def get_success_url(self) -> str:
        """Back to the booklet."""
        return self.get_object().booklet_url


class OpinionList(ListPage):
    """What was said, and what still waits to be read."""

    rule = can_moderate_opinions
    queryset = Opinion.objects.select_related("edition__title")
    table_class = OpinionTable
    filterset_class = OpinionFilter
    template_name = "materials/opinion_list.html"
    title = _("Opinions")
    lead = _("A comment is shown without its writer’s name, and only after somebody here has read it.")
    empty = _("Nobody has said anything yet.")
    crumbs = LIBRARY
    export_name = "opinions"


class OpinionModerate(ButtonPage):
    """Show a comment, or keep it back."""

    rule = can_moderate_opinions
    queryset = Opinion.objects.select_related("edition__title")
    done = _("Done.")

    def act(self, thing: Opinion) -> None:
        """Moderate what was read."""
        form = ModerateForm(self.request.POST, instance=thing)
        if not form.is_valid():
            raise ValidationError(_("The comment was changed meanwhile. Read it again."))
        form.save(by=self.request.user)
