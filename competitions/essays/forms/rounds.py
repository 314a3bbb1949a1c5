"""What is asked before a final begins."""

from typing import Any

from django import forms

from accounts.models import User
from competitions.essays.models import Competition, Final
from competitions.essays.services.rounds import begin_final
from core.forms import Form


class FinalForm(Form):
    """No question but: begin it as shown? The finger-print says what was shown."""

    inputs_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def save(self, *, by: User) -> Final:
        """Begin."""
        return begin_final(competition=self.competition, by=by, **self.cleaned_data)
