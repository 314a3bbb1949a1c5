"""What officers answer about a judge's place."""

from typing import Any

from accounts.models import User
from competitions.essays.models import JudgePlace
from competitions.essays.services.reminders import take_works_back
from core.forms import Form


class TakeBackForm(Form):
    """No question but: this judge?"""

    def __init__(self, *args: Any, instance: JudgePlace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = instance

    def save(self, *, by: User) -> JudgePlace:
        """Take them back."""
        take_works_back(place=self.place, by=by)
        return self.place
