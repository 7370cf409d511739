from django.contrib import admin

from evaluations.models import Commission, Contact, Objective


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    list_display = ["occurred_at", "intern", "channel", "logged_by"]
    list_filter = ["channel"]
    list_select_related = ["intern__person", "logged_by"]
    raw_id_fields = ["intern", "logged_by", "session", "interview"]
    exclude = ["summary"]


@admin.register(Objective)
class ObjectiveAdmin(admin.ModelAdmin):
    list_display = ["due_on", "intern", "state", "set_by"]
    list_filter = ["state"]
    list_select_related = ["intern__person", "set_by"]
    raw_id_fields = ["intern", "set_in", "set_by"]
    exclude = ["text"]


@admin.register(Commission)
class CommissionAdmin(admin.ModelAdmin):
    list_display = ["name", "cohort", "held_on"]
    filter_horizontal = ["members"]
