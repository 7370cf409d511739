"""Asking for wishes, and telling them."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from design.french import long_date
from groups.actions import set_road
from groups.journal import delete_recorded, record_created
from groups.models import Intern, Tutor
from groups.rules import organises
from meetings.facts import bounds_of
from meetings.models import InternUnavailability, Semester, TutorWishes, Unavailability, WishCall
from meetings.wishes.half_days import halves_of, periods_of
from meetings.wishes.mails import ASKED, asked_already, drafts_for, thread_of
from meetings.wishes.reading import days_to_paint, tutors_asked
from outbox.actions import cancel_thread, enqueue

REASON = "Souhaits"


@transaction.atomic
def ask_for_wishes(*, semester: Semester, deadline: date, remind_days: int, actor: Person) -> int:
    """Ask every tutor concerned who has not answered; return how many are written to.

    Asking again with another date tells the new date; whoever was told the same date is not told twice.
    Raises `ValidationError` when the date is past, or leaves no day of the semester to plan.
    """
    now = timezone.now()
    if deadline < timezone.localdate(now):
        raise ValidationError({"deadline": "Cette date est déjà passée. Choisissez un jour à venir."})
    if deadline >= semester.ends_on:
        last = long_date(semester.ends_on)
        raise ValidationError(
            {"deadline": f"Le semestre finit le {last}. Choisissez un jour avant celui-là."}
        )
    call, is_new = WishCall.objects.select_for_update().get_or_create(
        semester=semester,
        defaults={"deadline": deadline, "remind_days": remind_days, "asked_by": actor},
    )
    if not is_new and (call.deadline, call.remind_days) != (deadline, remind_days):
        call.deadline, call.remind_days, call.sequence = deadline, remind_days, call.sequence + 1
        call.save(update_fields=["deadline", "remind_days", "sequence"])
        cancel_thread(threads=[thread_of(semester.pk)])
    tutors = tutors_asked(semester).exclude(wishes__semester=semester)
    told = asked_already(call)
    drafts = drafts_for(call, [tutor for tutor in tutors if tutor.person_id not in told], now=now)
    enqueue(drafts)
    return sum(draft.kind == ASKED for draft in drafts)


def takes_wishes(call: WishCall | None, person: Person) -> bool:
    """Until the deadline, that day included; the secretariat may always write what it was told."""
    return call is None or timezone.localdate() <= call.deadline or organises(person)


@transaction.atomic
def tell_wishes(
    *,
    tutor: Tutor,
    semester: Semester,
    preferred_weekdays: Collection[int],
    most_sessions_a_day: int | None,
    town: str,
    driving_minutes: int,
    away: Collection[str],
    actor: Person,
) -> list[Unavailability]:
    """Keep what a tutor would like; `away` holds the codes of the half-days he or she cannot come.

    Half-days painted before and not in `away` are taken back; those that are over, and the periods noted
    elsewhere, stay. Return the unavailabilities that are new.
    Raises `ValidationError` once the deadline has passed.
    """
    if not takes_wishes(WishCall.objects.filter(semester=semester).first(), actor):
        raise ValidationError("Le délai est passé : vos souhaits sont transmis tels quels.")
    Tutor.objects.select_for_update().get(pk=tutor.pk)
    set_road(tutor=tutor, town=town, driving_minutes=driving_minutes)
    TutorWishes.objects.update_or_create(
        tutor=tutor,
        semester=semester,
        defaults={
            "preferred_weekdays": sorted(preferred_weekdays),
            "most_sessions_a_day": most_sessions_a_day,
        },
    )
    cancel_thread(threads=[thread_of(semester.pk)], recipients=[tutor.person_id])
    return _paint(tutor, semester, away, actor)


def _paint(tutor: Tutor, semester: Semester, away: Collection[str], actor: Person) -> list[Unavailability]:
    days = days_to_paint(semester, timezone.localdate())
    if not days:
        return []
    wanted = set(periods_of(half for half in halves_of(days) if half.code in away))
    painted = Unavailability.objects.filter(
        tutor=tutor,
        source=Unavailability.Source.WISHES,
        starts_at__gte=bounds_of(days[0])[0],
        ends_at__lte=bounds_of(days[-1])[1],
    )
    known = {(row.starts_at, row.ends_at): row.pk for row in painted}
    delete_recorded(
        painted.filter(pk__in=[pk for period, pk in known.items() if period not in wanted]), actor
    )
    new = Unavailability.objects.bulk_create(
        Unavailability(
            tutor=tutor,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=REASON,
            source=Unavailability.Source.WISHES,
        )
        for starts_at, ends_at in sorted(wanted - known.keys())
    )
    record_created(new, actor)
    return new


@transaction.atomic
def declare_unavailability(*, intern: Intern, semester: Semester, away: Collection[str]) -> int:
    """Keep the days an intern declared: `away` holds codes such as `2026-12-10.leave`; return how many.

    The days that are over stay as they were.
    """
    days = days_to_paint(semester, timezone.localdate())
    if not days:
        return 0
    Intern.objects.select_for_update().get(pk=intern.pk)
    kept = [
        (kind, *bounds_of(day))
        for day in days
        for kind in InternUnavailability.Kind.values
        if f"{day.isoformat()}.{kind}" in away
    ]
    InternUnavailability.objects.filter(
        intern=intern, starts_at__gte=bounds_of(days[0])[0], ends_at__lte=bounds_of(days[-1])[1]
    ).delete()
    InternUnavailability.objects.bulk_create(
        InternUnavailability(intern=intern, kind=kind, starts_at=starts_at, ends_at=ends_at)
        for kind, starts_at, ends_at in kept
    )
    return len(kept)
