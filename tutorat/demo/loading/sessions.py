"""Writing the sessions: those held over the years, and the campaign under way."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from groups.models import Intern, Tutor
from meetings.models import (
    Attendance,
    Booking,
    ProgrammeItem,
    Room,
    SessionItem,
    TutorialSession,
)
from meetings.obstacles import slots_between
from tutorat.demo import people
from tutorat.demo.calendar import Term
from tutorat.demo.content.words import EXCUSES
from tutorat.demo.loading.world import GroupInHand, World, dates_as_given

STARTS = ((14, 0), (16, 30), (10, 30), (8, 30), (18, 30))
LENGTH = timedelta(hours=2)
CLOSED = TutorialSession.State.CLOSED
Held = tuple[GroupInHand, TutorialSession]
Wish = tuple[list[date], tuple[tuple[int, int], ...], bool]


class Timetable:
    """Finds the first free slot for a group: neither its room nor its tutors twice at once (D.1-5, D.1-6)."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        self.rooms = [room for room in rooms if room.group_work]
        self.taken: set[tuple[str, int, int]] = set()

    def place(
        self, in_hand: GroupInHand, days: Iterable[date], moment, starts=STARTS
    ) -> tuple[datetime, datetime, Room]:
        seats = len(in_hand.interns) + len(in_hand.leading)
        for day in days:
            for hour, minute in starts:
                start = moment(day, hour, minute)
                end = start + LENGTH
                slots = slots_between(start, end)
                if self._is_taken("tutor", (tutor.pk for tutor in in_hand.leading), slots):
                    continue
                for room in self.rooms:
                    if room.capacity >= seats and not self._is_taken("room", (room.pk,), slots):
                        self.take(in_hand.leading, room, slots)
                        return start, end, room
        raise LookupError(f"no slot left for {in_hand.group.code}")

    def take(self, tutors: Iterable[Tutor], room: Room, slots: Iterable[int]) -> None:
        for slot in slots:
            self.taken.add(("room", room.pk, slot))
            self.taken |= {("tutor", tutor.pk, slot) for tutor in tutors}

    def _is_taken(self, kind: str, keys: Iterable[int], slots: Iterable[int]) -> bool:
        slots = list(slots)
        return any((kind, key, slot) in self.taken for key in keys for slot in slots)


def write_held_sessions(world: World) -> None:
    """Every past semester, each group met on the usual Thursday, or near it."""
    rows: list[Held] = []
    for term, semester in world.semesters.items():
        timetable = Timetable(world.rooms)
        days = [term.usual_thursday + timedelta(days=offset) for offset in (0, 5, -2, 7, 12, 1)]
        for in_hand in world.groups:
            if term not in world.terms_behind(in_hand.cohort):
                continue
            start, end, room = timetable.place(in_hand, days, world.calendar.moment)
            session = _session(world, in_hand, term, start, end, room, CLOSED)
            session.semester = semester
            session.published_at = start - timedelta(days=40)
            session.opened_at, session.closed_at = (
                start,
                end + timedelta(minutes=world.chance.randint(-5, 15)),
            )
            rows.append((in_hand, session))
    world.held = rows
    _write(rows)
    _write_attendance(world)


def write_campaign(world: World) -> list[Held]:
    """The sessions to come, as drafts; returns those people are convened to.

    Profile S: the third-year cohort is convened for the Tuesday, half of the second-year one for the Thursday
    morning; two of its drafts fall in the planted seminar, the rest is still to place. Profile R: everything
    is published but one group in twelve.
    """
    calendar, timetable = world.calendar, Timetable(world.rooms)
    rows: list[Held] = []
    convened: list[Held] = []
    for in_hand in world.groups:
        wish = _wish(world, in_hand)
        if wish is None:
            continue
        days, starts, is_convened = wish
        start, end, room = timetable.place(in_hand, days, calendar.moment, starts)
        session = _session(world, in_hand, calendar.campaign, start, end, room, TutorialSession.State.DRAFT)
        rows.append((in_hand, session))
        if is_convened:
            convened.append((in_hand, session))
    _write(rows)
    return convened


