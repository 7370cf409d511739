"""What stands in the way of the sessions of a whole semester: one examination, half a dozen queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import IntegerField, Q, QuerySet, Value
from django.utils import timezone

from design.french import as_date
from groups.models import Membership, TutorialGroup
from meetings import obstacles
from meetings.facts import bounds_of, holidays_of, known_room, rules_of, tutors_known
from meetings.models import RoomClosure, Semester, Seminar, TutorialSession, Unavailability
from meetings.obstacles import Obstacle
from meetings.plans.known import Known
from meetings.plans.positions import Position

By = dict[int, list[obstacles.Period]]


def obstacles_in(
    semester: Semester,
    positions: Mapping[int, Position],
    known: Known,
    among: Collection[int] | None = None,
) -> dict[int, list[Obstacle]]:
    """What stands in the way of each group (or of `among`) where `positions` has it, refusals first.

    The sessions of the semester are where `positions` says, those of other semesters where they are.
    """
    wanted = [group for group in positions if among is None or group in among]
    if not wanted:
        return {}
    return _Examiner(semester, positions, known).of(wanted)


class _Examiner:
    def __init__(self, semester: Semester, positions: Mapping[int, Position], known: Known) -> None:
        self._positions = positions
        days = {position.day for position in positions.values()}
        self._during = Q(starts_at__lt=bounds_of(max(days))[1], ends_at__gt=bounds_of(min(days))[0])
        self._groups = {
            group.pk: group
            for group in TutorialGroup.objects.filter(pk__in=positions).select_related("cohort__policy")
        }
        self._tutors = tutors_known(positions, semester)
        self._members = _members_by_group(positions)
        self._rooms = known.rooms
        self._seminars, self._closures, self._absences = _by_owner(
            (Seminar.objects.filter(self._during), "cohort", "title"),
            (RoomClosure.objects.filter(self._during), "room", "reason"),
            (Unavailability.objects.filter(self._during), "tutor", "reason"),
        )
        self._others = self._taken_elsewhere(semester)
        self._common = obstacles.Facts(
            semester=semester.label,
            first_day=semester.starts_on,
            last_day=semester.ends_on,
            now=timezone.now(),
            recesses=known.recesses,
        )

    def of(self, groups: Iterable[int]) -> dict[int, list[Obstacle]]:
        by_day: dict[date, list[obstacles.Taken]] = defaultdict(list)
        for group in self._positions:
            taken = self._taken(group)
            by_day[as_date(taken.starts_at)].append(taken)
        for taken in self._others:
            by_day[as_date(taken.starts_at)].append(taken)
        return {group: self._obstacles(group, by_day) for group in groups}

    def _obstacles(self, pk: int, by_day: Mapping[date, list[obstacles.Taken]]) -> list[Obstacle]:
        position = self._positions[pk]
        group = self._known(pk, position.day)
        room = self._rooms.get(position.room_id) if position.room_id else None
        facts = replace(
            self._common,
            sessions=tuple(taken for taken in by_day[position.day] if taken.group_id != pk),
            seminars=tuple(self._seminars.get(group.cohort_id, ())),
            closures=tuple(self._closures.get(position.room_id or 0, ())),
            absences=tuple(absence for tutor in group.tutors for absence in self._absences.get(tutor.id, ())),
            holidays=holidays_of(position.day.year),
        )
        proposal = obstacles.Proposal(
            group=group,
            starts_at=position.starts_at,
            ends_at=position.ends_at,
            room=known_room(room) if room else None,
            elsewhere=bool(position.place),
        )
        return obstacles.obstacles_to(proposal, facts, rules_of(self._groups[pk].cohort))

    def _known(self, pk: int, day: date) -> obstacles.Group:
        group = self._groups[pk]
        return obstacles.Group(
            id=pk,
            code=group.code,
            cohort_id=group.cohort_id,
            cohort=str(group.cohort),
            members=sum(starts <= day and (ends is None or ends > day) for starts, ends in self._members[pk]),
            tutors=self._tutors[pk],
        )

    def _taken(self, group: int) -> obstacles.Taken:
        position = self._positions[group]
        return obstacles.Taken(
            id=group,
            group_id=group,
            group_code=self._groups[group].code,
            starts_at=position.starts_at,
            ends_at=position.ends_at,
            room_id=position.room_id,
            tutor_ids=frozenset(tutor.id for tutor in self._tutors[group]),
        )

    def _taken_elsewhere(self, semester: Semester) -> list[obstacles.Taken]:
        sessions = list(
            TutorialSession.objects.filter(self._during)
            .exclude(semester=semester)
            .exclude(state=TutorialSession.State.CANCELLED)
            .select_related("group__cohort")
            .order_by("starts_at", "pk")
        )
        tutors = tutors_known({session.group_id for session in sessions}, semester) if sessions else {}
        return [
            obstacles.Taken(
                id=session.pk,
                group_id=session.group_id,
                group_code=session.group.code,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                room_id=session.room_id,
                tutor_ids=frozenset(tutor.id for tutor in tutors[session.group_id]),
            )
            for session in sessions
        ]


def _members_by_group(groups: Collection[int]) -> dict[int, list[tuple[date, date | None]]]:
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Membership.objects.filter(group__in=groups).order_by("pk")
    for group, starts_on, ends_on in rows.values_list("group", "starts_on", "ends_on"):
        found[group].append((starts_on, ends_on))
    return found


def _by_owner(*read: tuple[QuerySet, str, str]) -> list[By]:
    """For each queryset, its periods by the id under its second word, named by its third. One query."""
    one, *others = [
        periods.order_by().values_list(
            Value(index, output_field=IntegerField()), "pk", owner, why, "starts_at", "ends_at"
        )
        for index, (periods, owner, why) in enumerate(read)
    ]
    found: list[By] = [defaultdict(list) for _ in read]
    for index, *fields in one.union(*others, all=True).order_by("starts_at", "pk"):
        period = obstacles.Period(*fields)
        found[index][period.owner].append(period)
    return found
