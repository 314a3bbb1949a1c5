"""Sessions and schools of one gathering; the modules that teams teach."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.markdown import marked
from core.pages import ButtonPage, ChangePage, FormPage, Link, ListPage, ThingPage
from workshops.filters import ModuleFilter
from workshops.forms import GuestForm, ModuleForm, SessionForm
from workshops.models import Forum, GuestSchool, Module, Session
from workshops.rules import can_plan_forum, can_report
from workshops.services.session import remove_guest, remove_session
from workshops.tables import ModuleTable
from workshops.views.forum import FORUMS, OneForum

MODULES = (*FORUMS, (_("Modules"), "workshops:module-list"))


class SessionAdd(OneForum, ChangePage):
    """One more session: another day, or another room at the same time."""

    rule = can_plan_forum
    form_class = SessionForm
    title = _("Add a session")
    lead = _("The visit’s own time stays its first session.")
    button = _("Add")
    done = _("The session is added, and the team has been told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty session of this visit."""
        return {**super().get_form_kwargs(), "instance": Session(forum=self.get_object())}

    def get_success_url(self) -> str:
        """Back to the visit."""
        return self.get_object().get_absolute_url()


class UnderForum:
    """Addresses of one row of one visit that this person may see."""

    request: HttpRequest
    kwargs: dict[str, Any]
    rows = "sessions"

    def get_forum(self) -> Forum:
        """The visit, or 404."""
        return get_object_or_404(OneForum.queryset.visible_to(self.request.user), pk=self.kwargs["forum"])

    def get_queryset(self) -> QuerySet:
        """Its rows."""
        return getattr(self.get_forum(), self.rows).select_related("forum__school__county")

    def get_crumbs(self) -> list[Any]:
        """Under the visit."""
        forum = self.get_forum()
        return [(_("Forums"), reverse("workshops:forum-list")), (str(forum), forum.get_absolute_url())]

    def get_success_url(self) -> str:
        """Back to the visit."""
        return self.get_forum().get_absolute_url()

    def get_next_url(self, thing: Any) -> str:
        """Back to the visit."""
        return self.get_success_url()


class SessionChange(UnderForum, ChangePage):
    """Another hour, another room, another team."""

    rule = can_plan_forum
    form_class = SessionForm
    title = _("Change the session")
    done = _("The session is changed, and the team has been told.")


class SessionRemove(UnderForum, ButtonPage):
    """It does not take place."""

    rule = can_plan_forum
    done = _("The session is taken out.")

    def act(self, thing: Session) -> None:
        """Take it out."""
        remove_session(session=thing, by=self.request.user)


class GuestAdd(OneForum, ChangePage):
    """One more school comes."""

    rule = can_plan_forum
    form_class = GuestForm
    title = _("Invite a school")
    lead = _("Its time is held for all sessions, and the rules at the door hold for it too.")
    button = _("Invite")
    done = _("The school is invited.")

    def get_success_url(self) -> str:
        """Back to the visit."""
        return self.get_object().get_absolute_url()


class GuestRemove(UnderForum, ButtonPage):
    """It does not come."""

    rule = can_plan_forum
    rows = "guests"
    done = _("The school is taken off, and its time is free again.")

    def act(self, thing: GuestSchool) -> None:
        """Take it off."""
        remove_guest(guest=thing, by=self.request.user)


class ModuleList(ListPage):
    """What teams teach."""

    rule = can_report
    queryset = Module.objects.all()
    table_class = ModuleTable
    filterset_class = ModuleFilter
    title = _("Modules")
    lead = _("What teams teach. The notes stand in the pack of each visit that uses them.")
    empty = _("No module yet.")
    crumbs = FORUMS
    export_name = "modules"

    def get_links(self) -> Iterable[Link]:
        """Write one."""
        if can_plan_forum(self.request.user):
            yield Link(_("Write a module"), reverse("workshops:module-add"), "primary")


class ModuleDetail(ThingPage):
    """One of them."""

    rule = can_report
    queryset = Module.objects.all()
    template_name = "workshops/module_detail.html"
    crumbs = MODULES

    def get_links(self) -> Iterable[Link]:
        """Change it."""
        if can_plan_forum(self.request.user):
            yield Link(_("Change"), reverse("workshops:module-change", args=[self.get_object().pk]), "primary")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The notes as they are read."""
        return super().get_context_data(notes=marked(self.get_object().notes).html, **kwargs)


class ModuleAdd(FormPage):
    """Write one."""

    rule = can_plan_forum
    form_class = ModuleForm
    title = _("Write a module")
    done = _("The module is kept.")
    draft = "module"
    crumbs = MODULES


class ModuleChange(ChangePage):
    """Change one."""

    rule = can_plan_forum
    queryset = Module.objects.all()
    form_class = ModuleForm
    title = _("Change the module")
    done = _("The module is kept.")
    crumbs = MODULES
