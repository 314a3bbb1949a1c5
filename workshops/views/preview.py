"""Forms whose messages can be read before they are sent."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from accounts.sms import segments
from workshops.services.preview import preview_messages


class Previewed:
    """A form with a second button: it shows every message word for word, and does nothing."""

    request: Any
    template_name = "workshops/form.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Send, or only show what would be sent."""
        if "preview" not in self.request.POST:
            return super().form_valid(form)  # type: ignore[misc]  # a mixin of FormPage
        try:
            found = preview_messages(lambda: form.save(by=self.request.user))
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)  # type: ignore[attr-defined]  # a mixin of FormPage
        self.__dict__.pop("_object", None)  # the service has written into it
        messages = [(message, segments(message.body), len(message.body)) for message in found]
        context = {"form": self.get_form(), "previewed": True, "messages_to_send": messages}  # type: ignore[attr-defined]  # a mixin of FormPage
        return self.render_to_response(self.get_context_data(**context))  # type: ignore[attr-defined]  # a mixin of FormPage