def _wish(world: World, in_hand: GroupInHand) -> Wish | None:
    """Days and hours of the coming session of a group, and whether people are convened; None: to place."""
    calendar = world.calendar
    age, number = world.cohorts.index(in_hand.cohort), in_hand.group.number
    if not world.profile.is_readable:
        if number % 12 == 0:
            return None
        days = [calendar.thursday, calendar.tuesday, calendar.thursday + timedelta(days=1)]
        return [*days, calendar.tuesday + timedelta(days=1)], STARTS[:4], True
    if age == 1:
        if number <= 3:
            return [calendar.thursday], ((10, 30), (8, 30)), True
        return ([calendar.thursday], ((14, 0),), False) if number <= 5 else None
    if age == 2:
        return [calendar.tuesday], STARTS, True
    return ([calendar.tuesday], ((10, 30), (8, 30)), False) if number <= 2 else None


def _session(
    world: World, in_hand: GroupInHand, term: Term, start: datetime, end: datetime, room: Room, state: str
) -> TutorialSession:
    return TutorialSession(
        uid=uuid.UUID(int=world.chance.getrandbits(128), version=4),
        group=in_hand.group,
        semester=world.semesters[term],
        number=world.calendar.rank(in_hand.cohort.year, term),
        starts_at=start,
        ends_at=end,
        room=room,
        room_state=TutorialSession.RoomState.CONFIRMED
        if world.chance.random() < 0.8
        else TutorialSession.RoomState.REQUESTED,
        state=state,
        created_by=world.person(people.SECRETARY.email),
    )


def _write(rows: list[Held]) -> None:
    """The sessions with their slots and the programme of their number."""
    TutorialSession.objects.bulk_create([session for _, session in rows])
    Booking.objects.bulk_create(
        (booking for in_hand, session in rows for booking in _bookings(in_hand, session)), batch_size=2000
    )
    programme: dict[int, list[ProgrammeItem]] = {}
    for item in ProgrammeItem.objects.filter(cohort=None).order_by("session_number", "position"):
        programme.setdefault(item.session_number, []).append(item)
    SessionItem.objects.bulk_create(
        SessionItem(
            session=session,
            position=item.position,
            text=item.text,
            is_mandatory=item.is_mandatory,
            is_done=session.state == CLOSED and (item.is_mandatory or (session.pk + item.position) % 3 == 0),
        )
        for _, session in rows
        for item in programme.get(session.number, [])
    )


def _bookings(in_hand: GroupInHand, session: TutorialSession) -> Iterator[Booking]:
    for slot in slots_between(session.starts_at, session.ends_at):
        yield Booking(session=session, slot=slot, room_id=session.room_id)
        yield Booking(session=session, slot=slot, group=in_hand.group)
        for tutor in in_hand.leading:
            yield Booking(session=session, slot=slot, tutor=tutor)


def _write_attendance(world: World) -> None:
    rows = [
        _attendance(world, session, intern, rank)
        for in_hand, session in world.held
        for rank, intern in enumerate(in_hand.interns)
    ]
    with dates_as_given(Attendance):
        Attendance.objects.bulk_create(rows, batch_size=1000)
    world.attended = {(row.session_id, row.intern_id) for row in rows if row.was_there}


def _attendance(world: World, session: TutorialSession, intern: Intern, rank: int) -> Attendance:
    chance, statuses = world.chance, Attendance.Status
    status = chance.choices(
        (statuses.PRESENT, statuses.LATE, statuses.EXCUSED, statuses.ABSENT), (84, 6, 7, 3)
    )[0]
    if intern == world.forgotten:
        status = statuses.EXCUSED if rank % 2 else statuses.ABSENT
    if intern == world.star:
        status = statuses.PRESENT
    there = status in (statuses.PRESENT, statuses.LATE)
    return Attendance(
        session=session,
        intern=intern,
        status=status,
        reason=chance.choice(EXCUSES) if status == statuses.EXCUSED else "",
        seconds_spoken=chance.randint(13, 25) * 60 + chance.randint(0, 59) if there else 0,
        recorded_at=session.starts_at + timedelta(minutes=10),
    )
