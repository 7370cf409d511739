"""Writing what stands before any session: semesters, rooms, seminars, placements, tutors' meetings."""

from datetime import date, timedelta

from groups.models import Intern
from meetings.models import (
    Placement,
    Recess,
    Room,
    RoomClosure,
    Semester,
    Seminar,
    TutorsMeeting,
    Unavailability,
)
from tutorat.demo import places
from tutorat.demo.calendar import END_OF_YEAR_FROM, END_OF_YEAR_UNTIL, THURSDAY, WINTER, Term, first_worked
from tutorat.demo.content import set_in_type
from tutorat.demo.content.words import MEETING_AGENDA, MEETING_MINUTES, SEMINARS
from tutorat.demo.loading.world import World
from tutorat.demo.people import SUPERVISORS

ROOMS_AT_REAL_SCALE = 12
AMBULATORY = ("N1", "SASPAS", "N3A", "N3B")
MSU_COUNT = sum(1 for each in SUPERVISORS if each.kind == "msu")


def write_terms(world: World) -> None:
    terms = world.calendar.terms
    semesters = Semester.objects.bulk_create(
        Semester(season=term.season, starts_on=term.starts_on, ends_on=term.ends_on) for term in terms
    )
    world.semesters = dict(zip(terms, semesters, strict=True))
    Recess.objects.bulk_create(
        Recess(
            semester=semester,
            name="Vacances de fin d’année",
            starts_on=date(term.starts_on.year, *END_OF_YEAR_FROM),
            ends_on=date(term.ends_on.year, *END_OF_YEAR_UNTIL),
        )
        for term, semester in world.semesters.items()
        if term.season == WINTER
    )


def write_rooms(world: World) -> None:
    rooms = [
        Room(
            code=room.code.replace("-", "\u2011"),
            name=room.name,
            site=places.SITE,
            layout=room.layout,
            capacity=room.capacity,
            group_work=room.group_work,
            accessible=room.accessible,
            note=room.note,
        )
        for room in places.ROOMS
    ]
    if not world.profile.is_readable:
        rooms += [
            Room(code=f"TON\u2011B{number:02d}", site=places.SITE, layout=Room.Layout.CIRCLE, capacity=20)
            for number in range(1, ROOMS_AT_REAL_SCALE + 1)
        ]
    world.rooms = Room.objects.bulk_create(rooms)


def write_obstacles(world: World) -> None:
    """The planted conflict: a seminar of the second year on the common Thursday, 14 h to 17 h (C.7)."""
    calendar = world.calendar
    second_year = world.cohorts[1]
    planted = Seminar(
        cohort=second_year,
        title=SEMINARS[0],
        starts_at=calendar.moment(calendar.thursday, 14),
        ends_at=calendar.moment(calendar.thursday, 17),
        place=places.ROOMS[4].name,
    )
    others = [
        Seminar(
            cohort=cohort,
            title=SEMINARS[rank % len(SEMINARS)],
            starts_at=calendar.moment(day, 9),
            ends_at=calendar.moment(day, 12, 30),
            place="Faculté de médecine, Tours",
        )
        for rank, (cohort, weeks) in enumerate(
            (
                (world.cohorts[2], -5),
                (second_year, -3),
                (world.cohorts[0], 4),
                (world.cohorts[2], 5),
                (second_year, 9),
            )
        )
        for day in [first_worked(THURSDAY, calendar.thursday + timedelta(weeks=weeks))]
    ]
    Seminar.objects.bulk_create([planted, *others])
    meeting_room = world.rooms[2]
    RoomClosure.objects.create(
        room=meeting_room,
        starts_at=calendar.moment(calendar.thursday, 8),
        ends_at=calendar.moment(calendar.thursday, 12),
        reason="Peinture",
    )
    Unavailability.objects.bulk_create(
        [
            Unavailability(
                tutor=world.tutors["Orvault"],
                starts_at=calendar.moment(calendar.tuesday, 8),
                ends_at=calendar.moment(calendar.tuesday, 20),
                reason="Consultation avancée",
            ),
            Unavailability(
                tutor=world.tutors["Loubière"],
                starts_at=calendar.moment(calendar.campaign.starts_on, 0),
                ends_at=calendar.moment(calendar.campaign.ends_on, 20),
                reason="Congé de longue durée",
            ),
        ]
    )


def write_meetings(world: World) -> None:
    """The tutors met last week and wrote their minutes; they meet again before the next campaign (A-009)."""
    calendar = world.calendar
    last = calendar.today - timedelta(days=4)
    while last.weekday() != THURSDAY:
        last -= timedelta(days=1)
    coming = first_worked(THURSDAY, calendar.thursday + timedelta(weeks=2))
    TutorsMeeting.objects.bulk_create(
        TutorsMeeting(
            semester=world.semesters[term_with(world, day)],
            starts_at=calendar.moment(day, 18),
            ends_at=calendar.moment(day, 20),
            place="Salle TON\u2011A1, site Tonnellé",
            agenda=set_in_type(MEETING_AGENDA),
            minutes=set_in_type(minutes),
        )
        for day, minutes in ((last, MEETING_MINUTES), (coming, ""))
    )


def term_with(world: World, day) -> Term:
    """The term of the demo which contains `day`, or the nearest one."""
    return min(world.semesters, key=lambda term: max(term.starts_on - day, day - term.ends_on, timedelta(0)))


def write_placements(world: World) -> None:
    """One placement an intern and semester, up to the campaign; the past ones are validated, but one."""
    calendar = world.calendar
    rows: list[Placement] = []
    for in_hand in world.groups:
        terms = [*world.terms_behind(in_hand.cohort), calendar.campaign]
        for rank, intern in enumerate(in_hand.interns):
            rows += [_placement(world, in_hand.cohort.year, intern, rank, term) for term in terms]
    placed = Placement.objects.bulk_create(rows)
    world.placements = {(each.intern_id, each.semester_id): each for each in placed}


def _placement(world: World, year: int, intern: Intern, rank: int, term: Term) -> Placement:
    calendar, chance = world.calendar, world.chance
    semester_rank = calendar.rank(year, term)
    kind = places.PATHS[rank % 2][semester_rank - 1]
    supervisor, place, department = None, "", ""
    if kind in AMBULATORY:
        supervisor = chance.choice([each for each in world.supervisors if each.kind == "msu"])
        place, department = f"{supervisor.place}, {supervisor.town}", supervisor.department_code
    else:
        place, department = chance.choice(places.WARDS[kind])
        heads = [each for each in world.supervisors if each.kind == "head"]
        supervisor = next((head for head in heads if head.place == place), None)
    if intern == world.star:
        supervisor, place, department = _star_placement(world, kind, supervisor, place, department)
    state = Placement.State.ONGOING if term.ends_on >= calendar.today else Placement.State.VALIDATED
    if state == Placement.State.VALIDATED and chance.random() < 0.01:
        state = Placement.State.REFUSED
    return Placement(
        intern=intern,
        semester=world.semesters[term],
        kind=kind,
        place=place,
        department_code=department,
        supervisor=supervisor,
        state=state,
    )


def _star_placement(world: World, kind: str, *drawn):
    """The intern one signs in as goes where the supervisor one signs in as works."""
    if kind == "N1":
        supervisor = world.supervisors[0]
        return supervisor, f"{supervisor.place}, {supervisor.town}", supervisor.department_code
    return drawn
