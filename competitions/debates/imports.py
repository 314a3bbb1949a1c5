"""Teams and venues pasted as text: one a line, read forgivingly, and nothing lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from competitions.debates.models import Venue
from core.text import fold, tidy
from schools.models import School

MOST_LINES = 400
CHOICES = 4  # universities to choose from, where a name is not clear
LIKELY = 45  # below this nothing is alike
_PARTS = re.compile(r"[,;\t]")


@dataclass(frozen=True)
class TeamLine:
    """One pasted line: its number, and what stands between the commas."""

    number: int
    name: str
    institution: str
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A university that is written otherwise than in the register, and those that it may be."""

    written: str
    lines: tuple[int, ...]
    choices: tuple[School, ...]

    @property
    def field(self) -> str:
        """The name of its field in a form: the same for the same words."""
        return "which_" + sha256(fold(self.written).encode()).hexdigest()[:12]


def read_lines(text: str) -> list[tuple[int, list[str]]]:
    """The lines that say something, with their numbers, in parts."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = [tidy(part) for part in _PARTS.split(line)]
        if any(parts):
            found.append((number, parts))
    return found


def read_teams(text: str) -> tuple[list[TeamLine], list[str]]:
    """The teams of a pasted text, and a sentence for each line that is none."""
    lines, errors, teams = read_lines(text), [], []
    if len(lines) > MOST_LINES:
        return [], [_("These are %(n)d lines; enter at most %(most)d at once.") % {"n": len(lines), "most": MOST_LINES}]
    for number, parts in lines:
        name, institution, *speakers = [*parts, "", ""][: max(len(parts), 2)]
        speakers = [speaker for speaker in speakers if speaker]
        if not name or not institution or not speakers:
            words = _("Line %(line)d needs a team, a university and its speakers, with commas between.")
            errors.append(words % {"line": number})
        elif len(name) > 60 or any(len(speaker) > 80 for speaker in speakers):
            errors.append(_("Line %(line)d: a name is too long.") % {"line": number})
        else:
            teams.append(TeamLine(number, name, institution, tuple(speakers)))
    return teams, errors


def match_universities(teams: Sequence[TeamLine]) -> tuple[dict[str, School], list[Question]]:
    """The universities whose names are clear, by what was written; and a question for each that is not.

    A name is clear where it is a university's own, long or short, whatever its accents and capitals. What is only
    alike is asked, never guessed.
    """
    schools = list(School.objects.open().universities())
    exact = {fold(name): one for one in schools for name in (one.short_name, one.name) if name}
    found, asked = {}, []
    for written in dict.fromkeys(team.institution for team in teams):
        if fold(written) in exact:
            found[written] = exact[fold(written)]
        else:
            lines = tuple(team.number for team in teams if team.institution == written)
            asked.append(Question(written, lines, _alike(written, schools)))
    return found, asked


def _alike(written: str, schools: Sequence[School]) -> tuple[School, ...]:
    """The universities whose names are most alike."""
    names = {one.pk: fold(f"{one.name} {one.short_name}") for one in schools}
    best = process.extract(fold(written), names, scorer=fuzz.token_set_ratio, limit=CHOICES, score_cutoff=LIKELY)
    by_key = {one.pk: one for one in schools}
    return tuple(by_key[key] for _name, _score, key in best)


def read_venues(text: str) -> tuple[list[Venue], list[str]]:
    """Places from lines "Name, priority, seats, step-free"; all but the name may be left out."""
    venues, errors = [], []
    for number, parts in read_lines(text)[: MOST_LINES + 1]:
        name, priority, seats, steps = [*parts, "", "", ""][:4]
        numbers: Mapping[str, str] = {"priority": priority or "1", "capacity": seats or "0"}
        if not name or len(name) > 60 or not all(value.isascii() and value.isdigit() for value in numbers.values()):
            errors.append(_("Line %(line)d is not “name, priority, seats”.") % {"line": number})
            continue
        values = {key: min(int(value[:6]), 9999) for key, value in numbers.items()}
        venues.append(Venue(name=name, is_step_free=bool(steps), **values))
    return venues, errors
