"""Facilitators and their papers, the ministry's letters, the table of speeds."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.choices import Role
from accounts.models import User
from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, Link, ListPage, OwnRows, Page, ThingPage
from workshops.filters import AuthorityFilter, FacilitatorFilter, TerrainFilter
from workshops.forms import AuthorityForm, ClearanceForm, ConfirmVisitForm, FacilitatorForm, TerrainForm
from workshops.models import AccessAuthority, Clearance, Facilitator, Terrain
from workshops.rules import can_plan_forum, can_see_authorities, can_see_clearances
from workshops.services.door import open_blocks, withdraw_authority
from workshops.tables import AuthorityTable, FacilitatorTable, TerrainTable
from workshops.views.forum import FORUMS, OneForum
from workshops.views.preview import Previewed


class ForumConfirm(Previewed, OneForum, ChangePage):
    """Confirm what the school has agreed to."""

    rule = can_plan_forum
    form_class = ConfirmVisitForm
    template_name = "workshops/forum_confirm.html"
    title = _("Confirm the visit")
    button = _("Confirm")
    done = _("The visit is confirmed, and the school has been told.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what bars it."""
        forum = self.get_object()
        blocks = open_blocks(forum, forum.get_people()) if forum.starts_at else []
        return super().get_context_data(blocks=blocks, **kwargs)


class FacilitatorList(ListPage):
    """Who may go to schools."""

    rule = can_plan_forum
    queryset = User.objects.active().with_role(Role.FACILITATOR).prefetch_related("clearances")
    table_class = FacilitatorTable
    filterset_class = FacilitatorFilter
    title = _("Facilitators")
    lead = _("Who may go to schools: a certificate of good conduct, the code of conduct, safeguarding training.")
    empty = _("No facilitator yet. Invite one from the list of people.")
    crumbs = FORUMS
    export_name = "facilitators"

    def get_links(self) -> Iterable[Link]:
        """What else stands at the door."""
        yield Link(_("Authorities"), reverse("workshops:authority-list"))
        yield Link(_("Speeds"), reverse("workshops:terrain-list"))


class OneFacilitator:
    """Pages under one facilitator."""

    queryset: QuerySet = User.objects.with_role(Role.FACILITATOR).prefetch_related("clearances")
    about = "person"
    get_object: Any

    def get_crumbs(self) -> list[Any]:
        """Under the facilitator."""
        person = self.get_object()
        here = reverse("workshops:facilitator-detail", args=[person.pk])
        return [(_("Facilitators"), reverse("workshops:facilitator-list")), (str(person), here)]


class FacilitatorDetail(OneFacilitator, ThingPage):
    """One facilitator's papers."""

    rule = can_see_clearances
    template_name = "workshops/facilitator_detail.html"

    def get_crumbs(self) -> list[Any]:
        """A facilitator has no list to go back to."""
        return super().get_crumbs()[:1] if can_plan_forum(self.request.user) else []

    def get_links(self) -> Iterable[Link]:
        """What an officer may enter."""
        if can_plan_forum(self.request.user):
            pk = self.get_object().pk
            yield Link(_("Enter a paper"), reverse("workshops:clearance-add", args=[pk]), "primary")
            yield Link(_("Change"), reverse("workshops:facilitator-change", args=[pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Papers, and what was told."""
        person = self.get_object()
        told = Facilitator.objects.filter(person=person).first()
        chip = Clearance.chip_of(person.clearances.all())
        return super().get_context_data(told=told, chip=chip, papers=person.clearances.all(), **kwargs)


class ClearanceAdd(OneFacilitator, AboutPage):
    """A paper that an officer has seen."""

    rule = can_plan_forum
    form_class = ClearanceForm
    title = _("Enter a paper")
    done = _("The paper is entered.")


class FacilitatorChange(OneFacilitator, AboutPage):
    """What a facilitator told."""

    rule = can_plan_forum
    form_class = FacilitatorForm
    title = _("What the facilitator told")
    done = _("It is written down.")


class AuthorityList(ListPage):
    """The ministry's letters."""

    rule = can_see_authorities
    queryset = AccessAuthority.objects.prefetch_related("counties")
    table_class = AuthorityTable
    filterset_class = AuthorityFilter
    title = _("Authorities")
    lead = _("Letters of the ministry that let us into the schools of a county.")
    empty = _("No letter yet. Without one no visit is confirmed.")
    crumbs = FORUMS

    def get_links(self) -> Iterable[Link]:
        """Enter one."""
        if can_plan_forum(self.request.user):
            yield Link(_("Enter an authority"), reverse("workshops:authority-add"), "primary")


AUTHORITIES = (*FORUMS, (_("Authorities"), "workshops:authority-list"))


class AuthorityAdd(FormPage):
    """Enter a letter."""

    rule = can_plan_forum
    form_class = AuthorityForm
    title = _("Enter an authority")
    done = _("The authority is entered.")
    crumbs = AUTHORITIES


class AuthorityDetail(ThingPage):
    """One letter."""

    rule = can_see_authorities
    queryset = AccessAuthority.objects.prefetch_related("counties")
    template_name = "workshops/authority_detail.html"
    crumbs = AUTHORITIES

    def get_links(self) -> Iterable[Link]:
        """The ministry may take it back."""
        letter = self.get_object()
        if can_plan_forum(self.request.user) and not letter.withdrawn_at:
            url = reverse("workshops:authority-withdraw", args=[letter.pk])
            yield Link(_("Mark as withdrawn"), url, "harm", post=True)


class AuthorityWithdraw(ButtonPage):
    """The ministry took it back."""

    rule = can_plan_forum
    queryset = AccessAuthority.objects.all()
    done = _("The authority is marked as withdrawn.")

    def act(self, thing: AccessAuthority) -> None:
        """Withdraw."""
        withdraw_authority(authority=thing, by=self.request.user)


class Document(OwnRows, Page, View):
    """A kept document: a cleaned PDF or picture, for those who may see its row."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, or 404 where none was kept."""
        kept = self.get_object().document
        if not kept:
            raise Http404
        kind = "application/pdf" if kept.name.endswith(".pdf") else "image/jpeg"
        with kept.open() as file:
            response = HttpResponse(file.read(), content_type=kind)
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class AuthorityDocument(Document):
    """The letter itself."""

    rule = can_see_authorities
    queryset = AccessAuthority.objects.all()


class ClearanceDocument(Document):
    """The paper itself."""

    rule = can_see_clearances
    queryset = Clearance.objects.all()


class TerrainList(ListPage):
    """How fast one travels."""

    rule = can_plan_forum
    queryset = Terrain.objects.all()
    table_class = TerrainTable
    filterset_class = TerrainFilter
    title = _("Speeds")
    lead = _("How fast one travels, for the warning that a team cannot be there in time.")
    crumbs = FORUMS

    def get_queryset(self) -> QuerySet:
        """The same for every officer."""
        return self.queryset.all()


class TerrainChange(ChangePage):
    """Another speed."""

    rule = can_plan_forum
    form_class = TerrainForm
    title = _("Change the speed")
    done = _("The speed is changed.")
    crumbs = (*FORUMS, (_("Speeds"), "workshops:terrain-list"))

    def get_queryset(self) -> QuerySet:
        """The same for every officer."""
        return Terrain.objects.all()
