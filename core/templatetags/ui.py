"""Small words that templates use everywhere; loaded into every template by the settings."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

# 20 x 20 line drawings, stroke 1.6: our own, so that a page needs no icon font.
ICONS = {
    "today": "M3 9.5 10 4l7 5.5V17H3z",
    "calendar": "M3 5h14v12H3zM3 8.5h14M7 3v4M13 3v4",
    "school": "M2 8l8-4 8 4-8 4zM5 10v5c3 2 7 2 10 0v-5",
    "book": "M4 4h5a2 2 0 0 1 2 2v11a2 2 0 0 0-2-1.5H4zM16 4h-3a2 2 0 0 0-2 2v11a2 2 0 0 1 2-1.5h3z",
    "pencil": "M4 16l1-4 8-8 3 3-8 8z",
    "voice": "M10 3a2.5 2.5 0 0 1 2.5 2.5v4a2.5 2.5 0 0 1-5 0v-4A2.5 2.5 0 0 1 10 3zM5 9.5a5 5 0 0 0 10 0M10 14.5V17",
    "chart": "M4 16V9M9 16V4M14 16v-6M3 16h14",
    "people": "M7 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2-5 5-5s5 2 5 5M13 4.4a3 3 0 0 1 0 5M14 12c2 .7 3 2 3 5",
    "mail": "M3 5h14v10H3zM3 6l7 5 7-5",
    "shield": "M10 3l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V5z",
    "list": "M4 6h12M4 10h12M4 14h8",
    "more": "M5 10h.01M10 10h.01M15 10h.01",
    "me": "M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10zM4 17c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5",
    "download": "M10 3v9M6.5 8.5 10 12l3.5-3.5M4 16h12",
    "print": "M6 8V3h8v5M6 14H3V8h14v6h-3M6 12h8v5H6z",
    "check": "M4 10.5l4 4 8-9",
    "search": "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
}


@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    """A line drawing that says nothing to a screen reader: the words stand beside it."""
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>',
        mark_safe(ICONS[name]),  # noqa: S308 (our own drawings)
    )


@register.simple_tag
def chip(tone: str, words: Any) -> SafeString:
    """A state as text plus shape: tone is wait, done, stop or nothing."""
    return format_html('<span class="chip {}">{}</span>', tone, words) if words else mark_safe("")


@register.simple_tag(takes_context=True)
def table_head(context: template.Context, table: Any) -> SafeString:
    """A table's headings, with the address as it is now."""
    return table.head(context["request"].GET)


@register.filter
def day(value: date | datetime | None, fmt: str = "DATE_FORMAT") -> str:
    """Thu 5 Feb 2026, in Nairobi."""
    if not value:
        return ""
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, fmt)


@register.filter
def moment(value: datetime | None) -> str:
    """Thu 5 Feb 2026, 15:30, in Nairobi."""
    return date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """15:30, in Nairobi."""
    return date_format(timezone.localtime(value), "TIME_FORMAT") if value else ""


@register.filter
def due(value: date | datetime | None) -> str:
    """How far a deadline is: "in 4 days", "today", "2 days late"."""
    if not value:
        return ""
    last = timezone.localtime(value).date() if isinstance(value, datetime) else value
    days = (last - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}


@register.filter
def urgency(value: date | datetime | None) -> str:
    """The class of a deadline: late, soon (a week) or nothing."""
    if not value:
        return ""
    last = timezone.localtime(value).date() if isinstance(value, datetime) else value
    days = (last - timezone.localdate()).days
    return "late" if days < 0 else "soon" if days <= 7 else ""


@register.filter
def filesize(size: int) -> str:
    """What a download weighs, as one reads it on a phone: 480 kB, 2.1 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"


@register.filter
def number(value: Any) -> str:
    """A count, with the thousands apart: 8,833."""
    return "" if value is None else number_format(value, force_grouping=True)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key)


@register.filter
def percent(share: float | None, places: int = 0) -> str:
    """A share of one in hundredths; a dash where it is not known."""
    return "–" if share is None or share != share else f"{number_format(100 * share, places)} %"
