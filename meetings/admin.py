"""For the technician; the secretariat has its own pages."""

from django.contrib import admin

from meetings.models import (
    Booking,
    DedicatedDay,
    Placement,
    Plan,
    PlanningRun,
    Recess,
    Room,
    Semester,
    Seminar,
    TutorialSession,
    TutorsMeeting,
)


@admin.register(Semester)
class SemesterAdmin(admin.ModelAdmin):
    list_display = ["label", "starts_on", "ends_on"]


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    list_display = ["code", "site", "capacity", "layout", "group_work", "is_active"]
    list_filter = ["is_active", "layout"]
    search_fields = ["code", "name"]


@admin.register(Seminar)
class SeminarAdmin(admin.ModelAdmin):
    list_display = ["title", "cohort", "starts_at", "ends_at"]
    list_filter = ["cohort"]
    list_select_related = ["cohort"]


@admin.register(TutorialSession)
class TutorialSessionAdmin(admin.ModelAdmin):
    """Read only: a session moves by the pages of the planning, which keep its slots."""

    list_display = ["group", "number", "starts_at", "room", "state", "sequence"]
    list_filter = ["state", "semester"]
    list_select_related = ["group__cohort", "room"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Booking)
class BookingAdmin(TutorialSessionAdmin):
    """Read only, for the day when two people say they have the room."""

    list_display = ["session", "slot", "room", "tutor", "group"]
    list_filter = ["room"]
    list_select_related = ["session", "room", "tutor__person", "group__cohort"]


@admin.register(DedicatedDay)
class DedicatedDayAdmin(admin.ModelAdmin):
    list_display = ["day", "semester", "cohort"]
    list_filter = ["semester"]
    list_select_related = ["semester", "cohort"]


@admin.register(Recess)
class RecessAdmin(admin.ModelAdmin):
    list_display = ["name", "semester", "starts_on", "ends_on"]
    list_filter = ["semester"]
    list_select_related = ["semester"]


@admin.register(Plan)
class PlanAdmin(TutorialSessionAdmin):
    """Read only: versions are published once and for all."""

    list_display = ["semester", "number", "state", "revision", "published_at", "published_by"]
    list_filter = ["semester", "state"]
    list_select_related = ["semester", "published_by"]


@admin.register(PlanningRun)
class PlanningRunAdmin(TutorialSessionAdmin):
    """Read only, for the day when a search does not end."""

    list_display = [
        "semester",
        "requested_at",
        "requested_by",
        "state",
        "heartbeat_at",
        "cost",
        "bound",
        "failure",
    ]
    list_filter = ["state", "semester"]
    list_select_related = ["semester", "requested_by"]


@admin.register(TutorsMeeting)
class TutorsMeetingAdmin(admin.ModelAdmin):
    list_display = ["starts_at", "place", "semester"]
    list_select_related = ["semester"]


@admin.register(Placement)
class PlacementAdmin(admin.ModelAdmin):
    list_display = ["intern", "semester", "kind", "place", "state"]
    list_filter = ["semester", "kind"]
    list_select_related = ["intern__person", "semester"]
    search_fields = ["intern__person__last_name"]
