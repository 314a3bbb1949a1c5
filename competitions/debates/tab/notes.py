"""A remark as data: a code and its values, which a page can translate and a test can compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from competitions.debates.tab.sentences import SENTENCES

Value = str | int | Decimal | tuple[str, ...] | tuple[int, ...]
"""What may stand in a remark: nothing that would have to be rendered before it can be translated."""


@dataclass(frozen=True)
class Note:
    """One remark.

    `code` names the sentence in `SENTENCES`; `values` fill its places. A page in another language translates the
    sentence, not the note: `gettext(SENTENCES[note.code]).format(**note.shown())`.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def shown(self) -> dict[str, str]:
        """The values as text, ready for `str.format`; a list is joined by commas."""
        return {name: show_value(value) for name, value in self.values.items()}

    def __str__(self) -> str:
        return SENTENCES[self.code].format(**self.shown())


def note(code: str, **values: Value) -> Note:
    """A remark from its code and values: `note("rematch", first="a", second="b")`."""
    return Note(code, values)


def show_value(value: Value) -> str:
    """One value as text; a list is joined by commas, an empty one is a dash."""
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value) or "-"
    return str(value)
