"""The marks of a paper that is printed for many: `{% field "name" %}` and `{% code "address" %}`."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def field(context: template.Context, name: str, lines: int = 1, smallest: float = 7) -> SafeString:
    """The text of one person, alone in its box: a `div` or cell that does not grow with it.

    What is too long is broken into at most `lines` lines, then shrunk down to `smallest` points, then cut. Fields
    that stand in several places take a name each.
    """
    return context["copy"].field(name, lines, smallest)


@register.simple_tag(takes_context=True)
def code(context: template.Context, name: str) -> SafeString:
    """The QR code of one person's address, as the `src` of an `img` that says how large it is."""
    return context["copy"].code(name)
