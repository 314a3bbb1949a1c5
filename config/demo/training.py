"""Judging of the demonstration before and beside the marks: training works, seeds, and days on which judges marked."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from competitions.essays.choices import Language
from competitions.essays.models import Assignment, Competition, Deal, Exemplar, JudgePlace, MarkSheet, TrainingTerms
from competitions.essays.services.competition import set_judges
from competitions.essays.services.seeds import agree_on_seed, name_seeds
from competitions.essays.services.training import let_judge_begin, mark_exemplar, save_exemplar, save_training_terms
from core.guards import erasing

STRONG = """My uncle mends radios. When a thief took three of them, the neighbours caught a boy of my age and wanted \
to make him speak with a hosepipe. “If it saves the next shop,” said one, “what is one boy’s pain?”

I have thought about that sentence. It is a sum: much pain on one side, a little on the other. But who writes \
the sum? Nobody asked the boy. And a boy who is beaten says what stops the beating. He named his cousin, who \
was in Mombasa that day. So the sum was wrong twice: it hurt one who had a right not to be hurt, and it found \
nobody.

Some will answer that a bomb is not a radio. I grant it. Yet the law makes no price list, and Article 29 does \
not say “unless it is urgent”, because everybody who holds the hosepipe believes that it is urgent.

The radios came back when the police asked patient questions at the market. The boy does not mend radios any \
more."""
WEAK = """Torture is very bad and it should not be done in Kenya. Torture is when somebody is beaten. Many people do \
torture and it is bad. In our country there are many criminals and they should be punished by the government \
because they steal.

Torture brings no development. Our leaders should sit down and stop it. Torture is against human rights \
because human rights are for everybody. The youth are the leaders of tomorrow.

In conclusion torture is bad and all of us should say no to it so that we have peace, love and unity."""
WORKS = (  # title, text, then for each of the usual criteria points and why
    (
        "The radios",
        STRONG,
        (
            (4, "Names the right and its article, and applies it to a case; nothing is weighed against another right."),
            (5, "Meets the strongest objection, and turns the picture of the sum against it."),
            (5, "The hosepipe and the last sentence could be nobody else’s."),
            (4, "Sure and clear; a few sentences are longer than they need to be."),
        ),
    ),
    (
        "Torture is bad",
        WEAK,
        (
            (2, "Says that there is a right, and not which; punishment and torture are mixed up."),
            (2, "Says again instead of giving reasons; no objection is met."),
            (1, "Phrases from speeches; nothing seen or thought by the writer."),
            (3, "Understood without effort; the same words come again and again."),
        ),
    ),
)
TRAINED = {  # what each judge gave, attempt by attempt: the points on each criterion
    "judge": ((4, 4, 5, 4), (2, 2, 2, 3)),
    "judge2": ((2, 2, 3, 3), (1, 2, 1, 3), (4, 4, 4, 4)),
    "judge3": ((5, 5, 5, 5),),
    "judge4": ((4, 5, 4, 4), (3, 2, 1, 3)),
}
EXPERIENCE = "Has judged here for six years; travels, and reads the agreed points tonight."
DAYS = {"judge": (10, 1), "judge2": (10, 2), "judge3": (11, 1), "judge4": (10, 8)}  # first and last mark, days ago
DEALT = 12  # days ago
SEEDS = 4


def prepare_judging(competition: Competition, people: dict[str, User], quality: dict[int, float]) -> None:
    """Judges train before anything is dealt; four entries of different quality are seeds with agreed points."""
    by = people["officer"]
    save_training_terms(terms=TrainingTerms(competition=competition, needed=2), by=by)
    _write_works(competition, by, "5eed")
    _train(competition, people)
    by_quality = sorted(quality, key=lambda entry: quality[entry])
    english = set(competition.entries.filter(language=Language.ENGLISH).values_list("pk", flat=True))
    chosen = [pk for pk in by_quality if pk in english][2 :: max(1, len(english) // SEEDS)][:SEEDS]
    numbers = competition.entries.filter(pk__in=chosen).values_list("number", flat=True)
    criteria = list(competition.criteria.all())
    for n, seed in enumerate(name_seeds(competition=competition, numbers=list(numbers), by=by)):
        agreed = max(1, min(5, round(quality[seed.entry_id])))
        points = {c: (max(1, agreed - (n + k) % 2), "As the bands say.") for k, c in enumerate(criteria)}
        agree_on_seed(seed=seed, points=points, key=UUID(int=competition.pk << 64 | n), by=by)


def _write_works(competition: Competition, by: User, mark: str) -> list[Exemplar]:
    criteria = list(competition.criteria.all())
    found = []
    for order, (title, text, agreed) in enumerate(WORKS, 1):
        exemplar = Exemplar(competition=competition, order=order, language=Language.ENGLISH, title=title, text=text)
        exemplar.key = UUID(int=int(mark, 16) << 96 | competition.pk << 8 | order)
        points = dict(zip(criteria, agreed, strict=True))
        found.append(save_exemplar(exemplar=exemplar, points=points, by=by))
    return found


def _train(competition: Competition, people: dict[str, User]) -> None:
    works, criteria = list(competition.exemplars.all()), list(competition.criteria.all())
    for who, (key, attempts) in enumerate(TRAINED.items()):
        place = JudgePlace.objects.get(competition=competition, judge=people[key])
        for taken, given in enumerate(attempts):
            sent = UUID(int=competition.pk << 64 | who << 16 | taken)
            points = {c: (n, "") for c, n in zip(criteria, given, strict=True)}
            exemplar = works[taken % len(works)]
            mark_exemplar(place=place, exemplar=exemplar, points=points, key=sent, taken=taken, by=people[key])
        if not hasattr(JudgePlace.objects.get(pk=place.pk), "training_pass"):
            let_judge_begin(place=place, reason=EXPERIENCE, by=people["officer"])


def name_early(competition: Competition, people: dict[str, User]) -> None:
    """A judge who is named while entries still come in finds the training on the desk."""
    _write_works(competition, people["officer"], "0be4")
    set_judges(competition=competition, offers={people["judge2"]: (True, True, None)}, by=people["officer"])


def spread_marks(competition: Competition, people: dict[str, User]) -> None:
    """What was marked just now was marked on the days behind us: one judge is late by now, one is silent."""
    now = timezone.now()
    with erasing():
        Deal.objects.filter(competition=competition).update(at=now - timedelta(days=DEALT))
        for key, (first, last) in DAYS.items():
            place = JudgePlace.objects.get(competition=competition, judge=people[key])
            sheets = list(MarkSheet.objects.filter(assignment__place=place).order_by("pk"))
            for n, sheet in enumerate(sheets):
                days = first - (first - last) * n / max(1, len(sheets) - 1)
                sheet.at = now - timedelta(days=days)
                Assignment.objects.filter(pk=sheet.assignment_id).update(changed_at=sheet.at)
            MarkSheet.objects.bulk_update(sheets, ["at"])
