"""Small random instances and solutions, kind or cruel."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

SLOTS = 8


@st.composite
def intervals(draw: st.DrawFn, days: int) -> list[dict[str, int]]:
    blocks = []
    for day in draw(st.lists(st.integers(0, days), max_size=2)):
        start = draw(st.integers(-1, SLOTS - 1))
        blocks.append({"day": day, "from": start, "to": draw(st.integers(start + 1, SLOTS + 2))})
    return blocks


@st.composite
def instances(draw: st.DrawFn, most_groups: int = 5) -> dict[str, Any]:
    """An instance in JSON with up to four days of eight slots, maybe none; often possible, often not."""
    days = draw(st.integers(0, 4))
    dates = sorted(draw(st.sets(st.integers(0, 30), min_size=days, max_size=days)))
    tutors = draw(st.integers(1, 3))
    interns = draw(st.integers(0, 4))
    groups = []
    for index in range(draw(st.integers(0, most_groups))):
        tutor = draw(st.integers(0, tutors - 1))
        co_tutor = draw(st.none() | st.integers(0, tutors - 1))
        groups.append(
            {
                "id": f"G{index}",
                "cohort": f"C{draw(st.integers(0, 1))}",
                "tutor": f"T{tutor}",
                "co_tutor": None if co_tutor in (None, tutor) else f"T{co_tutor}",
                "duration": draw(st.integers(1, 4)),
                "interns": [f"I{n}" for n in draw(st.lists(st.integers(0, interns - 1), max_size=3))]
                if interns
                else [],
            }
        )
    weight = st.integers(0, 9) | st.sampled_from([0.5, 2.25])
    return {
        "format": "tutorat-sched/1",
        "name": "petite",
        "grid": {"day_start": "09:00", "slot_minutes": 60, "slots_per_day": SLOTS},
        "days": [
            {"id": index, "date": (date(2026, 9, 1) + timedelta(days=at)).isoformat()}
            for index, at in enumerate(dates)
        ],
        "departments": [{"id": "D", "preferred_days": draw(st.lists(st.integers(0, days), max_size=2))}],
        "rooms": [
            {
                "id": f"R{index}",
                "kind": draw(st.sampled_from(["round_table", "classroom", "laboratory"])),
                "capacity": draw(st.integers(1, 12)),
                "group_work": draw(st.integers(0, 4)) > 0,
                "closures": draw(intervals(days)),
            }
            for index in range(draw(st.integers(0, 3)))
        ],
        "tutors": [
            {
                "id": f"T{index}",
                "driving_minutes": draw(st.integers(0, 120)),
                "max_per_day": draw(st.integers(0, 3)),
                "unavailable": draw(intervals(days)),
            }
            for index in range(tutors)
        ],
        "cohorts": [
            {
                "id": f"C{index}",
                "name": f"Phase {index}",
                "department": "D",
                "seminars": draw(intervals(days)),
            }
            for index in range(2)
        ],
        "interns": [{"id": f"I{index}", "unavailable": draw(intervals(days))} for index in range(interns)],
        "groups": groups,
        "params": {
            "distant_minutes": 60,
            "distant_earliest_start": draw(st.integers(0, 4)),
            "distant_latest_end": draw(st.integers(4, 8)),
            "lunch_from": draw(st.integers(0, 5)),
            "lunch_to": draw(st.integers(0, 8)),
            "window_days": draw(st.integers(0, 15)),
            "waste_unit": draw(st.integers(1, 4)),
        },
        "weights": {
            name: draw(weight)
            for name in (
                "extra_day_base",
                "extra_day_per_10min_driving",
                "gap_base",
                "gap_per_30min_driving",
                "distant_hours",
                "lunch",
                "preferred_day",
                "room_type",
                "room_waste",
                "intern_conflict",
                "spread",
            )
        },
    }


@st.composite
def packed(draw: st.DrawFn) -> dict[str, Any]:
    """Sessions, some with two tutors, that just about fill the few hours of the rooms, or don't fit."""
    instance = draw(instances(most_groups=0))
    days = [day["id"] for day in instance["days"][:2]]
    tutors = [
        {"id": f"T{index}", "driving_minutes": 0, "max_per_day": 2, "unavailable": draw(intervals(len(days)))}
        for index in range(3)
    ]
    closed = [{"day": day, "from": draw(st.integers(4, SLOTS - 1)), "to": SLOTS} for day in days]
    kinds = draw(st.lists(st.sampled_from([2, 4]), min_size=1, max_size=2))
    groups = []
    for index in range(draw(st.integers(2, 5))):
        pair = draw(st.permutations(range(3)))[: draw(st.integers(1, 2))]
        groups.append(
            {
                "id": f"G{index}",
                "cohort": f"C{index % 2}",
                "tutor": f"T{pair[0]}",
                "co_tutor": f"T{pair[1]}" if len(pair) > 1 else None,
                "duration": draw(st.integers(2, 4)),
                "interns": [],
            }
        )
    rooms = [
        {"id": f"R{index}", "kind": "classroom", "capacity": seats, "group_work": True, "closures": closed}
        for index, seats in enumerate(kinds)
    ]
    return instance | {
        "days": instance["days"][:2],
        "departments": [{"id": "D", "preferred_days": []}],
        "tutors": tutors,
        "rooms": rooms,
        "groups": groups,
    }


@st.composite
def solutions(draw: st.DrawFn, instance: dict[str, Any]) -> dict[str, Any]:
    """Any solution: sessions may overlap, be missing, be doubled or be nowhere."""
    ids = [group["id"] for group in instance["groups"]] + ["G?"]
    rooms = [room["id"] for room in instance["rooms"]] + ["R?"]
    session = st.fixed_dictionaries(
        {
            "group": st.sampled_from(ids),
            "day": st.integers(-1, len(instance["days"])),
            "start": st.integers(-1, SLOTS),
            "room": st.sampled_from(rooms),
        }
    )
    return {"sessions": draw(st.lists(session, max_size=8))}
