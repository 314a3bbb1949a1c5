"""The year's visits at a glance."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.pages import PlainPage
from schools.reports import county_map
from workshops.reports import cancellations, loads, pipeline, visits_by_county, voices
from workshops.rules import can_plan_forum
from workshops.views.forum import FORUMS

STEPS = (1, 2, 5, 10)  # visits a county, on the map


class Overview(PlainPage):
    """How far the visits are, who carries them, where they are, why some fell."""

    rule = can_plan_forum
    template_name = "workshops/overview.html"
    title = _("The year’s visits")
    crumbs = FORUMS

    @cached_property
    def year(self) -> int:
        """The year of the address, or this one."""
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:6]) < 2100 else self.now

    @property
    def now(self) -> int:
        """This year, in Nairobi."""
        return timezone.localdate().year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Five pictures of one year."""
        held = self.request.GET.get("map") != "ahead"
        link = f"{reverse('workshops:forum-list')}?county=%s"
        values = visits_by_county(self.year, held=held)
        words = _("visits reported") if held else _("visits to come")
        drawn = county_map(values, limits=STEPS, counts=str(words), url=link)
        states = pipeline(self.year)
        facts = {"pipeline": states, "all": sum(n for _state, n in states), "map": drawn, "held": held}
        facts |= {"loads": loads(self.year), "cancelled": cancellations(self.year), "voices": voices(self.year)}
        return super().get_context_data(year=self.year, **facts, **kwargs)
