"""The same instance for FET, the free timetabling program: written as its XML, solved by `fet-cl`, read back.

FET knows hard rules and a few wishes. It is given every hard rule, the department's days as a wish, and first
also "no tutor on more days than needed"; where it finds nothing so, it is asked again without.
"""

import math
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from meetings.planner import Instance, PlannedSession, Solution
from scripts.environment import install_debian_packages

WISH_PERCENT = "80"


def available() -> bool:
    """Whether `fet-cl` is there, installing Debian's package if it can be."""
    return shutil.which("fet-cl") is not None or (
        install_debian_packages(["fet"]) and shutil.which("fet-cl") is not None
    )


def solve(instance: Instance, seconds: int) -> Solution | None:
    """FET's timetable within the seconds; None when it finds none."""
    for compact in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "semester.fet"
            ElementTree.ElementTree(_document(instance, compact)).write(source, "utf-8", xml_declaration=True)
            subprocess.run(
                [
                    "fet-cl",
                    f"--inputfile={source}",
                    f"--outputdir={folder}/out",
                    f"--timelimitseconds={seconds}",
                ],
                check=False,
                capture_output=True,
                env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": folder},
            )
            found = Path(folder, "out", "timetables", "semester", "semester_activities.xml")
            if found.exists():
                return _read(instance, found)
    return None


def _document(instance: Instance, compact: bool) -> ElementTree.Element:
    top = ElementTree.Element("fet", version="6.8.5")
    _fill(top, {"Mode": "Official", "Institution_Name": "Tutorat", "Comments": ""})
    slots = instance.grid.slots_per_day
    days = _fill(top, {"Days_List": {"Number_of_Days": len(instance.days)}})
    for day in instance.days:
        _fill(days, {"Day": {"Name": _day(day.id)}})
    hours = _fill(top, {"Hours_List": {"Number_of_Hours": slots}})
    for slot in range(slots):
        _fill(hours, {"Hour": {"Name": _hour(slot)}})
    _fill(top, {"Subjects_List": {"Subject": {"Name": "Séance"}}, "Activity_Tags_List": {}})
    teachers = _fill(top, {"Teachers_List": {}})
    for tutor in instance.tutors:
        _fill(
            teachers, {"Teacher": {"Name": tutor.id, "Target_Number_of_Hours": 0, "Qualified_Subjects": {}}}
        )
    students = _fill(top, {"Students_List": {}})
    activities = _fill(top, {"Activities_List": {}})
    for number, group in enumerate(instance.groups, 1):
        _fill(students, {"Year": {"Name": group.id, "Number_of_Students": group.people, "Separator": " "}})
        activity = _fill(activities, {"Activity": {}})
        for id_ in group.teachers:
            _fill(activity, {"Teacher": id_})
        _fill(activity, {"Subject": "Séance", "Students": group.id})
        _fill(activity, {"Duration": group.duration, "Total_Duration": group.duration})
        _fill(activity, {"Id": number, "Activity_Group_Id": 0, "Active": "true", "Comments": ""})
    _fill(top, {"Buildings_List": {}})
    rooms = _fill(top, {"Rooms_List": {}})
    for room in instance.rooms:
        _fill(rooms, {"Room": {"Name": room.id, "Building": "", "Capacity": 999, "Virtual": "false"}})
    _time(instance, _fill(top, {"Time_Constraints_List": {}}), compact)
    _space(instance, _fill(top, {"Space_Constraints_List": {}}))
    return top


