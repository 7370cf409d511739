from django.contrib import admin

from accounts.models import Person, RoleAssignment


class RoleInline(admin.TabularInline):
    model = RoleAssignment
    extra = 0


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["last_name", "first_name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "role_assignments__role"]
    search_fields = ["last_name", "first_name", "email"]
    exclude = ["password"]
    readonly_fields = ["last_login", "created_at"]
    inlines = [RoleInline]
