from meetings.models.booking import Booking
from meetings.models.convocation import Convocation
from meetings.models.interview import Interview
from meetings.models.obstacles import Seminar, Unavailability
from meetings.models.placement import Placement
from meetings.models.presence import Attendance
from meetings.models.programme import ProgrammeItem, SessionItem
from meetings.models.room import Room, RoomClosure
from meetings.models.semester import Semester
from meetings.models.tutorial_session import TutorialSession
from meetings.models.tutors_meeting import TutorsMeeting

__all__ = [
    "Attendance",
    "Booking",
    "Convocation",
    "Interview",
    "Placement",
    "ProgrammeItem",
    "Room",
    "RoomClosure",
    "Semester",
    "Seminar",
    "SessionItem",
    "TutorialSession",
    "TutorsMeeting",
    "Unavailability",
]
