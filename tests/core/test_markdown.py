"""A text can say much and do no harm."""

import re
import time

import pytest
from django.utils import translation

from core.markdown import CALLOUTS, Figure, marked

FIGURES = {"1": Figure("/materials/7/pictures/1.jpg", "A <b>tree</b>", "Drawn here", 60, 40)}


def html(text, **options):
    return marked(text, figures=FIGURES, **options).html


def test_what_a_booklet_needs_is_there():
    page = html(
        "## One\n\nA *b* **c** [d](https://e.org/f)\n\n- x\n- y\n\n3. z\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    for part in (
        "<h2>One</h2>",
        "<em>b</em>",
        "<strong>c</strong>",
        'href="https://e.org/f"',
        "<li>x</li>",
        '<ol start="3">',
        "<blockquote>",
        '<th scope="col">a</th>',
        "<td>2</td>",
    ):
        assert part in page


@pytest.mark.parametrize("name", [name for name, head in CALLOUTS.items() if head])
def test_a_callout_has_its_heading_in_the_readers_language_or_its_own(name):
    assert f'<div class="callout {name}"><p class="callout-head">' in html(f"::: {name}\ntext\n:::")
    assert "My own words" in html(f"::: {name} My own words\ntext\n:::")
    with translation.override("sw"):
        assert "Maswali ya majadiliano" in html("::: questions\n1. a\n:::")


def test_a_quotation_names_its_source():
    assert '<p class="source">UDHR &lt;5&gt;</p></div>' in html("::: quote UDHR <5>\nNo one …\n:::")


def test_two_boxes_of_one_kind_in_each_other_keep_their_words():
    page = html(":::: quote Outer\n::: quote Inner\na\n:::\nb\n::::")
    assert page.index("Inner") < page.index("b") < page.index("Outer")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](picture:1)",
        "![x](https://evil.example/pixel.png)",
        "![x](http://169.254.169.254/latest/)",
        "![x](file:///etc/passwd)",
        "![x](../../../etc/passwd)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        '![x](1" onerror="alert(1))',
        '::: key "><script>alert(1)</script>\nx\n:::',
        '::: key onclick="x"\nx\n:::',
        "<iframe src=//evil.example></iframe>",
        "<style>*{display:none}</style>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<a href='javascript:x'>y</a>",
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        "{style=color:red}",
        "<svg/onload=alert(1)>",
        "| a |\n|---|\n| <script>x</script> |",
    ],
)
@pytest.mark.parametrize("paper", [False, True])
def test_hostile_text_is_only_text(text, paper):
    tags = re.findall(r"<[^>]*>", html(text, paper=paper).lower())
    for tag in tags:
        assert not re.match(r"<(script|iframe|style|svg|img|form|input|object)", tag)
        assert not re.search(r"\bon\w+=|\bsrc=|javascript|vbscript|data:|file:|picture:", tag)


def test_a_picture_of_the_edition_is_a_figure_with_its_words():
    page = html('![](1 "The <tree>")')
    assert '<figure><img src="/materials/7/pictures/1.jpg" alt="A &lt;b&gt;tree&lt;/b&gt;"' in page
    assert "<figcaption>The &lt;tree&gt; · Drawn here</figcaption></figure>" in page
    assert '<div class="figure"><img' in html("![](1)", paper=True)


def test_a_picture_that_is_not_there_is_reported_and_leaves_its_words():
    done = marked("![a map](9)", figures=FIGURES)
    assert done.missing == ("9",)
    assert "a map" in done.html
    assert "<img" not in done.html


def test_headings_begin_where_they_should_and_skip_no_level():
    assert html("# a\n\n### b\n\n###### c\n\n# d").count("<h") == 4
    assert [part[:2] for part in html("# a\n\n### b\n\n###### c\n\n# d").split("<")[1:] if part[0] == "h"] == [
        "h2",
        "h3",
        "h4",
        "h2",
    ]
    assert "<h3>a</h3>" in html("##### a", top=3)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000 + " deep",
        "\n".join(" " * 2 * n + "- x" for n in range(150)),
        "- " * 10_000 + "x",
        "[" * 10_000,
        "![" * 5_000 + "x",
        "*" * 10_000 + "x",
        "**_" * 5_000 + "x",
        "`" * 10_000,
        "(" * 10_000 + "<" * 10_000,
        "".join(f"{':' * (400 - n)} key\n" for n in range(390)),
        "| a " * 4_000 + "|\n" + "|---" * 4_000 + "|\n",
        "[a](" * 5_000,
        "\\" * 20_000,
        "&" * 20_000,
    ],
    ids=range(14),
)
def test_nesting_without_end_ends(text):
    begin = time.process_time()
    page = html(text)
    assert time.process_time() - begin < 5
    assert page.count("<div") <= 20
    assert page.count("<blockquote") <= 20
    assert len(page) < 40 * len(text) + 1000


def test_brackets_after_letters_stay_as_they_are():
    """Article 29(c) is no copyright sign."""
    assert "Article 29(c)" in html("Article 29(c)")


def test_a_table_on_paper_has_the_widths_of_its_columns():
    page = html("| a | long heading here |\n|---|---|\n| 1 | 2 |", paper=True)
    assert page.count("style=") == 2
    assert "style=" not in html("| a | b |\n|---|---|\n| 1 | 2 |")
