from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Séances"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from groups.imports import register
        from meetings import placements, receivers  # noqa: F401
        from meetings.convening import interviews, mails  # noqa: F401
        from meetings.imports import ClosureKind, PlacementKind, RoomKind, SeminarKind
        from meetings.models import Room, RoomClosure, Semester, Seminar, TutorialSession, Unavailability

        auditlog.register(TutorialSession)
        auditlog.register(Semester)
        auditlog.register(Room)
        auditlog.register(RoomClosure)
        auditlog.register(Seminar)
        auditlog.register(Unavailability, exclude_fields=["reason"])
        for kind in (RoomKind(), ClosureKind(), SeminarKind(), PlacementKind()):
            register(kind)
