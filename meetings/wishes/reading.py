"""Who is asked for wishes, who answered, and what is known of the days of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person
from design.french import WEEKDAYS, list_words
from groups.models import Intern, Tutor, Tutorship
from meetings.facts import bounds_of, recess_days
from meetings.models import InternUnavailability, Semester, TutorWishes, Unavailability, WishCall
from meetings.overview import groups_of
from meetings.plans.policy import candidate_days, planning_policy
from meetings.queries import semester_on
from meetings.wishes.half_days import HalfDay, halves_of


def tutors_asked(semester: Semester) -> QuerySet[Tutor]:
    """The tutors and co-tutors who have a group that meets in `semester`, by name."""
    leading = Tutorship.objects.filter(
        tutor=OuterRef("pk"), ends_on=None, group__in=groups_of(semester).values("pk")
    )
    return (
        Tutor.objects.filter(Exists(leading), person__is_active=True)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def call_waiting_for(person: Person, today: date) -> WishCall | None:
    """The request that `person` has still to answer as a tutor, the most pressing first."""
    answered = TutorWishes.objects.filter(semester=OuterRef("semester"), tutor__person=person)
    calls = WishCall.objects.filter(~Exists(answered), deadline__gte=today).select_related("semester")
    for call in calls.order_by("deadline", "pk"):
        if tutors_asked(call.semester).filter(person=person).exists():
            return call
    return None


def semester_to_wish_for(today: date) -> Semester | None:
    """The semester whose wishes were asked for last, if its planning is still ahead; else that of `today`."""
    call = WishCall.objects.filter(deadline__gte=today).select_related("semester").first()
    return call.semester if call else semester_on(today)


def days_to_paint(semester: Semester, today: date) -> list[date]:
    """The candidate days that are still to come."""
    return [day for day in candidate_days(planning_policy(), semester, recess_days(semester)) if day >= today]


@dataclass(frozen=True)
class HalfDaysTaken:
    """The half-days a tutor painted, and those lost to an unavailability noted elsewhere."""

    painted: frozenset[HalfDay]
    noted: frozenset[HalfDay]


def half_days_taken(tutor: Tutor, days: Iterable[date]) -> HalfDaysTaken:
    """What is known of `days` (in order) for `tutor`; one query."""
    days = list(days)
    if not days:
        return HalfDaysTaken(frozenset(), frozenset())
    found: dict[str, set[HalfDay]] = defaultdict(set)
    rows = Unavailability.objects.filter(
        tutor=tutor, starts_at__lt=bounds_of(days[-1])[1], ends_at__gt=bounds_of(days[0])[0]
    )
    for source, starts_at, ends_at in rows.order_by("pk").values_list("source", "starts_at", "ends_at"):
        found[source] |= {half for half in halves_of(days) if half.is_lost_to(starts_at, ends_at)}
    return HalfDaysTaken(
        frozenset(found[Unavailability.Source.WISHES]), frozenset(found[Unavailability.Source.NOTED])
    )


def days_taken(intern: Intern, days: Iterable[date]) -> dict[str, set[date]]:
    """For each `InternUnavailability.Kind`, the `days` (in order) an intern declared; one query."""
    days = list(days)
    taken: dict[str, set[date]] = {kind: set() for kind in InternUnavailability.Kind.values}
    if not days:
        return taken
    rows = InternUnavailability.objects.filter(
        intern=intern, starts_at__lt=bounds_of(days[-1])[1], ends_at__gt=bounds_of(days[0])[0]
    )
    for kind, starts_at, ends_at in rows.order_by("pk").values_list("kind", "starts_at", "ends_at"):
        taken[kind] |= {
            day for day in days if starts_at <= bounds_of(day)[0] and bounds_of(day)[1] <= ends_at
        }
    return taken


@dataclass(frozen=True)
class Answer:
    """Where one tutor stands; `half_days` counts the candidate half-days he or she cannot come."""

    tutor: Tutor
    wishes: TutorWishes | None
    half_days: int

    @property
    def weekdays(self) -> str:
        """`jeudi`, `mardi et jeudi`; all of them when none is preferred."""
        preferred = self.wishes.preferred_weekdays if self.wishes else []
        return list_words(WEEKDAYS[weekday] for weekday in preferred) or "sans préférence"


def answers_for(semester: Semester) -> list[Answer]:
    """One line a tutor asked, those who have not answered first; five queries."""
    tutors = list(tutors_asked(semester))
    wishes = {row.tutor_id: row for row in TutorWishes.objects.filter(semester=semester).order_by("pk")}
    halves = halves_of(candidate_days(planning_policy(), semester, recess_days(semester)))
    lost: dict[int, set[HalfDay]] = defaultdict(set)
    first, last = bounds_of(semester.starts_on)[0], bounds_of(semester.ends_on)[1]
    rows = Unavailability.objects.filter(tutor__in=tutors, starts_at__lt=last, ends_at__gt=first)
    for tutor, starts_at, ends_at in rows.order_by("pk").values_list("tutor", "starts_at", "ends_at"):
        lost[tutor] |= {half for half in halves if half.is_lost_to(starts_at, ends_at)}
    answers = [Answer(tutor, wishes.get(tutor.pk), len(lost[tutor.pk])) for tutor in tutors]
    return sorted(answers, key=lambda answer: answer.wishes is not None)
