"""The sentences of the engine, marked for translation: a remark is stored as code and values and said on display.

Each is word for word what `tab.sentences` says; a test keeps them so.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from competitions.debates.tab import Note, TabError
from competitions.debates.tab.notes import show_value

DRAWS = {
    "team_twice": N_("The team {team} is entered twice."),
    "positions_do_not_fit": N_("The positions of {team} are not counts of {sides} sides."),
    "side_unknown": N_("There is no side {side} for {team}."),
    "count_out_of_range": N_("A count of {team} is {count}; counts run from 0 to {most}."),
    "too_few_teams": N_("{teams} teams do not fill a room of {size}."),
    "histories_too_long": N_("After {rounds} rounds on one position costs can no longer be added up exactly."),
    "team_not_in_draw": N_("The team {team} is not in this draw."),
    "team_already_in_draw": N_("The team {team} is already in this draw."),
    "knockout_size": N_("No knock-out of {format} begins with {teams} teams."),
    "knockout_is_over": N_("The final has been held; there is no round after it."),
    "winners_do_not_fit": N_("Room {room} sends on {count} of its teams; {winners} does not say which."),
    "drawn_random": N_("The round is drawn by lot."),
    "drawn_seeded": N_("The round is drawn by seeds."),
    "drawn_positions": N_("Teams on equal points meet; positions are as even as they can be."),
    "drawn_matching": N_("The whole field is paired at once, at the least cost."),
    "drawn_classic": N_("The round is drawn bracket by bracket."),
    "drawn_round_robin": N_("The round is one of a schedule in which everyone meets everyone."),
    "pulled_up_by_lot": N_("{team} ({points} points) was pulled up to {bracket} by lot, out of {among} teams."),
    "pulled_up_by_cost": N_("{team} ({points} points) was pulled up to {bracket}: its positions suit best of {among}."),
    "pulled_up_by_matching": N_("{team} ({points} points) meets a team on {bracket}: the whole field costs least so."),
    "pulled_up_between": N_("{team} ({points} points) meets a team on {bracket} between their brackets."),
    "above_after_change": N_("{team} ({points} points) is in the bracket of {bracket} since the room was changed."),
    "pull_up_top": N_("{team} ({points} points) was pulled up to {bracket} as the best of its {among}."),
    "pull_up_middle": N_("{team} ({points} points) was pulled up to {bracket} from the middle of its {among}."),
    "pull_up_bottom": N_("{team} ({points} points) was pulled up to {bracket} as the last of its {among}."),
    "pull_up_random": N_("{team} ({points} points) was pulled up to {bracket} by lot, out of {among}."),
    "intermediate_bracket": N_("The last of one bracket meets the first of the next."),
    "bubbled_up": N_("{team} stands in for {instead_of}, who was in conflict here: the bracket above gave it."),
    "bubbled_down": N_("{team} stands in for {instead_of}, who was in conflict here: the bracket below gave it."),
    "one_up_one_down": N_("The second team changed places with that of a neighbouring room, to avoid a conflict."),
    "sides_on_the_day": N_("Sides are tossed in the room."),
    "side_moved": N_("{team} changed its allocated side: the sides did not come out even."),
    "edited": N_("{first} and {second} were exchanged by hand."),
    "solved_again": N_("The room was solved again after teams left or came."),
    "bye_of_schedule": N_("{team} has the bye of the schedule."),
    "bye_of_swing": N_("{team} has the bye, for swing teams come first."),
    "bye_of_lowest": N_("{team} has the bye: the lowest of those with {byes} byes so far."),
    "bye_by_lot": N_("{team} has the bye by lot, among those with {byes} byes so far."),
    "swing_needs_speakers": N_("{teams} swing teams need {speakers} speakers."),
    "sit_out": N_("{teams} would sit out with {points} points; everyone would, once in about {rounds} rounds."),
    "short_rooms": N_("{rooms} rooms would be short, with {sizes} teams."),
}

CHECKS = {
    "team_missing": N_("{team} is in no room and has no bye."),
    "team_not_entered": N_("{team} is placed but did not enter."),
    "team_placed_twice": N_("{team} is placed {times} times."),
    "room_of_wrong_size": N_("Room {room} holds {teams} teams on {sides} sides."),
    "room_number_twice": N_("Two rooms have the number {room}."),
    "too_many_byes": N_("{byes} sit out, and could fill a room."),
    "bye_again": N_("{team} sits out after {byes} byes, though others had fewer."),
    "bracket_spread": N_("Teams on {points} points or more sit in {rooms} rooms, though {fewest} hold them."),
    "pulled_up_past": N_("A team on {points} points sits in the bracket of {bracket}, past one on {past}."),
    "side_not_as_allocated": N_("{teams} sit on other sides than theirs."),
    "met_too_early": N_("{first} and {second} meet again before they met everyone."),
    "same_institution": N_("In room {room} {first} and {second} are of one institution."),
    "met_before": N_("In room {room} {first} and {second} meet again, after {times} times."),
    "sides_uneven": N_("In room {room} {team} will have held its sides {held} times."),
    "positions_could_save": N_("Another seating would save at least {millionths} millionths of the position cost."),
    "exchange_would_save": N_("Opponents exchanged between rooms {room} and {other} change {terms} by {amounts}."),
}

PANELS = {
    "importance_off_scale": N_("The importance of room {room} is 1 to 5, not {importance}."),
    "panel_sizes_upside_down": N_("Panels from {smallest} to {largest} judges make no sense."),
    "voting_panels_are_odd": N_("Voting panels are odd; {smallest} to {largest} judges are not."),
    "room_or_adjudicator_twice": N_("A room or an adjudicator is named twice."),
    "conflict_with_oneself": N_("{adjudicator} is declared in conflict with himself or herself."),
    "too_few_judges": N_("{judges} judges do not make panels for {rooms} rooms: {needed} are needed."),
    "too_few_chairs": N_("The rooms {rooms} can be chaired by {adjudicators} only, which is too few."),
    "panels_impossible": N_("No panels keep every conflict: the rooms {rooms} lack judges."),
    "room_lacks_judges": N_("Room {room} lacks {missing}."),
    "may_not_chair": N_("{adjudicator} may not chair."),
    "conflict_with_team": N_("{adjudicator} must not judge {other} in room {room} ({reason})."),
    "conflict_with_institution": N_("{adjudicator} must not judge {other} in room {room} ({reason})."),
    "judges_kept_apart": N_("{adjudicator} and {other} must not sit together."),
    "panel_smaller_than_planned": N_("Room {room} has {judges} judges of {planned} planned: conflicts leave no other."),
    "judged_before": N_("{adjudicator} judges {team} again, after {times} times."),
    "panel_not_mixed": N_("{adjudicator} and {other} are of one institution or shared a panel before."),
    "venue_or_room_twice": N_("A venue or a room is named twice."),
    "too_few_venues": N_("The rooms {rooms} can be held in {venues} only, which is too few."),
    "venue_need": N_("Room {room} needs a place for {people} people with {needs}."),
    "venue_meets_needs": N_("{venue} has {needs}."),
    "venue_kept": N_("The chair stays in {venue}."),
    "venue_changed": N_("The chair moves from {before} to {venue}."),
}

BALLOTS = {
    "result_does_not_fit": N_("The result of round {round}, room {room} does not fit {sides} sides."),
    "teams_do_not_fit": N_("{teams} do not fill the {sides} sides of a room."),
    "weight_below_one": N_("A round cannot weigh {weight}."),
    "absence_does_not_fit": N_("{team} cannot be {attendance} here."),
    "sheets_do_not_fit": N_("The ballot of {adjudicator} is on {found}; the room holds {expected}."),
    "speeches_do_not_fit": N_("{team} has {speeches} speeches on the ballot, not {speakers}."),
    "speaks_twice": N_("{speaker} of {team} speaks twice; mark the second speech as an iron person's."),
    "iron_person_speaks_once": N_("{speaker} of {team} is marked as an iron person but speaks once."),
    "score_missing": N_("The speech of {speaker} has no score."),
    "score_off_scale": N_("{score} for {speaker} is not on the scale from {low} to {high} in steps of {step}."),
    "criteria_do_not_fit": N_("{speaker} was marked on {marked}; the criteria are {asked}."),
    "mark_off_scale": N_("{mark} for {speaker} on {criterion} is not on its scale."),
    "marks_do_not_add_up": N_("The marks of {speaker} add up to {marks}, not {score}."),
    "reply_not_in_format": N_("{team} has a reply, but the format has none."),
    "reply_missing": N_("{team} has no reply on the ballot."),
    "reply_by_wrong_speaker": N_("The reply of {team} is held by one of its speakers save the last, not by {speaker}."),
    "ranks_do_not_fit": N_("The ranks {ranks} do not number {speeches} speeches."),
    "rank_against_score": N_("{better} is ranked above {worse} with a lower score."),
    "margin_too_large": N_("A margin of {margin} exceeds {limit}."),
    "ranking_missing": N_("The ballot of {adjudicator} names no winner."),
    "ranking_does_not_fit": N_("The ballot of {adjudicator} ranks {ranking}; the room holds {teams}."),
    "ranking_against_totals": N_("{better} ({total}) is placed above {worse} ({higher})."),
    "totals_are_level": N_("{teams} have equal totals; the format needs them to differ or a winner to be named."),
    "audience_decides": N_("A debate of {format} is decided by its audience."),
    "audience_does_not_decide": N_("A debate of {format} is not decided by an audience on two teams."),
    "vote_is_empty": N_("A vote of {votes} with {undecided} undecided counts nobody, or fewer."),
    "ballots_do_not_fit": N_("{ballots} ballots do not make a result by {by}."),
    "judge_votes_twice": N_("One of {adjudicators} has two ballots."),
    "split_without_chair": N_("Judges of room {room} are split and the chair has no ballot."),
    "judges_differ_on_speakers": N_("Judges name different speakers for {team}."),
    "advancing_does_not_fit": N_("The ballot of {adjudicator} must send on {places} teams of the room."),
    "votes_are_level": N_("Votes for {teams} are level for {places} places, and the chair does not part them."),
}

BREAKS = {
    "break_without_places": N_("The category {category} has {size} places."),
    "category_twice": N_("Two of the categories {categories} have one code."),
    "standing_of_unknown_team": N_("The standings name {team}, who did not enter."),
    "needs_do_not_fit": N_("Nothing can be said of a break of {size} after {rounds} rounds with {rooms} rooms drawn."),
}

WORDS: dict[str, str] = {**DRAWS, **CHECKS, **PANELS, **BALLOTS, **BREAKS}
"""All that a draw, a panel, a ballot or a break may say."""

TERMS = {
    "rematch": N_("earlier meetings"),
    "institution": N_("pairs of one institution"),
    "gap": N_("gaps in points"),
    "side": N_("sides grown more uneven"),
    "order": N_("places away from the pairing"),
    "position": N_("unevenness of positions"),
}
"""The parts of a cost."""

_KEY = re.compile(r"^[atsvp]\d+$")

Names = Mapping[str, str]
"""What the engine's keys stand for: "t12" -> "Strathmore A"."""


def say(code: str, values: Mapping[str, Any], names: Names) -> str:
    """One remark in the reader's language, with names in place of keys."""
    shown = {place: _shown(value, names) for place, value in values.items()}
    return gettext(WORDS[code]).format(**shown) if code in WORDS else code


def say_note(note: Note | Mapping[str, Any], names: Names) -> str:
    """A remark of the engine, fresh or as it was stored."""
    if isinstance(note, Note):
        return say(note.code, note.values, names)
    return say(note["code"], note["values"], names)


def say_error(error: TabError, names: Names) -> list[str]:
    """What the engine refuses, and the single facts behind it."""
    return [say_note(one, names) for one in (error.note, *error.causes)]


def say_term(code: str) -> str:
    """The name of a part of a cost."""
    return gettext(TERMS[code])


def _shown(value: Any, names: Names) -> str:
    if isinstance(value, list | tuple):
        return show_value(tuple(_shown(part, names) for part in value))
    text = show_value(value)
    return names.get(text, text) if _KEY.match(text) else text
