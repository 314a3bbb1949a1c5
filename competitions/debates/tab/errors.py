"""What the engine refuses, and why: each refusal has a code, values and one English sentence."""

from competitions.debates.tab.notes import Note, Value


class TabError(ValueError):
    """Something the engine will not do.

    `note` carries the code and values for a page to translate; `str(error)` is the English sentence. `causes` are the
    single facts behind it, where there are several.
    """

    def __init__(self, code: str, *, causes: tuple[Note, ...] = (), **values: Value) -> None:
        self.note = Note(code, values)
        self.causes = causes
        super().__init__(code, values)

    def __str__(self) -> str:
        return str(self.note)


class FormatError(TabError):
    """A format's parts do not fit together."""


class DrawError(TabError):
    """A draw cannot be made from what was given."""


class BallotError(TabError):
    """A ballot breaks a rule of its format; it says which speech or team."""


class PanelsError(TabError):
    """No panels can be formed without breaking a hard conflict; `causes` name the culprits."""


class BreakError(TabError):
    """A break cannot be computed from what was given."""


class InputError(TabError):
    """A file is not what its command reads; it says where."""
