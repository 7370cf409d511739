"""What the loading of the demo keeps in hand from one step to the next."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import DateField, Model

from accounts.models import Person
from evaluations.models import PlacementEvaluation
from groups.models import Cohort, Intern, StageSupervisor, Tutor, TutorialGroup
from meetings.models import Placement, Room, Semester, TutorialSession
from portfolios.models import Competency, Trace
from tutorat.demo.calendar import DemoCalendar, Term
from tutorat.demo.people import SEED


@dataclass(frozen=True)
class Profile:
    """How much there is. `interns` and `groups` a cohort, newest first; None for a cohort still to import."""

    code: str
    interns: tuple[int | None, ...]
    groups: tuple[int, ...]
    extra_tutors: int = 0
    extra_co_tutors: int = 0
    terms_behind: int = 8
    portraits: bool = True

    @property
    def is_readable(self) -> bool:
        """True for the small faculty whose groups and people were chosen one by one."""
        return not self.extra_tutors


READABLE = Profile("S", interns=(None, 30, 30, 30), groups=(0, 6, 6, 6))
REAL_SCALE = Profile(
    "R",
    interns=(140, 135, 138, 142),
    groups=(28, 27, 28, 29),
    extra_tutors=26,
    extra_co_tutors=6,
    terms_behind=1,
    portraits=False,
)
PROFILES = {profile.code: profile for profile in (READABLE, REAL_SCALE)}


@dataclass
class GroupInHand:
    """A group with everybody in it today."""

    group: TutorialGroup
    cohort: Cohort
    tutor: Tutor
    co_tutor: Tutor | None = None
    interns: list[Intern] = field(default_factory=list)

    @property
    def leading(self) -> list[Tutor]:
        return [self.tutor, self.co_tutor] if self.co_tutor else [self.tutor]


@dataclass
class World:
    profile: Profile
    calendar: DemoCalendar
    now: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    people: dict[str, Person] = field(default_factory=dict)
    """By e-mail address."""
    tutors: dict[str, Tutor] = field(default_factory=dict)
    """By last name."""
    supervisors: list[StageSupervisor] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    """Newest first."""
    groups: list[GroupInHand] = field(default_factory=list)
    semesters: dict[Term, Semester] = field(default_factory=dict)
    rooms: list[Room] = field(default_factory=list)
    placements: dict[tuple[int, int], Placement] = field(default_factory=dict)
    """By intern and semester."""
    held: list[tuple[GroupInHand, TutorialSession]] = field(default_factory=list)
    attended: set[tuple[int, int]] = field(default_factory=set)
    """(session, intern) of those who came."""
    traces: dict[int, list[Trace]] = field(default_factory=dict)
    """By intern."""
    evaluations: dict[tuple[int, int], PlacementEvaluation] = field(default_factory=dict)
    """Returned ones, by intern and semester."""
    competencies: dict[str, Competency] = field(default_factory=dict)
    star: Intern | None = None
    forgotten: Intern | None = None
    """The one nobody has heard from since the entry: the pages have to let that be seen."""

    def person(self, email: str) -> Person:
        return self.people[email]

    def terms_behind(self, cohort: Cohort) -> list[Term]:
        return self.calendar.past_terms(cohort.year)[-self.profile.terms_behind :]

    def recent(self, earliest: int, latest: int) -> datetime:
        """A moment of a working day, between `earliest` and `latest` days ago."""
        return self.calendar.before_today(
            self.chance.randint(latest, earliest),
            self.chance.randint(8, 18),
            self.chance.choice((0, 15, 30, 45)),
        )


def closing_of(session: TutorialSession) -> datetime:
    """When a session was closed, or would be."""
    return session.closed_at or session.ends_at


@contextmanager
def dates_as_given(*models: type[Model]) -> Iterator[None]:
    """Let `auto_now` and `auto_now_add` fields of these models take the date they are given.

    What the demo writes happened over the last years, not at the moment it is loaded.
    """
    kept: list[tuple[DateField, bool, bool]] = []
    for model in models:
        for one in model._meta.get_fields():
            if isinstance(one, DateField) and (one.auto_now or one.auto_now_add):
                kept.append((one, one.auto_now, one.auto_now_add))
                one.auto_now = one.auto_now_add = False
    try:
        yield
    finally:
        for one, auto_now, auto_now_add in kept:
            one.auto_now, one.auto_now_add = auto_now, auto_now_add
