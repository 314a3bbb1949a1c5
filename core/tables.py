"""Tables: a few kinds of column, and rows that are written straight into the page.

Stock django-tables2 renders each cell through a template, `inspect.signature` and attribute dictionaries; a page of
25 rows costs it tens of milliseconds. Here a column knows how to read, say and show its value, and a table writes
its rows itself. Sorting, paging, choosing columns and exporting stay the library's.
"""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from operator import attrgetter
from typing import Any

import django_tables2
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Choices
from django.http import QueryDict
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

Source = str | Callable[[Any], Any]
Words = str | Promise
PER_PAGE_LIMIT = 100


def _reader(source: Source) -> Callable[[Any], Any]:
    """How a value is got from a record: by a function, or along a path of attributes that may end in nothing."""
    if callable(source):
        return source
    get = attrgetter(source)

    def read(record: Any) -> Any:
        try:
            value = get(record)
        except AttributeError:
            return None
        return value() if callable(value) and not isinstance(value, type) else value

    return read


def _linker(link: bool | str | Callable[[Any], str | None]) -> Callable[[Any], str | None] | None:
    """How a record's address is found; by a name, the address is looked up once and the keys are filled in."""
    if link is True:
        return lambda record: record.get_absolute_url()
    if not isinstance(link, str):
        return link or None

    @lru_cache
    def around() -> tuple[str, str]:
        before, _key, after = reverse(link, args=[0]).rpartition("0")
        return before, after

    def find(record: Any) -> str:
        before, after = around()
        return f"{before}{record.pk}{after}"

    return find


class Column(django_tables2.Column):
    """A column of text.

    Args:
        label: The heading.
        source: A path ("county.name") or a function of the record; the column's own name by default.
        sort: The database fields it sorts by; without them it does not sort.
        link: True to link to the record's own page; the name of an address that takes the record's key; or a
            function of the record that gives an address.
        hide: True to leave it out on a phone.
    """

    css = ""

    def __init__(
        self,
        label: Words,
        source: Source | None = None,
        *,
        sort: tuple[str, ...] | str = (),
        link: bool | str | Callable[[Any], str | None] = False,
        hide: bool = False,
        **kwargs: Any,
    ) -> None:
        order_by = (sort,) if isinstance(sort, str) else sort
        super().__init__(
            verbose_name=label,
            empty_values=(),
            orderable=bool(order_by),
            order_by=(*order_by, "pk") if order_by else None,  # a tie-breaker: pages stay stable
            accessor="pk",
            **kwargs,
        )
        self.source = source
        self.href = _linker(link)
        self.hide = hide

    def __deepcopy__(self, memo: Any) -> "Column":
        """A table copies its columns for itself; what they hold never changes."""
        return copy(self)

    def bind(self, name: str) -> None:
        """Called once a table: the column learns its name, and so where it reads by default."""
        self.read = _reader(self.source or name)

    def text(self, value: Any) -> Any:
        """The value as a person reads it; also what a CSV file holds."""
        return "" if value is None else value

    def show(self, value: Any, record: Any) -> str:
        """The inside of the cell, as HTML."""
        said = escape(str(self.text(value)))
        href = self.href(record) if self.href else None
        return f'<a href="{escape(href)}">{said}</a>' if href and said else said

    def render(self, record: Any) -> SafeString:
        """The library's own way in, used where it draws a cell itself."""
        return mark_safe(self.show(self.read(record), record))  # noqa: S308 (show escapes)

    def value(self, record: Any, **kwargs: Any) -> Any:
        """The value in an exported file: numbers and dates stay numbers and dates."""
        value = self.read(record)
        plain = isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)
        return value if plain else str(self.text(value))


class NumberColumn(Column):
    """A count: right-aligned, tabular figures."""

    css = "n"

    def text(self, value: Any) -> Any:
        """With the thousands apart."""
        return "" if value is None else formats.number_format(value, force_grouping=True)


class DateColumn(Column):
    """A day, or a moment in Nairobi. It stays on one line where there is room."""

    css = "d"

    def text(self, value: Any) -> Any:
        """As "Thu 5 Feb 2026", with the time if there is one."""
        if value is None or value == "":
            return ""
        if isinstance(value, datetime):
            return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
        return formats.date_format(value, "DATE_FORMAT")


class ChoiceColumn(Column):
    """One of a model's choices, in words; each word is looked up once a table."""

    def __init__(self, label: Words, choices: type[Choices], source: Source | None = None, **kwargs: Any) -> None:
        super().__init__(label, source, **kwargs)
        self.choices = choices

    def bind(self, name: str) -> None:
        """Learn the words in the reader's language."""
        super().bind(name)
        self.words = {code: str(words) for code, words in self.choices.choices}

    def text(self, value: Any) -> Any:
        """The words of a code."""
        return self.words.get(value, "")


