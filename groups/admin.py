"""For the technician: everything can be looked at; what has a history is not edited here."""

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from groups.models import (
    Cohort,
    CohortChange,
    Constitution,
    ImportFile,
    Intern,
    Membership,
    Policy,
    Repair,
    StageSupervisor,
    Tutor,
    TutorialGroup,
    Tutorship,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    list_display = ("year", "entered_on", "semester_count", "archived_at")


@admin.register(Policy)
class PolicyAdmin(SimpleHistoryAdmin):
    list_display = ("cohort", "preset", "updated_at")
    list_select_related = ("cohort",)


@admin.register(Intern)
class InternAdmin(admin.ModelAdmin):
    list_display = ("person", "cohort", "student_number", "standing")
    list_filter = ("cohort", "standing")
    list_select_related = ("person", "cohort")
    search_fields = ("person__last_name", "person__first_name", "student_number", "ine")
    raw_id_fields = ("person",)


@admin.register(Tutor)
class TutorAdmin(admin.ModelAdmin):
    list_display = ("person", "status", "availability", "town")
    list_filter = ("status", "availability")
    list_select_related = ("person",)
    search_fields = ("person__last_name", "person__first_name", "rpps")
    raw_id_fields = ("person",)


@admin.register(StageSupervisor)
class StageSupervisorAdmin(admin.ModelAdmin):
    list_display = ("person", "kind", "place", "town")
    list_select_related = ("person",)
    search_fields = ("person__last_name", "person__first_name", "place")
    raw_id_fields = ("person",)


@admin.register(TutorialGroup)
class TutorialGroupAdmin(ReadOnlyAdmin):
    list_display = ("code", "cohort", "created_at", "closed_at")
    list_filter = ("cohort",)
    list_select_related = ("cohort",)


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("intern", "group", "tutor", "starts_on", "ends_on", "reason")
    list_select_related = ("intern__person", "group__cohort", "tutor__person")


@admin.register(CohortChange)
class CohortChangeAdmin(ReadOnlyAdmin):
    list_display = ("intern", "left", "joined", "changed_on", "reason")
    list_select_related = ("intern__person", "left", "joined")


@admin.register(Tutorship)
class TutorshipAdmin(ReadOnlyAdmin):
    list_display = ("tutor", "group", "part", "starts_on", "ends_on")
    list_filter = ("part",)
    list_select_related = ("tutor__person", "group__cohort")


@admin.register(Constitution)
class ConstitutionAdmin(ReadOnlyAdmin):
    list_display = ("cohort", "seed", "made_by", "made_at")
    list_select_related = ("cohort", "made_by")


@admin.register(Repair)
class RepairAdmin(ReadOnlyAdmin):
    list_display = ("cohort", "event", "state", "sealed_at", "settled_at")
    list_select_related = ("cohort",)


@admin.register(ImportFile)
class ImportFileAdmin(ReadOnlyAdmin):
    list_display = ("filename", "kind", "state", "uploaded_by", "uploaded_at")
    list_filter = ("kind", "state")
    list_select_related = ("uploaded_by",)
    exclude = ("table",)
