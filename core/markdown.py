"""Markdown -> HTML that can do no harm, for pages and for papers alike.

What may stand in a text: headings, lists, tables, quotations, links to the open web, callouts, and pictures that the
caller hands in under a name. What may not: raw HTML, scripts, any other address, and nesting without end. A text
passes two gates: the parser is told to know no HTML, and what it writes goes through a list of allowed tags.

Callouts are written as

    ::: questions
    1. Who decides?
    :::

with one of the words of `CALLOUTS`, and words of one's own after it where the usual heading does not fit.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import nh3
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

NESTING = 12  # levels of lists in quotes in callouts; what lies deeper is left out
CALLOUTS: dict[str, str | Promise] = {
    "key": _("Key idea"),
    "questions": _("Discussion questions"),
    "activity": _("Class activity"),
    "know": _("Did you know?"),
    "do": _("Do"),
    "dont": _("Don’t"),
    "quote": "",
    "two": "",
}


@dataclass(frozen=True)
class Figure:
    """A picture that a text may show: where it comes from, what it says to those who do not see it, whose it is."""

    src: str
    alt: str
    credit: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Marked:
    """A text as HTML, and the names of pictures that it asks for and nobody has."""

    html: SafeString
    missing: tuple[str, ...]


def marked(text: str, *, figures: Mapping[str, Figure] | None = None, top: int = 2, paper: bool = False) -> Marked:
    """Turn a text into HTML.

    Args:
        text: Markdown as a person typed it.
        figures: Name -> picture. `![](2)` shows the picture with the name "2", and `![](2 "A caption")` a caption.
        top: The level of the text's highest heading (2 under a page's `<h1>`); no level is skipped.
        paper: True for print: plain boxes instead of figures, and tables with the widths of their columns.
    """
    env: dict[str, Any] = {"figures": figures or {}, "missing": [], "paper": paper}
    tokens = _PARSER.parse(text, env)
    _level_headings(tokens, top)
    html = nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, env),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes={"https", "http", "mailto", "tel", "picture"},
        link_rel="noopener noreferrer",
    )
    for name, figure in env["figures"].items():
        html = html.replace(f'src="picture:{escape(name)}"', f'src="{escape(figure.src)}"')
    return Marked(mark_safe(_with_widths(html) if paper else html), tuple(env["missing"]))  # noqa: S308 (cleaned)


_TAGS = set(
    "h2 h3 h4 h5 h6 p br hr strong em code pre ul ol li dl dt dd blockquote cite table thead tbody tr th td a img div"
    " figure figcaption".split()
)
_ATTRIBUTES = {
    "div": {"class"},
    "p": {"class"},
    "table": {"class"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"class", "scope"},
    "td": {"class"},
}
_CLASSES = {"callout", "callout-head", "source", "figure", "caption", "n", *CALLOUTS}
_PICTURE = re.compile(r"picture:[\w-]{1,40}")


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    """Only our own classes, only handed-in pictures, only small numbers."""
    if name == "class":
        return " ".join(word for word in value.split() if word in _CLASSES) or None
    if name == "src":
        return value if _PICTURE.fullmatch(value) else None
    if name == "href":
        return value if not value.startswith("picture:") else None
    if name in {"width", "height", "start"}:
        return value if re.fullmatch(r"\d{1,5}", value) else None
    return value


def _level_headings(tokens: Sequence[Token], top: int) -> None:
    """The first heading gets the top level, and each next one goes down by one at most."""
    given: list[int] = []  # the levels as typed, from the outermost to here
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while given and given[-1] >= level:
                given.pop()
            given.append(level)
            token.tag = f"h{min(top + len(given) - 1, 6)}"
        elif token.type == "heading_close":
            token.tag = f"h{min(top + len(given) - 1, 6)}"


def _picture(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    """A picture of the edition's own; anything else leaves only its words behind."""
    token = tokens[index]
    name = str(token.attrs.get("src", ""))
    figure = env["figures"].get(name)
    if figure is None:
        env["missing"].append(unescape(name)[:60])
        return escape(token.content)
    caption = " · ".join(filter(None, [str(token.attrs.get("title", "")), figure.credit]))
    size = f' width="{figure.width}" height="{figure.height}"' if figure.width and not env["paper"] else ""
    drawn = f'<img src="picture:{escape(name)}" alt="{escape(figure.alt)}"{size}'
    if not token.meta.get("figure"):  # in the midst of a sentence there is no place for a caption of its own
        return f"{drawn}>{escape(f' ({caption})') if caption else ''}"
    if env["paper"]:
        return f"{drawn}>{f'<p class=caption>{escape(caption)}</p>' if caption else ''}"
    return f'{drawn} loading="lazy">{f"<figcaption>{escape(caption)}</figcaption>" if caption else ""}'


