"""From JSON to an instance or a solution, refusing what can't be meant with a French sentence.

What has one obvious meaning when absent (no closure, no co-tutor) may be left out. An interval on a day that
isn't a candidate is accepted: it can't matter.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

from .instance import (
    FORMAT,
    ROOM_KINDS,
    Cohort,
    Day,
    Department,
    Grid,
    Group,
    Instance,
    Intern,
    Interval,
    Params,
    PlannedSession,
    Room,
    Solution,
    Tutor,
    Weights,
)

LARGEST_WEIGHT = 1_000_000
LARGEST_NUMBER = 1_000_000
LONGEST_DAY = 1_440
MOST_DAYS = 1_000

Read = TypeVar("Read")
Kept = TypeVar("Kept", Room, Tutor, Cohort, Intern, Department, Group, Day)


class InvalidInstance(ValueError):
    """The data can't be read; the message is a French sentence that says where."""


def read_instance(data: Any) -> Instance:
    """Read one `tutorat-sched/1` instance. Raises InvalidInstance."""
    top = _object(data, "instance")
    if top.get("format", FORMAT) != FORMAT:
        raise InvalidInstance(f"format : « {FORMAT} » est attendu, pas {_shown(top['format'])}.")
    grid = _grid(top.get("grid", {}))
    instance = Instance(
        name=_text(top.get("name", "sans nom"), "name"),
        grid=grid,
        days=_unique(top, "days", _day),
        departments=_unique(top, "departments", _department),
        rooms=_unique(top, "rooms", _room),
        tutors=_unique(top, "tutors", _tutor),
        cohorts=_unique(top, "cohorts", _cohort),
        interns=_unique(top, "interns", _intern),
        groups=_unique(top, "groups", _group),
        params=_params(top.get("params", {})),
        weights=_weights(top.get("weights", {})),
    )
    if len(instance.days) > MOST_DAYS:
        raise InvalidInstance(f"days : au plus {MOST_DAYS} jours peuvent être proposés.")
    _refuse_unknown(instance)
    return instance


def read_solution(data: Any) -> Solution:
    """Read the sessions of a solution, whether or not they suit an instance. Raises InvalidInstance."""
    sessions = _list(_object(data, "solution").get("sessions"), "sessions")
    return Solution(tuple(_session(value, f"sessions[{index}]") for index, value in enumerate(sessions)))


def _session(value: Any, where: str) -> PlannedSession:
    session = _object(value, where)
    return PlannedSession(
        group=_id(session.get("group"), f"{where}.group"),
        day=_whole(session.get("day"), f"{where}.day", -LARGEST_NUMBER),
        start=_whole(session.get("start"), f"{where}.start", -LARGEST_NUMBER),
        room=_id(session.get("room"), f"{where}.room"),
    )


def _grid(value: Any) -> Grid:
    grid = _object(value, "grid")
    day_start = _text(grid.get("day_start", "08:30"), "grid.day_start")
    try:
        datetime.strptime(day_start, "%H:%M")
    except ValueError:
        raise InvalidInstance(
            f"grid.day_start : une heure comme « 08:30 » est attendue, pas {_shown(day_start)}."
        ) from None
    return Grid(
        day_start=day_start,
        slot_minutes=_whole(grid.get("slot_minutes", 30), "grid.slot_minutes", 1, LONGEST_DAY),
        slots_per_day=_whole(grid.get("slots_per_day"), "grid.slots_per_day", 1, LONGEST_DAY),
    )


def _day(value: dict[str, Any], where: str) -> Day:
    text = _text(value.get("date"), f"{where}.date")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidInstance(
            f"{where}.date : une date comme « 2026-09-15 » est attendue, pas {_shown(text)}."
        ) from None
    return Day(_whole(value.get("id"), f"{where}.id", -LARGEST_NUMBER), day)


def _department(value: dict[str, Any], where: str) -> Department:
    return Department(_id(value.get("id"), f"{where}.id"), _preferred_days(value, where))


def _preferred_days(value: dict[str, Any], where: str) -> tuple[int, ...]:
    days = _list(value.get("preferred_days", []), f"{where}.preferred_days")
    return tuple(
        _whole(day, f"{where}.preferred_days[{index}]", -LARGEST_NUMBER) for index, day in enumerate(days)
    )


def _room(value: dict[str, Any], where: str) -> Room:
    kind = value.get("kind")
    if kind not in ROOM_KINDS:
        raise InvalidInstance(
            f"{where}.kind : {_shown(kind)} n’est pas un type de salle ({', '.join(ROOM_KINDS)})."
        )
    group_work = value.get("group_work")
    if not isinstance(group_work, bool):
        raise InvalidInstance(f"{where}.group_work : true ou false est attendu, pas {_shown(group_work)}.")
    return Room(
        id=_id(value.get("id"), f"{where}.id"),
        kind=kind,
        capacity=_whole(value.get("capacity"), f"{where}.capacity", 0),
        group_work=group_work,
        closures=_intervals(value, "closures", where),
    )


def _tutor(value: dict[str, Any], where: str) -> Tutor:
    return Tutor(
        id=_id(value.get("id"), f"{where}.id"),
        driving_minutes=_whole(value.get("driving_minutes", 0), f"{where}.driving_minutes", 0),
        max_per_day=_whole(value.get("max_per_day"), f"{where}.max_per_day", 0),
        unavailable=_intervals(value, "unavailable", where),
        preferred_days=_preferred_days(value, where) if "preferred_days" in value else None,
    )


