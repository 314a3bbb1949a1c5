"""A sheet that the judge's device saves by itself (static/marks.js), and what is said when it is not taken."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from competitions.essays.models import Assignment
from competitions.essays.models.closing import ShutError, mark_refusal
from competitions.essays.reports import sheet_of


class Autosaved:
    """A page with a sheet that is sent by a form, or with `X-Autosave` by the device.

    The device hears in JSON what came of it: 200 saved, 409 another device, 410 refused for good, 422 refused as it
    stands; and 404 for what never was this judge's, whether it is there or not.
    """

    request: HttpRequest
    get_lookup: Any
    get_form: Any
    get_success_url: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form, or the device that saves by itself."""
        if request.headers.get("X-Autosave"):
            return self.autosave()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]  # a mixin: the view stands behind it

    def autosave(self) -> JsonResponse:
        """Save what is there. What was handed back or taken back is looked at too, so that it can be said."""
        work = Assignment.objects.ever_dealt_to(self.request.user).filter(**self.get_lookup()).first()
        if work is None:
            return JsonResponse({"said": _("This work is no longer in your hands.")}, status=404)
        self._object = work
        form = self.get_form()
        if not form.is_valid():
            refusal = mark_refusal(work)
            said = [error for errors in form.errors.values() for error in errors]
            return _refused(ShutError(refusal) if refusal else ValidationError(said))
        try:
            sheet = form.save(by=self.request.user)
        except ValidationError as error:
            form.refuse(error)
            return _refused(error, **({"version": sheet_of(work).version} if form.stale else {}))
        at = date_format(timezone.localtime(), "TIME_FORMAT")
        said = _("Saved on this device and on the server, %(at)s") % {"at": at}
        return JsonResponse({"said": said, "version": sheet.version, "next": self.get_success_url()})


def _refused(error: ValidationError, **told: Any) -> JsonResponse:
    said = " ".join(error.messages)
    if isinstance(error, ShutError):
        return JsonResponse({"said": said, "gone": True}, status=410)
    return JsonResponse({"said": said, **told}, status=409 if told else 422)
