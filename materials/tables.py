"""Lists about booklets."""

from django.utils.translation import gettext_lazy as _

from core.tables import ChipColumn, ChoiceColumn, Column, DateColumn, NumberColumn, Table
from materials.choices import Language, PaperForm, Status
from materials.models import Download, Edition, Opinion, Title


class LibraryTable(Table):
    """The library; its page draws covers instead of rows."""

    name = Column(_("Name"), sort="name", link=True)
    language = ChoiceColumn(_("Language"), Language, sort="language")

    class Meta(Table.Meta):
        model = Edition
        fields = ()
        per_page = 24


def _editions(title: Title) -> str:
    """The current editions and drafts of a title, in a line."""
    shown = [e for e in title.editions.all() if e.status in (Status.CURRENT, Status.DRAFT)]
    return " · ".join(f"{e.edition_words} ({e.get_status_display()})" for e in shown)


class TitleTable(Table):
    """Titles and how far their editions are."""

    name = Column(_("Title"), sort="name", link=True)
    code = Column(_("Code"), sort="code")
    audience = Column(_("For whom"), sort="audience", hide=True)
    editions = Column(_("Editions"), _editions)
    taken = NumberColumn(_("Downloads"), sort="taken")

    class Meta(Table.Meta):
        model = Title
        fields = ()


class DownloadTable(Table):
    """Downloads, one a row."""

    edition = Column(_("Booklet"), "edition.name", sort="edition__name", link=lambda row: row.edition.booklet_url)
    which = Column(_("Edition"), "edition.edition_words")
    form = ChoiceColumn(_("Form"), PaperForm, sort="form")
    school = Column(
        _("School"),
        "school.name",
        sort="school__name",
        link=lambda row: row.school.get_absolute_url() if row.school else None,
    )
    county = Column(_("County"), "school.county.name", sort="school__county__name")
    day = DateColumn(_("Day"), sort="day")

    class Meta(Table.Meta):
        model = Download
        fields = ()


class OpinionTable(Table):
    """Opinions; its page shows them with the buttons to moderate them."""

    edition = Column(_("Booklet"), "edition.name", sort="edition__name", link=lambda row: row.edition.booklet_url)
    which = Column(_("Edition"), "edition.edition_words")
    stars = NumberColumn(_("Stars"), sort="stars")
    comment = Column(_("Comment"))
    state = ChipColumn(_("State"), "chip", sort="state")
    said = DateColumn(_("Said"), "said_at", sort="said_at")

    class Meta(Table.Meta):
        model = Opinion
        fields = ()
