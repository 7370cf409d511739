"""A plan being built: who is where, kept so that "is it free" and "what would it cost" are quick to ask."""

from collections.abc import Iterator

from .evaluation import idle_slots
from .tables import Place, Tables, span


class Schedule:
    """Sessions that never break a hard rule among themselves; groups may still be left out."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.places: dict[int, Place] = {}
        self.room_taken = [list(masks) for masks in tables.closed]
        self.teacher_taken = [list(masks) for masks in tables.away]
        self._in_room: list[list[list[int]]] = [[[] for _ in tables.day_index] for _ in tables.room_index]
        self._taught: list[list[list[int]]] = [[[] for _ in tables.day_index] for _ in tables.tutor_index]
        self._cohort_days = [[0] * len(tables.day_index) for _ in tables.cohort_index]

    def put(self, group: int, place: Place) -> None:
        mask = span(place.start, self.tables.durations[group])
        self.places[group] = place
        self.room_taken[place.room][place.day] |= mask
        self._in_room[place.room][place.day].append(group)
        for teacher in self.tables.teachers[group]:
            self.teacher_taken[teacher][place.day] |= mask
            self._taught[teacher][place.day].append(group)
        self._cohort_days[self.tables.cohort_of[group]][place.day] += 1

    def take(self, group: int) -> Place:
        """Take a session out; return where it was."""
        place = self.places.pop(group)
        mask = ~span(place.start, self.tables.durations[group])
        self.room_taken[place.room][place.day] &= mask
        self._in_room[place.room][place.day].remove(group)
        for teacher in self.tables.teachers[group]:
            self.teacher_taken[teacher][place.day] &= mask
            self._taught[teacher][place.day].remove(group)
        self._cohort_days[self.tables.cohort_of[group]][place.day] -= 1
        return place

    def fits(self, group: int, place: Place) -> bool:
        """Whether no hard rule speaks against one more session there."""
        return (
            place.day < len(self.tables.day_index)
            and place.start in self.tables.starts[group][place.day]
            and place.room in self.tables.room_costs[group]
            and self.teachers_free(group, place.day, place.start)
            and not self.room_taken[place.room][place.day] & span(place.start, self.tables.durations[group])
        )

    def teachers_free(self, group: int, day: int, start: int) -> bool:
        mask = span(start, self.tables.durations[group])
        return all(
            not self.teacher_taken[teacher][day] & mask
            and len(self._taught[teacher][day]) < self.tables.most[teacher]
            for teacher in self.tables.teachers[group]
        )

    def free_room(self, group: int, day: int, start: int) -> tuple[float, int] | None:
        """The cost and position of the cheapest room that is free then."""
        mask = span(start, self.tables.durations[group])
        taken = self.room_taken
        return next((pair for pair in self.tables.rooms[group] if not taken[pair[1]][day] & mask), None)

    def in_room(self, place: Place, length: int) -> Iterator[int]:
        """The groups whose session holds that room during those slots."""
        return self._meeting(self._in_room[place.room][place.day], place.start, length)

    def with_teacher(self, teacher: int, day: int, start: int, length: int) -> Iterator[int]:
        """The groups that teacher has during those slots."""
        return self._meeting(self._taught[teacher][day], start, length)

    def taught(self, teacher: int, day: int) -> list[int]:
        """All groups a tutor has that day, as tutor or co-tutor."""
        return self._taught[teacher][day]

    def _meeting(self, groups: list[int], start: int, length: int) -> Iterator[int]:
        for group in groups:
            at = self.places[group].start
            if at < start + length and start < at + self.tables.durations[group]:
                yield group

    def cost_of_adding(self, group: int, place: Place) -> float:
        """By how much the plan's cost rises when this group, not placed yet, meets there."""
        return self.moment_cost_of_adding(group, place.day, place.start) + self.room_cost(group, place)

    def moment_cost_of_adding(self, group: int, day: int, start: int) -> float:
        """The part of it that is the same in every room."""
        return (
            self.tables.starts[group][day][start]
            + self.day_cost_of_adding(group, day, start)
            + self.spread_cost_of_adding(group, day)
        )

    def room_cost(self, group: int, place: Place) -> float:
        """The part of it that tells rooms apart: the room, and the change from an earlier plan."""
        return self.tables.room_costs[group][place.room] + self.tables.change_cost(group, place)

    def day_cost_of_adding(self, group: int, day: int, start: int) -> float:
        """Extra days and gaps of the group's tutor."""
        tutor = self.tables.teachers[group][0]
        spans = self._own_spans(tutor, day)
        if spans:
            after = [*spans, (start, start + self.tables.durations[group])]
            instance = self.tables.instance
            return self.tables.gap[tutor] * (idle_slots(instance, after) - idle_slots(instance, spans))
        elsewhere = any(own in self.places for own in self.tables.own[tutor])
        return self.tables.extra_day[tutor] if elsewhere else 0

    def _own_spans(self, tutor: int, day: int) -> list[tuple[int, int]]:
        return [
            (self.places[group].start, self.places[group].start + self.tables.durations[group])
            for group in self._taught[tutor][day]
            if self.tables.teachers[group][0] == tutor
        ]

    def spread_cost_of_adding(self, group: int, day: int) -> float:
        days = self._cohort_days[self.tables.cohort_of[group]]
        before = sum(days) - self._inside_best_window(days)
        days[day] += 1
        after = sum(days) - self._inside_best_window(days)
        days[day] -= 1
        return self.tables.instance.weights.spread * (after - before)

    def _inside_best_window(self, days: list[int]) -> int:
        inside = [0] * len(days)
        for day, count in enumerate(days):
            if count:
                for window in self.tables.windows[day]:
                    inside[window] += count
        return max(inside, default=0)
