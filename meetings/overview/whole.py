"""One `Overview` reads everything in eight queries, whatever the size; the rest is counting."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from groups.models import Cohort
from meetings.models import (
    CalendarFeed,
    Room,
    Semester,
    Seminar,
    TutorialSession,
    TutorsMeeting,
)
from meetings.overview.lines import Clash, CohortLine, Day, GroupLine, Occasion, SessionLine, UnconfirmedRoom
from meetings.overview.reading import (
    cohorts_of,
    count_lost_messages,
    failing_feeds,
    group_rows_of,
    rooms_complained_of,
    seminars_of,
    session_rows_of,
    tutors_meetings_of,
)

ROOMS_NAMED = 3
"""Past that many unconfirmed rooms, one line tells them all."""


class Overview:
    """Everything the page of a semester says, counted from eight queries."""

    def __init__(self, semester: Semester) -> None:
        self.semester = semester

    @cached_property
    def cohorts(self) -> list[CohortLine]:
        lines = {
            cohort.pk: CohortLine(
                cohort=cohort,
                rank=self.semester.rank_for(cohort.entered_on),
                interns=cohort.intern_count,  # type: ignore[attr-defined]
                convened=cohort.convened_count,  # type: ignore[attr-defined]
            )
            for cohort in cohorts_of(self.semester)
        }
        for group in self.groups:
            lines[group.cohort_id].groups.append(group)
        for session in self.sessions:
            lines[session.group.cohort_id].sessions.append(session)
        return list(lines.values())

    @cached_property
    def groups(self) -> list[GroupLine]:
        return [
            GroupLine(
                id=row.pk,
                code=f"{row.year % 100:02d}\u2011{row.number:02d}",
                cohort_id=row.cohort_id,
                size=row.size,
                smallest=row.smallest or 0,
                tutor_id=row.tutor_id,
                tutor=" ".join(part for part in (row.title, row.first_name, row.last_name) if part),
                driving_minutes=row.driving_minutes or 0,
            )
            for row in group_rows_of(self.semester)
        ]

    @cached_property
    def sessions(self) -> list[SessionLine]:
        groups = {group.id: group for group in self.groups}
        return [
            SessionLine(
                id=row.pk,
                group=groups[row.group_id],
                state=row.state,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                room_id=row.room_id,
                room=row.room or row.place,
                room_confirmed=row.room_state == TutorialSession.RoomState.CONFIRMED,
                tutor_absent=row.tutor_absent,
                room_closed=row.room_closed,
            )
            for row in session_rows_of(self.semester)
            if row.group_id in groups
        ]

    @cached_property
    def seminars(self) -> list[Seminar]:
        return seminars_of(self.semester)

    @cached_property
    def tutors_meetings(self) -> list[TutorsMeeting]:
        return tutors_meetings_of(self.semester)

    @cached_property
    def lost_messages(self) -> int:
        """Messages about sessions that failed, or may not have left."""
        return count_lost_messages()

    @cached_property
    def rooms_complained_of(self) -> list[Room]:
        return rooms_complained_of()

    @cached_property
    def failing_feeds(self) -> list[CalendarFeed]:
        return failing_feeds()

    # What has to be dealt with

    @cached_property
    def to_import(self) -> list[Cohort]:
        """Cohorts of which no intern is known yet."""
        return [line.cohort for line in self.cohorts if not line.interns]

    @cached_property
    def to_group(self) -> list[CohortLine]:
        """Cohorts imported but without any group."""
        return [line for line in self.cohorts if line.interns and not line.groups]

    @cached_property
    def without_session(self) -> list[GroupLine]:
        placed = {session.group.id for session in self.sessions}
        return [group for group in self.groups if group.id not in placed]

    @cached_property
    def drafts(self) -> list[SessionLine]:
        return [session for session in self.sessions if session.state == TutorialSession.State.DRAFT]

    @cached_property
    def clashes(self) -> list[Clash]:
        found = []
        for seminar in self.seminars:
            sessions = [
                session
                for session in self.coming
                if session.group.cohort_id == seminar.cohort_id
                and session.starts_at < seminar.ends_at
                and seminar.starts_at < session.ends_at
            ]
            if sessions:
                found.append(Clash(seminar, sessions))
        return found

    @cached_property
    def without_room(self) -> list[SessionLine]:
        return [session for session in self.coming if not session.room]

    @cached_property
    def unconfirmed_rooms(self) -> list[UnconfirmedRoom]:
        by_room: dict[str, list[SessionLine]] = defaultdict(list)
        for session in self.coming:
            if session.room_id and not session.room_confirmed:
                by_room[session.room].append(session)
        return [UnconfirmedRoom(room, sessions) for room, sessions in by_room.items()]

    @cached_property
    def absent_tutors(self) -> list[SessionLine]:
        return [session for session in self.coming if session.tutor_absent]

    @cached_property
    def in_closed_rooms(self) -> list[SessionLine]:
        return [session for session in self.coming if session.room_closed]

    @cached_property
    def small_groups(self) -> list[GroupLine]:
        return [group for group in self.groups if group.size < group.smallest]

    @cached_property
    def without_tutor(self) -> list[GroupLine]:
        return [group for group in self.groups if group.tutor_id is None]

    @property
    def coming(self) -> Iterable[SessionLine]:
        """Those not held yet."""
        held = TutorialSession.State.CLOSED
        return (session for session in self.sessions if session.state != held)

    @property
    def point_count(self) -> int:
        """How many lines « À traiter » has."""
        single = (
            self.without_session,
            self.drafts,
            self.without_room,
            self.absent_tutors,
            self.lost_messages,
            self.small_groups,
            self.without_tutor,
        )
        rooms = len(self.unconfirmed_rooms)
        cohorts = len(self.to_import) + len(self.to_group)
        alerts = len(self.in_closed_rooms) + len(self.rooms_complained_of) + len(self.failing_feeds)
        return (
            alerts
            + cohorts
            + sum(map(bool, single))
            + len(self.clashes)
            + (1 if rooms > ROOMS_NAMED else rooms)
        )

    # What comes next, and figures

    def dates_from(self, today: date, limit: int = 6) -> list[Occasion]:
        """The next dates of the semester: days with sessions, tutors' meetings, seminars."""
        occasions = [
            *map(Occasion.of_day, self.days),
            *map(Occasion.of_meeting, self.tutors_meetings),
            *map(Occasion.of_seminar, self.seminars),
        ]
        coming = [occasion for occasion in occasions if occasion.day >= today]
        return sorted(coming, key=lambda occasion: (occasion.day, occasion.kind))[:limit]

    @cached_property
    def days(self) -> list[Day]:
        by_day: dict[date, list[SessionLine]] = defaultdict(list)
        for session in self.sessions:
            by_day[session.day].append(session)
        return [Day(day, by_day[day]) for day in sorted(by_day)]

    @cached_property
    def sizes(self) -> list[tuple[int, int]]:
        """`(size, how many groups)`, the most frequent first."""
        return sorted(Counter(group.size for group in self.groups).items(), key=lambda pair: -pair[1])

    @cached_property
    def tutors(self) -> dict[int, GroupLine]:
        """One of the groups of each tutor: how many they are, and what is known of each."""
        return {group.tutor_id: group for group in self.groups if group.tutor_id is not None}

    @property
    def interns_a_group(self) -> float | None:
        sizes = [group.size for group in self.groups]
        return sum(sizes) / len(sizes) if sizes else None

    @property
    def groups_a_tutor(self) -> float | None:
        tutored = len(self.groups) - len(self.without_tutor)
        return tutored / len(self.tutors) if self.tutors else None

    @property
    def road_minutes(self) -> float | None:
        """Mean road of the tutors who have a group, there and back, in minutes (A-142)."""
        roads = [group.driving_minutes for group in self.tutors.values()]
        return 2 * sum(roads) / len(roads) if roads else None

    @property
    def intern_count(self) -> int:
        return sum(line.interns for line in self.cohorts)

    @property
    def longest_road_minutes(self) -> int:
        return 2 * self.longest_road.driving_minutes if self.longest_road else 0

    @property
    def longest_road(self) -> GroupLine | None:
        return max(self.tutors.values(), key=lambda group: group.driving_minutes, default=None)

    @property
    def confirmed_rooms(self) -> int:
        return sum(session.room_confirmed for session in self.sessions if session.room_id)

    @property
    def asked_rooms(self) -> int:
        return sum(session.room_id is not None for session in self.sessions)
