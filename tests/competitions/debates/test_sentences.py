"""The sentences of the pages are those of the engine, word for word, and take names in place of keys."""

from django.utils import translation

from competitions.debates.choices import FORMATS, SIDES, sentences
from competitions.debates.tab import SENTENCES, TERMS, note
from competitions.debates.tab import sentences as engine


def test_they_are_word_for_word_the_same():
    shown = {**engine.DRAWS, **engine.CHECKS, **engine.PANELS, **engine.BALLOTS, **engine.BREAKS}
    assert shown == sentences.WORDS
    assert sentences.WORDS.items() <= SENTENCES.items()
    assert sentences.TERMS == TERMS


def test_keys_become_names():
    names = {"t7": "Strathmore A", "a3": "Otieno Ouma", "t8": "Moi B"}
    said = sentences.say_note(note("edited", first="t7", second="t8"), names)
    assert said == "Strathmore A and Moi B were exchanged by hand."
    stored = {"code": "sit_out", "values": {"teams": ["t7", "t8"], "points": 2, "rounds": 4}}
    assert sentences.say_note(stored, names).startswith("Strathmore A, Moi B would sit out with 2 points")


def test_they_speak_kiswahili():
    with translation.override("sw"):
        said = sentences.say_note(note("drawn_random"), {})
        assert said != SENTENCES["drawn_random"]
        assert sentences.say_term("rematch") != TERMS["rematch"]


def test_every_format_has_its_sides_and_scores():
    for rules in FORMATS.values():
        assert set(rules.sides) <= SIDES.keys()
        assert rules.scores is not None
        assert not rules.criteria