class ChipColumn(Column):
    """A state: text plus shape. The source gives a pair (tone, words)."""

    def text(self, value: Any) -> Any:
        """The words alone."""
        return value[1] if value else ""

    def show(self, value: Any, record: Any) -> str:
        """The words in their shape."""
        return format_html('<span class="chip {}">{}</span>', *value) if value and value[1] else ""


class Table(django_tables2.Table):
    """A list: a table on a wide page, cards on a phone, the same markup."""

    class Meta:
        per_page = 25
        default = ""
        empty_text = _("Nothing here yet.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in self.columns.iterall():
            column.column.bind(column.name)

    def paginate(self, paginator_class: Any = None, per_page: Any = None, page: Any = 1, **kwargs: Any) -> "Table":
        """Take the page and the size from the address without trusting either: the nearest page there is."""
        try:
            size = min(max(int(per_page or self._meta.per_page), 1), PER_PAGE_LIMIT)
        except (TypeError, ValueError):
            size = self._meta.per_page
        options = {"paginator_class": paginator_class} if paginator_class else {}
        try:
            return super().paginate(per_page=size, page=page, **options, **kwargs)
        except PageNotAnInteger:
            return super().paginate(per_page=size, page=1, **options, **kwargs)
        except EmptyPage:
            return super().paginate(per_page=size, page=self.paginator.num_pages, **options, **kwargs)

    @property
    def records(self) -> Any:
        """The records of this page, or all where the table is not paged."""
        page = getattr(self, "page", None)
        return page.object_list.data if page is not None else self.data

    @property
    def page_range(self) -> list[int]:
        """The numbers of the pages to offer; 0 where some are left out."""
        numbers = self.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [number if isinstance(number, int) else 0 for number in numbers]

    def body(self) -> SafeString:
        """The rows of the page. The first cell is the row's name, the others carry their heading for the phone."""
        columns = [(bound.column, self._opening(bound, first=not i)) for i, bound in enumerate(self.columns)]
        return mark_safe("".join(self._row(record, columns) for record in self.records))  # noqa: S308 (show escapes)

    def head(self, query: QueryDict) -> SafeString:
        """The headings; one that sorts is a link that keeps the rest of the address and goes back to the first page."""
        kept = query.copy()
        for field in (self.prefixed_order_by_field, self.prefixed_page_field):
            kept.pop(field, None)
        start = f"?{kept.urlencode()}&" if kept else "?"
        return mark_safe("".join(self._heading(bound, start) for bound in self.columns))  # noqa: S308 (escaped there)

    def _heading(self, bound: Any, start: str) -> str:
        css = f' class="{bound.column.css}"' if bound.column.css else ""
        words = escape(str(bound.header))
        if not bound.orderable:
            return f'<th scope="col"{css}>{words}</th>'
        alias = bound.order_by_alias
        way = ("descending" if alias.is_descending else "ascending") if bound.is_ordered else ""
        aria = f' aria-sort="{way}"' if way else ""
        href = escape(f"{start}{self.prefixed_order_by_field}={alias.next}")
        return f'<th scope="col"{css}{aria}><a href="{href}">{words}</a></th>'

    @staticmethod
    def _opening(bound: Any, *, first: bool) -> str:
        column = bound.column
        css = " ".join(filter(None, [column.css, "hide" if column.hide else ""]))
        kind = f' class="{css}"' if css else ""
        label = "" if first else f' data-label="{escape(capfirst(str(bound.header)))}"'
        return f"<td{kind}{label}>"

    @staticmethod
    def _row(record: Any, columns: list[tuple[Column, str]]) -> str:
        cells = []
        for column, opening in columns:
            shown = column.show(column.read(record), record)
            cells.append(f"{opening}{shown}</td>" if shown else "<td></td>")
        return f"<tr>{''.join(cells)}</tr>"

    def lines(self) -> Iterator[list[Any]]:
        """The whole table for a file: the headings, then every record, in the order shown, page or not."""
        columns = [bound for bound in self.columns if not bound.column.exclude_from_export]
        yield [str(bound.header) for bound in columns]
        records = self.data.data
        for record in records.iterator(chunk_size=500) if hasattr(records, "iterator") else records:
            yield [bound.column.value(record=record) for bound in columns]

    def words(self) -> Iterator[tuple[Any, list[str]]]:
        """Every record with its cells as a person reads them, for paper."""
        columns = [bound.column for bound in self.columns if not bound.column.exclude_from_export]
        for record in self.data.data:
            yield record, [str(column.text(column.read(record))) for column in columns]