def _lift_pictures(state: Any) -> None:
    """A paragraph that holds nothing but one picture is no paragraph but a figure."""
    for place, token in enumerate(state.tokens):
        children = [c for c in token.children or () if c.type != "softbreak" and (c.type != "text" or c.content)]
        if token.type == "inline" and len(children) == 1 and children[0].type == "image":
            children[0].meta = {"figure": True}
            for neighbour in (state.tokens[place - 1], state.tokens[place + 1]):
                if neighbour.type in ("paragraph_open", "paragraph_close"):
                    neighbour.tag, neighbour.hidden = "figure", False
                    neighbour.meta = {"figure": True}


def _paragraph(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    token = tokens[index]
    if token.meta.get("figure") and env["paper"]:
        return '<div class="figure">' if token.nesting == 1 else "</div>\n"
    return str(self.renderToken(tokens, index, options, env))


def _callout(name: str) -> Any:
    """How a callout of that name is opened and closed."""

    def render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
        token = tokens[index]
        opening = token if token.nesting == 1 else _opening(tokens, index)
        said = opening.info.strip()[len(name) :].strip()
        if name == "quote":
            if token.nesting == 1:
                return '<div class="callout quote">'
            return f'<p class="source">{escape(said)}</p></div>\n' if said else "</div>\n"
        if token.nesting == -1:
            return "</div>\n"
        head = said or str(CALLOUTS[name])
        kind = name if name == "two" else f"callout {name}"
        return f'<div class="{kind}">' + (f'<p class="callout-head">{escape(head)}</p>' if head else "") + "\n"

    return render


def _opening(tokens: Sequence[Token], index: int) -> Token:
    """The token that opened what closes here."""
    level = tokens[index].level
    return next(
        t
        for t in reversed(tokens[:index])
        if t.type == tokens[index].type.replace("close", "open") and t.level == level
    )


def _heading_cell(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    return '<th scope="col">'


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True, "maxNesting": NESTING})
    parser.enable(["table", "smartquotes"]).disable(["html_block", "html_inline"]).use(deflist_plugin)
    for name in CALLOUTS:
        parser.use(
            container_plugin,
            name,
            render=_callout(name),
            validate=lambda params, _markup, name=name: (params.strip().split() or [""])[0] == name,
        )
    parser.core.ruler.push("lift_pictures", _lift_pictures)
    parser.add_render_rule("image", _picture)
    parser.add_render_rule("th_open", _heading_cell)
    for part in ("paragraph_open", "paragraph_close"):
        parser.add_render_rule(part, _paragraph)
    return parser


_PARSER = _make_parser()


def _with_widths(html: str) -> str:
    """The press gives columns without a width equal ones: each gets a width by what stands in it."""
    return re.sub(r"<table>.*?</table>", _widths_of_one, html, flags=re.S)


def _widths_of_one(found: re.Match[str]) -> str:
    longest: list[int] = []
    for row in re.findall(r"<tr>(.*?)</tr>", found[0], re.S):
        for place, cell in enumerate(re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)):
            length = len(unescape(re.sub("<[^>]+>", "", cell)))
            longest[place : place + 1] = [max(length, *longest[place : place + 1], 4)]
    weights = [length**0.62 for length in longest]
    widths = iter([100 * weight / sum(weights) for weight in weights])
    return re.sub(
        r'<th scope="col"', lambda match: f'{match[0]} style="width:{next(widths):.1f}%"', found[0], count=len(weights)
    )
