"""The checks themselves, each a small generator; what the policy ignores is not yielded."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from design.french import (
    NBSP,
    PARIS,
    THIN,
    clock,
    duration,
    in_words,
    long_date,
    plural,
    time_range,
    weekday_date,
)
from meetings.obstacles.facts import Facts, Kind, Obstacle, Period, Proposal, Room, Rules, Severity, Taken
from meetings.obstacles.slots import share_a_slot

TIGHT = timedelta(minutes=30)
LONG_DAY = timedelta(hours=5)
LUNCH = timedelta(minutes=45)
LUNCH_FROM, LUNCH_UNTIL = time(11, 30), time(14, 30)
SATURDAY = 5


def obstacles_to(proposal: Proposal, facts: Facts, rules: Rules) -> list[Obstacle]:
    """Everything that stands in the way of `proposal`, refusals first, each naming what is there."""
    found = [
        *_same_semester(proposal, facts),
        *_room_taken(proposal, proposal.room, facts),
        *_tutor_taken(proposal, facts),
        *_group_taken(proposal, facts),
        *_day(proposal, facts, rules),
        *_seminars(proposal, facts, rules),
        *_room(proposal, proposal.room, facts, rules),
        *_elsewhere(proposal),
        *_absences(proposal, facts, rules),
        *_too_short(proposal, rules),
        *_tight(proposal, facts),
        *_no_lunch(proposal, facts),
        *_full_day(proposal, facts),
    ]
    kept = [obstacle for obstacle in found if obstacle.severity is not Severity.IGNORE]
    return sorted(kept, key=lambda obstacle: not obstacle.refuses)


def room_obstacles(proposal: Proposal, room: Room, facts: Facts, rules: Rules) -> list[Obstacle]:
    """What stands in the way of having `room` for `proposal`, whatever else is wrong with it."""
    found = [*_room_taken(proposal, room, facts), *_room(proposal, room, facts, rules)]
    return [obstacle for obstacle in found if obstacle.severity is not Severity.IGNORE]


def _from_to(start: datetime, end: datetime) -> str:
    return f"de {clock(start)} à {clock(end)}"


def _overlaps(proposal: Proposal, period: Period) -> bool:
    return period.starts_at < proposal.ends_at and proposal.starts_at < period.ends_at


def _contenders(proposal: Proposal, facts: Facts) -> Iterator[Taken]:
    for taken in facts.sessions:
        if share_a_slot(proposal.slots, taken.slots):
            yield taken


def _same_semester(proposal: Proposal, facts: Facts) -> Iterator[Obstacle]:
    """D.1-4."""
    if taken := facts.same_semester:
        yield Obstacle(
            Kind.SECOND_SESSION,
            Severity.REFUSE,
            f"Le groupe {proposal.group.code} a déjà sa séance du semestre, le {long_date(taken.starts_at)}. "
            "Déplacez-la, ou annulez-la d’abord.",
            f"session:{taken.id}",
        )


def _room_taken(proposal: Proposal, room: Room | None, facts: Facts) -> Iterator[Obstacle]:
    """D.1-5."""
    for taken in _contenders(proposal, facts):
        if room and taken.room_id == room.id:
            yield Obstacle(
                Kind.ROOM_TAKEN,
                Severity.REFUSE,
                f"La salle {room.code} est prise {_from_to(taken.starts_at, taken.ends_at)} "
                f"par le groupe {taken.group_code}.",
                f"session:{taken.id}",
            )


def _tutor_taken(proposal: Proposal, facts: Facts) -> Iterator[Obstacle]:
    """D.1-6."""
    for taken in _contenders(proposal, facts):
        for tutor in proposal.group.tutors:
            if tutor.id in taken.tutor_ids and taken.group_id != proposal.group.id:
                yield Obstacle(
                    Kind.TUTOR_TAKEN,
                    Severity.REFUSE,
                    f"{tutor.name} est déjà avec le groupe {taken.group_code} "
                    f"{_from_to(taken.starts_at, taken.ends_at)}.",
                    f"session:{taken.id}",
                )


def _group_taken(proposal: Proposal, facts: Facts) -> Iterator[Obstacle]:
    for taken in _contenders(proposal, facts):
        if taken.group_id == proposal.group.id:
            yield Obstacle(
                Kind.GROUP_TAKEN,
                Severity.REFUSE,
                f"Le groupe {proposal.group.code} a déjà une séance "
                f"{_from_to(taken.starts_at, taken.ends_at)} ce jour-là.",
                f"session:{taken.id}",
            )


def _day(proposal: Proposal, facts: Facts, rules: Rules) -> Iterator[Obstacle]:
    day = proposal.starts_at.astimezone(PARIS).date()
    if not facts.first_day <= day <= facts.last_day:
        yield Obstacle(
            Kind.OUTSIDE_SEMESTER,
            Severity.REFUSE,
            f"Le {long_date(day)} est hors du {facts.semester[:1].lower()}{facts.semester[1:]}, qui va du "
            f"{long_date(facts.first_day)} au {long_date(facts.last_day)}.",
            day.isoformat(),
        )
    if day in facts.holidays:
        yield Obstacle(
            Kind.HOLIDAY,
            rules.on_holiday,
            f"Le {weekday_date(day)} est férié ({facts.holidays[day]}). Choisissez un autre jour.",
            day.isoformat(),
        )
    elif day in facts.recesses:
        yield Obstacle(
            Kind.RECESS,
            rules.on_holiday,
            f"Aucune séance ne se tient le {weekday_date(day)} ({facts.recesses[day]}). "
            "Choisissez un autre jour.",
            day.isoformat(),
        )
    elif day.weekday() >= SATURDAY:
        yield Obstacle(
            Kind.WEEKEND,
            Severity.WARN,
            f"Le {weekday_date(day)} tombe pendant le week-end.",
            day.isoformat(),
        )
    if proposal.starts_at < facts.now:
        yield Obstacle(
            Kind.PAST,
            Severity.WARN,
            f"Le {long_date(day)} à {clock(proposal.starts_at)} est déjà passé.",
            day.isoformat(),
        )


def _seminars(proposal: Proposal, facts: Facts, rules: Rules) -> Iterator[Obstacle]:
    """A-135, D.1-7."""
    for seminar in facts.seminars:
        if seminar.owner == proposal.group.cohort_id and _overlaps(proposal, seminar):
            cohort = proposal.group.cohort[:1].lower() + proposal.group.cohort[1:]
            fact = f"La {cohort} est en séminaire, « {seminar.name} »,"
            yield _lasting(Kind.SEMINAR, rules.on_seminar, fact, seminar, f"seminar:{seminar.id}")


def _room(proposal: Proposal, room: Room | None, facts: Facts, rules: Rules) -> Iterator[Obstacle]:
    """A-140, A-141."""
    if room is None:
        return
    for closure in facts.closures:
        if closure.owner == room.id and _overlaps(proposal, closure):
            fact, what = f"La salle {room.code} est fermée", f"closure:{closure.id}"
            yield _lasting(Kind.ROOM_CLOSED, rules.on_room_closed, fact, closure, what, why=closure.name)
    if room.capacity < proposal.group.people:
        yield Obstacle(
            Kind.ROOM_SMALL,
            rules.on_room_small,
            f"La salle {room.code} a {plural(room.capacity, 'place')}{THIN}; il en faut "
            f"{proposal.group.people}, tutorat compris.",
            f"room:{room.id}",
        )
    if not room.suits_groups:
        yield Obstacle(
            Kind.ROOM_UNSUITED,
            rules.on_room_unsuited,
            f"La salle {room.code} est inadaptée au travail en groupe.",
            f"room:{room.id}",
        )


def _elsewhere(proposal: Proposal) -> Iterator[Obstacle]:
    """A-143."""
    if proposal.elsewhere:
        yield Obstacle(
            Kind.ELSEWHERE,
            Severity.WARN,
            "La séance se tient d’ordinaire à la faculté. Un autre lieu demande un motif.",
            "place",
        )


def _absences(proposal: Proposal, facts: Facts, rules: Rules) -> Iterator[Obstacle]:
    for tutor in proposal.group.tutors:
        for absence in facts.absences:
            if absence.owner == tutor.id and _overlaps(proposal, absence):
                fact, what = f"{tutor.name} est indisponible", f"absence:{absence.id}"
                severity = rules.on_tutor_unavailable
                yield _lasting(Kind.TUTOR_UNAVAILABLE, severity, fact, absence, what, why=absence.name)


def _too_short(proposal: Proposal, rules: Rules) -> Iterator[Obstacle]:
    """A-106, D.1-8: each member has the policy's speaking time."""
    minutes = int((proposal.ends_at - proposal.starts_at).total_seconds() // 60)
    needed = proposal.group.members * rules.speaking_minutes
    if minutes < needed:
        yield Obstacle(
            Kind.TOO_SHORT,
            rules.on_short_session,
            f"{duration(minutes)}, c’est trop court pour {plural(proposal.group.members, 'interne')}{NBSP}: "
            f"il faut {duration(needed)}, à {duration(rules.speaking_minutes)} de parole par interne.",
            f"{minutes}",
        )


def _same_day(proposal: Proposal, facts: Facts, tutor_id: int) -> list[Taken]:
    day = proposal.starts_at.astimezone(PARIS).date()
    return [
        taken
        for taken in facts.sessions
        if tutor_id in taken.tutor_ids and taken.starts_at.astimezone(PARIS).date() == day
    ]


def _tight(proposal: Proposal, facts: Facts) -> Iterator[Obstacle]:
    """D.1-6: a tutor has 30 minutes between two sessions."""
    for tutor in proposal.group.tutors:
        for taken in _same_day(proposal, facts, tutor.id):
            before, after = proposal.starts_at - taken.ends_at, taken.starts_at - proposal.ends_at
            gap = max(before, after)
            if timedelta(0) <= gap < TIGHT:
                minutes = int(gap.total_seconds() // 60)
                pause = f"n’a que {in_words(minutes)} minutes" if minutes else "n’a pas de pause"
                where = "après" if before >= timedelta(0) else "avant"
                yield Obstacle(
                    Kind.TIGHT,
                    Severity.WARN,
                    f"{tutor.name} {pause} {where} la séance du groupe {taken.group_code} "
                    f"({time_range(taken.starts_at, taken.ends_at)}).",
                    f"session:{taken.id}",
                )


def _no_lunch(proposal: Proposal, facts: Facts) -> Iterator[Obstacle]:
    """D.1-6 and T7 (A-142): past five hours, 45 minutes are free between 11 h 30 and 14 h 30."""
    day = proposal.starts_at.astimezone(PARIS).date()
    opening = datetime.combine(day, LUNCH_FROM, PARIS)
    closing = datetime.combine(day, LUNCH_UNTIL, PARIS)
    for tutor in proposal.group.tutors:
        times = sorted(
            [(proposal.starts_at, proposal.ends_at)]
            + [(taken.starts_at, taken.ends_at) for taken in _same_day(proposal, facts, tutor.id)]
        )
        if max(end for _, end in times) - times[0][0] <= LONG_DAY:
            continue
        longest, free_from = timedelta(0), opening
        for start, end in times:
            longest = max(longest, min(start, closing) - free_from)
            free_from = max(free_from, end)
        if max(longest, closing - free_from) < LUNCH:
            yield Obstacle(
                Kind.NO_LUNCH,
                Severity.WARN,
                f"{tutor.name} aurait plus de cinq heures de séances sans {duration(45)} pour déjeuner.",
                f"tutor:{tutor.id}",
            )


def _full_day(proposal: Proposal, facts: Facts) -> Iterator[Obstacle]:
    """A-138: a tutor's wish, or else the setting of the planner."""
    for tutor in proposal.group.tutors:
        others = _same_day(proposal, facts, tutor.id)
        if tutor.most_a_day is not None and len(others) >= tutor.most_a_day:
            yield Obstacle(
                Kind.FULL_DAY,
                Severity.WARN,
                f"{tutor.name} aurait {plural(len(others) + 1, 'séance')} ce jour-là, au lieu de "
                f"{in_words(tutor.most_a_day, feminine=True)} au plus.",
                f"tutor:{tutor.id}",
            )


def _lasting(
    kind: Kind, severity: Severity, fact: str, period: Period, what: str, *, why: str = ""
) -> Obstacle:
    """What is there for a time: hours of one day, or days of which no hour is said."""
    first, last = period.starts_at.astimezone(PARIS), period.ends_at.astimezone(PARIS)
    last_day = last - timedelta(seconds=1)
    because = f" ({why})" if why else ""
    if first.date() == last_day.date():
        hours = _hours(first, last)
        dated = f"{fact} le {weekday_date(first)}, {hours}{because}."
        return Obstacle(kind, severity, f"{fact} {hours}{because}.", what, dated)
    days = f"du {weekday_date(first)} au {weekday_date(last_day)}"
    return Obstacle(kind, severity, f"{fact} {days}{because}.", what)


def _hours(start: datetime, end: datetime) -> str:
    """Of one day; midnights are its bounds."""
    if start.time() == end.time() == time():
        return "toute la journée"
    if start.time() == time():
        return f"jusqu’à {clock(end)}"
    return f"à partir de {clock(start)}" if end.time() == time() else _from_to(start, end)
