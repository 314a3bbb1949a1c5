"""Training works with agreed points, and how judges do on them before they judge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import Language
from competitions.essays.models.competition import Competition, Criterion
from competitions.essays.models.judging import JudgePlace
from competitions.essays.querysets import AttemptQuerySet, ExemplarQuerySet
from core.guards import AppendOnly


class TrainingTerms(models.Model):
    """One row is how near a judge must come to the agreed points before judging in one competition.

    Without a row the defaults hold. `services.training` keeps it.
    """

    competition = models.OneToOneField(Competition, models.CASCADE, related_name="training_terms")
    near_total = models.PositiveSmallIntegerField(
        _("points of a hundred, on average"), default=12, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    near_points = models.PositiveSmallIntegerField(
        _("points of any criterion"), default=2, validators=[MaxValueValidator(9)]
    )
    needed = models.PositiveSmallIntegerField(
        _("on how many training works"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    def __str__(self) -> str:
        return str(self.competition)


class Exemplar(models.Model):
    """One row is a work to train on: invented, or released by its writer, and no entry of the competition.

    It stays as it is once a judge has marked it. `services.training` keeps it.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="exemplars")
    order = models.PositiveSmallIntegerField(_("order"), default=1, validators=[MinValueValidator(1)])
    key = models.UUIDField(unique=True, default=uuid4, editable=False)  # the same form sent twice is one work
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=40_000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExemplarQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("training work")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where officers see it among the others."""
        return reverse("essays:exemplars", args=[self.competition_id])

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.text.split())

    def agreed_on(self, criteria: Iterable[Criterion]) -> dict[int, "AgreedPoint"]:
        """The agreed points by the criterion's key, as far as the rubric is the one they were agreed for."""
        held = {(point.order, point.criterion): point for point in self.points.all()}
        found = {c.pk: held.get((c.order, c.name)) for c in criteria}
        return {pk: point for pk, point in found.items() if point}


class AgreedPoint(models.Model):
    """One row is what was agreed on one criterion of a training work, and why.

    A criterion is named by its place and its words: while a competition is prepared its rubric may be written anew.
    """

    exemplar = models.ForeignKey(Exemplar, models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=80)
    points = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(10)])
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["exemplar", "order"], name="agreed_point_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class TrainingAttempt(models.Model):
    """One row is one judge's marking of one training work; the next round over the same work is another row.

    `key` comes from the device: sent twice it is one attempt. `services.training.mark_exemplar` writes it.
    """

    place = models.ForeignKey(JudgePlace, models.PROTECT, related_name="attempts")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="attempts")
    round = models.PositiveSmallIntegerField()
    key = models.UUIDField(unique=True)
    at = models.DateTimeField(default=timezone.now)

    objects = AttemptQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["place", "exemplar", "round"], name="training_attempt_once")]

    def __str__(self) -> str:
        return str(self.exemplar)


class TrainingMark(models.Model):
    """One row is what a judge gave on one criterion of a training work, and why."""

    attempt = models.ForeignKey(TrainingAttempt, models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    reason = models.CharField(max_length=500, blank=True)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [models.UniqueConstraint(fields=["attempt", "criterion"], name="training_mark_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class TrainingPass(models.Model):
    """One row opens the works to one judge: the training was passed, or an officer let the judge begin and said why.

    `services.training` writes it, once.
    """

    place = models.OneToOneField(JudgePlace, models.PROTECT, related_name="training_pass")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    def __str__(self) -> str:
        return str(self.place)


@dataclass(frozen=True)
class Compared:
    """A judge's points beside the agreed ones: (weight, most points, own, agreed) of each criterion."""

    lines: tuple[tuple[int, int, int, int], ...]

    @property
    def own(self) -> float:
        """The judge's total, of a hundred."""
        return self._total(2)

    @property
    def agreed(self) -> float:
        """The agreed total, of a hundred."""
        return self._total(3)

    @property
    def off(self) -> float:
        """How far the totals lie apart."""
        return abs(self.own - self.agreed)

    @property
    def furthest(self) -> int:
        """How far the points of one criterion lie apart, at most."""
        return max((abs(line[2] - line[3]) for line in self.lines), default=0)

    def _total(self, place: int) -> float:
        whole = sum(line[0] for line in self.lines)
        return sum(100 * line[0] * line[place] / line[1] / whole for line in self.lines) if whole else 0.0


def is_passed(attempts: Sequence[Compared], terms: TrainingTerms, works: int) -> bool:
    """Are the newest attempts near enough? As many count as the terms say, or as there are works to train on."""
    counted = min(terms.needed, works)
    newest = attempts[-counted:] if counted else []
    if not counted or len(newest) < counted:
        return False
    near = sum(one.off for one in newest) / counted <= terms.near_total + 1e-9
    return near and all(one.furthest <= terms.near_points for one in newest)


@dataclass(frozen=True)
class Training:
    """How one judge stands in the training of one competition. It writes nothing."""

    place: JudgePlace
    terms: TrainingTerms
    works: list[Exemplar]
    attempts: list[TrainingAttempt]

    @classmethod
    def of(cls, place: JudgePlace) -> "Training":
        """From the rows as they stand."""
        works = list(Exemplar.objects.readable_by(place).prefetch_related("points"))
        attempts = list(place.attempts.select_related("exemplar").prefetch_related("exemplar__points", "marks"))
        terms = TrainingTerms.objects.filter(competition=place.competition_id).first()
        return cls(place, terms or TrainingTerms(competition=place.competition), works, attempts)

    @property
    def passed(self) -> TrainingPass | None:
        """What opened the works to this judge."""
        return getattr(self.place, "training_pass", None)

    @property
    def is_due(self) -> bool:
        """There is something to train on, and the works are still closed."""
        return bool(self.works) and self.passed is None

    @property
    def needed(self) -> int:
        """How many works must be near enough."""
        return min(self.terms.needed, len(self.works))

    @property
    def next(self) -> Exemplar | None:
        """The one to mark now: each once before any comes again, in their order; none once the works are open."""
        if not self.is_due:
            return None
        taken = [attempt.exemplar_id for attempt in self.attempts]
        return min(self.works, key=lambda work: (taken.count(work.pk), work.order, work.pk))

    def compared(self, criteria: Sequence[Criterion]) -> list[Compared]:
        """Each attempt beside what was agreed."""
        return [compared_of(attempt, criteria) for attempt in self.attempts]


def compared_of(attempt: TrainingAttempt, criteria: Sequence[Criterion]) -> Compared:
    """One attempt beside what was agreed, on the criteria that both name."""
    agreed, own = attempt.exemplar.agreed_on(criteria), {mark.criterion_id: mark.points for mark in attempt.marks.all()}
    both = [c for c in criteria if c.pk in agreed and c.pk in own]
    return Compared(tuple((c.weight, c.max_points, own[c.pk], agreed[c.pk].points) for c in both))


def untrained_of(competition: Competition) -> list[JudgePlace]:
    """The places of judges who have still to pass the training, by name; none where there is nothing to train on."""
    languages = set(competition.exemplars.values_list("language", flat=True))
    places = competition.places.filter(active=True, training_pass=None).select_related("judge")
    return [place for place in places if languages & set(place.languages)]