def _cohort(value: dict[str, Any], where: str) -> Cohort:
    id_ = _id(value.get("id"), f"{where}.id")
    return Cohort(
        id=id_,
        name=_text(value.get("name", id_), f"{where}.name"),
        department=_id(value.get("department"), f"{where}.department"),
        seminars=_intervals(value, "seminars", where),
    )


def _intern(value: dict[str, Any], where: str) -> Intern:
    return Intern(_id(value.get("id"), f"{where}.id"), _intervals(value, "unavailable", where))


def _group(value: dict[str, Any], where: str) -> Group:
    interns = _list(value.get("interns", []), f"{where}.interns")
    tutor = _id(value.get("tutor"), f"{where}.tutor")
    co_tutor = value.get("co_tutor")
    if co_tutor is not None and _id(co_tutor, f"{where}.co_tutor") == tutor:
        raise InvalidInstance(
            f"{where}.co_tutor : {_shown(tutor)} est déjà le tuteur du groupe, pas aussi son co-tuteur."
        )
    return Group(
        id=_id(value.get("id"), f"{where}.id"),
        cohort=_id(value.get("cohort"), f"{where}.cohort"),
        tutor=tutor,
        co_tutor=co_tutor,
        duration=_whole(value.get("duration"), f"{where}.duration", 1, LONGEST_DAY),
        interns=tuple(_id(intern, f"{where}.interns[{index}]") for index, intern in enumerate(interns)),
    )


def _params(value: Any) -> Params:
    params = _object(value, "params")
    least = {"waste_unit": 1, "window_days": 0, "distant_minutes": 0}
    return Params(
        **{
            known.name: _whole(
                params.get(known.name, known.default),
                f"params.{known.name}",
                least.get(known.name, -LARGEST_NUMBER),
            )
            for known in fields(Params)
        }
    )


def _weights(value: Any) -> Weights:
    weights = _object(value, "weights")
    return Weights(
        **{
            known.name: _weight(weights.get(known.name, known.default), f"weights.{known.name}")
            for known in fields(Weights)
        }
    )


def _weight(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidInstance(f"{where} : un nombre est attendu, pas {_shown(value)}.")
    if not 0 <= value <= LARGEST_WEIGHT:
        raise InvalidInstance(f"{where} : un poids va de 0 à {LARGEST_WEIGHT}, pas {_shown(value)}.")
    return value


def _intervals(owner: dict[str, Any], key: str, where: str) -> tuple[Interval, ...]:
    return tuple(
        _interval(value, f"{where}.{key}[{index}]")
        for index, value in enumerate(_list(owner.get(key, []), f"{where}.{key}"))
    )


def _interval(value: Any, where: str) -> Interval:
    interval = _object(value, where)
    start = _whole(interval.get("from"), f"{where}.from", -LARGEST_NUMBER)
    end = _whole(interval.get("to"), f"{where}.to", -LARGEST_NUMBER)
    if start >= end:
        raise InvalidInstance(f"{where} : « from » ({start}) doit venir avant « to » ({end}).")
    return Interval(_whole(interval.get("day"), f"{where}.day", -LARGEST_NUMBER), start, end)


def _refuse_unknown(instance: Instance) -> None:
    departments, cohorts, tutors, interns = (
        _ids(instance.departments),
        _ids(instance.cohorts),
        _ids(instance.tutors),
        _ids(instance.interns),
    )
    for index, cohort in enumerate(instance.cohorts):
        _known(cohort.department, departments, f"cohorts[{index}].department")
    for index, group in enumerate(instance.groups):
        where = f"groups[{index}]"
        _known(group.cohort, cohorts, f"{where}.cohort")
        _known(group.tutor, tutors, f"{where}.tutor")
        if group.co_tutor is not None:
            _known(group.co_tutor, tutors, f"{where}.co_tutor")
        for place, intern in enumerate(group.interns):
            _known(intern, interns, f"{where}.interns[{place}]")


def _ids(items: Iterable[Department | Cohort | Tutor | Intern]) -> set[str]:
    return {item.id for item in items}


def _known(id_: str, ids: set[str], where: str) -> None:
    if id_ not in ids:
        raise InvalidInstance(f"{where} : {_shown(id_)} n’est pas défini dans l’instance.")


def _unique(
    top: Mapping[str, Any], key: str, read: Callable[[dict[str, Any], str], Kept]
) -> tuple[Kept, ...]:
    items: dict[Any, Kept] = {}
    for index, value in enumerate(_list(top.get(key), key)):
        item = read(_object(value, f"{key}[{index}]"), f"{key}[{index}]")
        if item.id in items:
            raise InvalidInstance(f"{key}[{index}].id : {_shown(item.id)} est donné deux fois.")
        items[item.id] = item
    return tuple(items.values())


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInstance(f"{where} : un objet est attendu, pas {_shown(value)}.")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidInstance(f"{where} : une liste est attendue, pas {_shown(value)}.")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise InvalidInstance(f"{where} : un texte est attendu, pas {_shown(value)}.")
    return value


def _id(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidInstance(f"{where} : un identifiant (texte non vide) est attendu, pas {_shown(value)}.")
    return value


def _whole(value: Any, where: str, least: int, most: int = LARGEST_NUMBER) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInstance(f"{where} : un nombre entier est attendu, pas {_shown(value)}.")
    if not least <= value <= most:
        raise InvalidInstance(f"{where} : un nombre de {least} à {most} est attendu, pas {_shown(value)}.")
    return value


def _shown(value: Any) -> str:
    """A value as a sentence can carry it: in French quotes, cut when long."""
    if value is None:
        return "rien"
    text = value if isinstance(value, str) else repr(value)
    return f"« {text[:40]}{'…' if len(text) > 40 else ''} »"
