"""Lists of competitions and entries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import Language
from competitions.essays.models import Competition, Entry
from core.tables import ChipColumn, ChoiceColumn, Column, DateColumn, NumberColumn, Table


class CompetitionTable(Table):
    """Competitions."""

    name = Column(_("Competition"), sort="name", link=True)
    closes_at = DateColumn(_("Entries until"), sort="closes_at")
    judging_closes_at = DateColumn(_("Judging until"), sort="judging_closes_at", hide=True)
    entries = NumberColumn(_("Entries"), "entry_count", sort="entry_count")
    schools = NumberColumn(_("Schools"), "school_count", sort="school_count")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = Competition
        fields = ()


def _length(entry: Entry) -> str:
    if entry.text:
        return str(_("%(n)d words") % {"n": entry.words})
    return str(_("scanned"))


class EntryTable(Table):
    """Entries of the own school: here a teacher needs the name, and no file has it."""

    number = Column(_("Entry"), lambda entry: str(entry), sort="number", link=True)
    learner = Column(_("Learner"), "entrant.name", exclude_from_export=True)
    class_level = Column(_("Class"), "entrant.class_level.name", sort="entrant__class_level__order")
    language = ChoiceColumn(_("Language"), Language, sort="language")
    competition = Column(_("Competition"), "competition.name", sort="competition__name")
    length = Column(_("Length"), _length, hide=True)
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = Entry
        fields = ()


def _judges(entry: Any) -> str:
    return f"{entry.marked_count}/{entry.judge_count}"


class OfficeEntryTable(Table):
    """Entries for an officer: numbers and schools, no names."""

    number = Column(_("Entry"), lambda entry: str(entry), sort="number", link=True)
    school = Column(_("School"), "entrant.school.name", sort="entrant__school__name")
    county = Column(_("County"), "entrant.school.county.name", sort="entrant__school__county__name", hide=True)
    class_level = Column(_("Class"), "entrant.class_level.name", sort="entrant__class_level__order")
    language = ChoiceColumn(_("Language"), Language, sort="language")
    length = Column(_("Length"), _length, hide=True)
    judges = Column(_("Marked"), _judges, sort="marked_count")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = Entry
        fields = ()
