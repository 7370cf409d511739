"""What was asked before the next planning: most tutors have answered, the one who signs in has not yet."""

from datetime import timedelta

from meetings.actions.wishes import ask_for_wishes, declare_unavailability, tell_wishes
from meetings.models import InternUnavailability, TutorWishes, WishCall
from meetings.wishes.half_days import AFTERNOON, HalfDay, halves_of
from meetings.wishes.mails import ASKED
from meetings.wishes.reading import days_to_paint, tutors_asked
from outbox.models import Message
from tutorat.demo import people
from tutorat.demo.calendar import THURSDAY, TUESDAY
from tutorat.demo.loading.convening import let_leave
from tutorat.demo.loading.world import World, dates_as_given

ASKED_DAYS_AGO, DAYS_LEFT, REMIND_DAYS = 4, 10, 3
SILENT = "Nadaud"
"""Whom one signs in as: the request waits on her home page."""
SILENT_SHARE = 0.25
PREFERENCES: tuple[list[int], ...] = ([THURSDAY], [TUESDAY], [TUESDAY, THURSDAY], [])
LIMITS = (None, 2, 2, 3)


def write_wishes(world: World) -> None:
    """Asked four days ago about the semester after the campaign."""
    calendar, chance = world.calendar, world.chance
    semester = world.semesters[calendar.terms[-1]]
    secretary = world.person(people.SECRETARY.email)
    days = days_to_paint(semester, calendar.today)
    ask_for_wishes(
        semester=semester,
        deadline=calendar.today + timedelta(days=DAYS_LEFT),
        remind_days=REMIND_DAYS,
        actor=secretary,
    )
    asked_at = calendar.before_today(ASKED_DAYS_AGO, 11)
    let_leave(list(Message.objects.filter(kind=ASKED).order_by("pk")), asked_at)
    WishCall.objects.filter(semester=semester).update(asked_at=asked_at)
    for tutor in tutors_asked(semester):
        if tutor == world.tutors[SILENT] or chance.random() < SILENT_SHARE:
            continue
        away = {half for half in halves_of(days) if chance.random() < 0.06}
        for day in chance.sample(days, min(2, len(days))):
            away |= set(halves_of([day]))
        if chance.random() < 0.4:
            away |= {HalfDay(day, AFTERNOON) for day in days if day.weekday() == TUESDAY}
        tell_wishes(
            tutor=tutor,
            semester=semester,
            preferred_weekdays=chance.choice(PREFERENCES),
            most_sessions_a_day=chance.choice(LIMITS),
            town=tutor.town,
            driving_minutes=tutor.driving_minutes,
            away=[half.code for half in away],
            actor=secretary,
        )
    with dates_as_given(TutorWishes):
        for wishes in TutorWishes.objects.filter(semester=semester).order_by("pk"):
            wishes.submitted_at = world.recent(ASKED_DAYS_AGO - 1, 0)
            wishes.save()


def write_duties(world: World) -> None:
    """Some interns told their nights and their leave for the campaign."""
    semester, chance = world.semesters[world.calendar.campaign], world.chance
    days = days_to_paint(semester, world.calendar.today)
    for in_hand in world.groups:
        for intern in in_hand.interns:
            if days and chance.random() < 0.2:
                chosen = chance.sample(days, min(3, len(days)))
                kinds = InternUnavailability.Kind.values
                away = [f"{day.isoformat()}.{chance.choice(kinds)}" for day in chosen]
                declare_unavailability(intern=intern, semester=semester, away=away)