def _time(instance: Instance, constraints: ElementTree.Element, compact: bool) -> None:
    slots = instance.grid.slots_per_day
    _constraint(constraints, "ConstraintBasicCompulsoryTime", {})
    own = {tutor.id: sum(group.tutor == tutor.id for group in instance.groups) for tutor in instance.tutors}
    longest = max(group.duration for group in instance.groups)
    for tutor in instance.tutors:
        times = _times(tutor.unavailable, instance)
        if times:
            _unavailable(constraints, "ConstraintTeacherNotAvailableTimes", "Teacher", tutor.id, times)
        most = min(slots, tutor.max_per_day * longest)
        _constraint(
            constraints,
            "ConstraintTeacherMaxHoursDaily",
            {"Teacher_Name": tutor.id, "Maximum_Hours_Daily": most},
        )
        co_tutors = any(group.co_tutor == tutor.id for group in instance.groups)
        if compact and own[tutor.id] and not co_tutors:
            least = math.ceil(own[tutor.id] / tutor.max_per_day)
            name = "ConstraintTeacherMaxDaysPerWeek"
            _constraint(constraints, name, {"Teacher_Name": tutor.id, "Max_Days_Per_Week": least})
    cohorts = {cohort.id: cohort for cohort in instance.cohorts}
    preferred = {department.id: department.preferred_days for department in instance.departments}
    for number, group in enumerate(instance.groups, 1):
        times = _times(cohorts[group.cohort].seminars, instance)
        if times:
            name = "ConstraintStudentsSetNotAvailableTimes"
            _unavailable(constraints, name, "Students", group.id, times)
        wished = [(day, slot) for day in preferred[cohorts[group.cohort].department] for slot in range(slots)]
        _preferred_starts(constraints, number, wished)


def _preferred_starts(constraints: ElementTree.Element, activity: int, times: list[tuple[int, int]]) -> None:
    one = _fill(constraints, {"ConstraintActivityPreferredStartingTimes": {}})
    _fill(one, {"Weight_Percentage": WISH_PERCENT, "Activity_Id": activity})
    _fill(one, {"Number_of_Preferred_Starting_Times": len(times)})
    for day, slot in times:
        at = {"Preferred_Starting_Day": _day(day), "Preferred_Starting_Hour": _hour(slot)}
        _fill(one, {"Preferred_Starting_Time": at})
    _fill(one, {"Active": "true", "Comments": ""})


def _space(instance: Instance, constraints: ElementTree.Element) -> None:
    _constraint(constraints, "ConstraintBasicCompulsorySpace", {})
    for room in instance.rooms:
        times = _times(room.closures, instance)
        if times:
            _unavailable(constraints, "ConstraintRoomNotAvailableTimes", "Room", room.id, times)
    for number, group in enumerate(instance.groups, 1):
        suited = [room.id for room in instance.rooms if room.group_work and room.capacity >= group.people]
        one = _fill(constraints, {"ConstraintActivityPreferredRooms": {}})
        _fill(one, {"Weight_Percentage": 100, "Activity_Id": number})
        _fill(one, {"Number_of_Preferred_Rooms": len(suited)})
        for id_ in suited:
            _fill(one, {"Preferred_Room": id_})
        _fill(one, {"Active": "true", "Comments": ""})


def _unavailable(
    constraints: ElementTree.Element, name: str, who: str, id_: str, times: list[tuple[int, int]]
) -> None:
    one = _fill(constraints, {name: {}})
    _fill(one, {"Weight_Percentage": 100, who: id_, "Number_of_Not_Available_Times": len(times)})
    for day, slot in times:
        _fill(one, {"Not_Available_Time": {"Day": _day(day), "Hour": _hour(slot)}})
    _fill(one, {"Active": "true", "Comments": ""})


def _constraint(constraints: ElementTree.Element, name: str, content: dict[str, object]) -> None:
    _fill(constraints, {name: {"Weight_Percentage": 100, **content, "Active": "true", "Comments": ""}})


def _times(intervals, instance: Instance) -> list[tuple[int, int]]:
    slots = instance.grid.slots_per_day
    return sorted(
        {
            (interval.day, slot)
            for interval in intervals
            for slot in range(max(0, interval.start), min(slots, interval.end))
        }
    )


def _fill(parent: ElementTree.Element, content: dict[str, object]) -> ElementTree.Element:
    """Add elements to a parent; return the last one."""
    child = parent
    for name, value in content.items():
        child = ElementTree.SubElement(parent, name)
        if isinstance(value, dict):
            _fill(child, value)
        else:
            child.text = str(value)
    return child


def _day(id_: int) -> str:
    return f"J{id_}"


def _hour(slot: int) -> str:
    return f"H{slot:02d}"


def _read(instance: Instance, path: Path) -> Solution:
    sessions = []
    for activity in ElementTree.parse(path).getroot().iter("Activity"):
        number, day, hour, room = (activity.findtext(name) or "" for name in ("Id", "Day", "Hour", "Room"))
        if day and hour:
            group = instance.groups[int(number) - 1].id
            sessions.append(PlannedSession(group, int(day[1:]), int(hour[1:]), room))
    return Solution(tuple(sessions))
