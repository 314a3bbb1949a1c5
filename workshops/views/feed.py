"""A person's private calendar."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.generic import View

from accounts.models import User
from core.access import anyone
from core.calendars import calendar_file
from core.pages import Page
from core.ratelimit import RateLimited
from workshops.reports import calendar_entries


@method_decorator(login_not_required, "dispatch")
class CalendarFeed(RateLimited, Page, View):
    """What a phone subscribes to: the key in the address is the whole permission, so it answers only open accounts."""

    rule = anyone
    rate = (60, 600)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The calendar, or 404."""
        person = get_object_or_404(User.objects.active(), feed_key=key)
        with translation.override(person.language):
            body = calendar_file(calendar_entries(person), name=person.feed_name)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
