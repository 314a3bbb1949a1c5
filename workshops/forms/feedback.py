"""What the host teacher is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ModelForm
from workshops.choices import Again
from workshops.models import Feedback, Forum
from workshops.services.feedback import give_feedback

SCALE = [(1, _("1, not at all")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, very much"))]


class FeedbackForm(ModelForm):
    """Two marks, one answer, a few words."""

    class Meta:
        model = Feedback
        fields = ["useful", "safe", "again", "good", "better", "who"]
        widgets = {
            "good": forms.Textarea(attrs={"rows": 3}),
            "better": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"good": _("No names of learners.")}

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        feedback = Feedback.objects.filter(forum=instance).first() or Feedback(forum=instance)
        super().__init__(*args, instance=feedback, **kwargs)
        for name in ("useful", "safe"):
            old = self.fields[name]
            self.fields[name] = forms.TypedChoiceField(
                label=old.label, choices=SCALE, coerce=int, widget=forms.RadioSelect
            )
        self.fields["again"].widget = forms.RadioSelect(choices=Again.choices)

    def save(self, *, by: Any) -> Feedback:
        """Keep it."""
        return give_feedback(feedback=self.instance)
