"""What is asked of an officer about works that are alike."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.choices import CopyState
from competitions.essays.models import CopyPair
from competitions.essays.services.copies import decide_copy
from core.forms import Form


class CopyForm(Form):
    """What they are, and why."""

    state = forms.ChoiceField(
        label=_("These two works"),
        choices=[choice for choice in CopyState.choices if choice[0] != CopyState.OPEN],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Needed where a work is set aside.")
    )

    def __init__(self, *args: Any, instance: CopyPair, **kwargs: Any) -> None:
        decided = {"state": instance.state, "reason": instance.reason}
        kwargs["initial"] = {**decided, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.pair = instance

    def save(self, *, by: User) -> CopyPair:
        """Decide."""
        data = self.cleaned_data
        return decide_copy(pair=self.pair, state=CopyState(data["state"]), reason=data["reason"], by=by)
