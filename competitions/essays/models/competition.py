"""A competition and what is looked for in it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import COMPETITION_TONE, CompetitionState, Kind, Language
from competitions.essays.querysets import CompetitionQuerySet
from schools.models import ClassLevel


class Competition(models.Model):
    """One row is one competition of written work: its question, its dates, its prizes, its promises.

    `competitions.essays.services.competition` keeps it. Numbers that decide (rounds, marks for each entry, prize
    places, the way of breaking a tie) are fixed once it is open. Without `finalists` there is one round.
    """

    name = models.CharField(_("name"), max_length=120)
    question = models.TextField(_("question"), max_length=1000)
    kind = models.CharField(_("learners make"), max_length=5, choices=Kind.choices, default=Kind.ESSAY)
    in_english = models.BooleanField(_("works in English"), default=True)
    in_kiswahili = models.BooleanField(_("works in Kiswahili"), default=True)
    word_limit = models.PositiveIntegerField(
        _("most words"), default=1000, validators=[MinValueValidator(3), MaxValueValidator(5000)]
    )
    quota = models.PositiveSmallIntegerField(
        _("most entries of a school"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    class_levels = models.ManyToManyField(ClassLevel, blank=True, related_name="+", verbose_name=_("classes"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    judging_closes_at = models.DateTimeField(_("judging closes"))
    marks_per_entry = models.PositiveSmallIntegerField(
        _("judges for each entry"), default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    finalists = models.PositiveSmallIntegerField(
        _("how many go on to a final"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    final_marks = models.PositiveSmallIntegerField(
        _("further judges for each finalist"), default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    prize_places = models.PositiveSmallIntegerField(
        _("prize places"), default=3, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    merit_places = models.PositiveSmallIntegerField(_("merit places"), default=5, validators=[MaxValueValidator(500)])
    tie_break = models.TextField(_("how a tie is broken"), max_length=1000)
    privacy = models.TextField(_("what happens to names and works"), max_length=1000, blank=True)
    keep_until = models.DateField(_("names are kept until"))
    state = models.CharField(
        _("state"), max_length=10, choices=CompetitionState.choices, default=CompetitionState.DRAFT, editable=False
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CompetitionQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        verbose_name = _("competition")
        constraints = [
            models.CheckConstraint(
                name="competition_closes_after_opening",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("It must close after it opens."),
            ),
            models.CheckConstraint(
                name="competition_judged_after_closing",
                condition=Q(judging_closes_at__gt=F("closes_at")),
                violation_error_message=_("Judging must end after entries close."),
            ),
            models.CheckConstraint(
                name="competition_has_a_language",
                condition=Q(in_english=True) | Q(in_kiswahili=True),
                violation_error_message=_("Choose at least one language."),
            ),
            models.CheckConstraint(
                name="competition_final_fills_the_prizes",
                condition=Q(finalists=None) | Q(finalists__gte=F("prize_places")),
                violation_error_message=_("At least as many go on to the final as there are prize places."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("essays:competition-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return COMPETITION_TONE[CompetitionState(self.state)], str(self.get_state_display())

    @property
    def languages(self) -> list[Language]:
        """What works may be written in."""
        return [
            language
            for language, taken in ((Language.ENGLISH, self.in_english), (Language.KISWAHILI, self.in_kiswahili))
            if taken
        ]

    @property
    def language_words(self) -> str:
        """The same in words."""
        return ", ".join(str(language.label) for language in self.languages)

    @property
    def is_of_images(self) -> bool:
        """An image is drawn; what is typed is its slogan."""
        return self.kind == Kind.IMAGE

    @property
    def class_words(self) -> str:
        """Who may take part."""
        return ", ".join(level.name for level in self.class_levels.all()) or str(_("all classes"))

    @property
    def takes_entries(self) -> bool:
        """Open, and the last day has not passed."""
        return self.state == CompetitionState.OPEN and self.opens_at <= timezone.now() < self.closes_at

    @property
    def is_decided(self) -> bool:
        """Results are frozen."""
        return self.state in {CompetitionState.DECIDED, CompetitionState.PUBLISHED}

    @property
    def in_final(self) -> bool:
        """There are two rounds, and the second has begun."""
        return self.finalists is not None and hasattr(self, "final")

    @property
    def in_screening(self) -> bool:
        """There are two rounds, and the first is being judged."""
        return self.finalists is not None and self.state == CompetitionState.JUDGING and not self.in_final


class Criterion(models.Model):
    """One row is one thing that judges look for, with its weight and its bands in words.

    `bands` has a line for each band that needs words, such as "3: reasons in order".
    """

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("criterion"), max_length=80)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    max_points = models.PositiveSmallIntegerField(
        _("most points"), default=5, validators=[MinValueValidator(2), MaxValueValidator(10)]
    )
    bands = models.TextField(_("bands in words"), max_length=1000, blank=True)

    anchor = models.TextField(_("an example and its points"), max_length=1500, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["competition", "order"], name="criterion_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def points(self) -> range:
        """What a judge may give."""
        return range(1, self.max_points + 1)

    @property
    def band_words(self) -> str:
        """The bands in one line."""
        return " · ".join(line.strip() for line in self.bands.splitlines() if line.strip())
