"""For the technician: the labels a department may rename. Traces are never read here."""

from django.contrib import admin

from portfolios.models import Competency, SituationFamily


@admin.register(Competency)
class CompetencyAdmin(admin.ModelAdmin):
    list_display = ["position", "code", "short_label", "label"]
    list_display_links = ["short_label"]
    readonly_fields = ["code", "position"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(SituationFamily)
class SituationFamilyAdmin(admin.ModelAdmin):
    list_display = ["position", "short_label", "label"]
    list_display_links = ["short_label"]
