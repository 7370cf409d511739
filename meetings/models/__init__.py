from meetings.models.booking import Booking
from meetings.models.complaint import RoomComplaint
from meetings.models.convocation import Convocation
from meetings.models.feed import CalendarFeed, CalendarReading
from meetings.models.interview import Interview
from meetings.models.obstacles import InternUnavailability, Seminar, Unavailability
from meetings.models.placement import Placement
from meetings.models.plan import DedicatedDay, Plan, PlanDayLock, PlanEdit, PlanEntry
from meetings.models.planning import PlanningPolicy, PlanningRun
from meetings.models.presence import Attendance
from meetings.models.programme import ProgrammeItem, SessionItem
from meetings.models.room import Room, RoomClosure
from meetings.models.semester import Recess, Semester
from meetings.models.tutorial_session import TutorialSession
from meetings.models.tutors_meeting import TutorsMeeting
from meetings.models.wishes import TutorWishes, WishCall

__all__ = [
    "Attendance",
    "Booking",
    "CalendarFeed",
    "CalendarReading",
    "Convocation",
    "DedicatedDay",
    "InternUnavailability",
    "Interview",
    "Placement",
    "Plan",
    "PlanDayLock",
    "PlanEdit",
    "PlanEntry",
    "PlanningPolicy",
    "PlanningRun",
    "ProgrammeItem",
    "Recess",
    "Room",
    "RoomClosure",
    "RoomComplaint",
    "Semester",
    "Seminar",
    "SessionItem",
    "TutorWishes",
    "TutorialSession",
    "TutorsMeeting",
    "Unavailability",
    "WishCall",
]
