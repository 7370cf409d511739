from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from accounts.models import Invitation, Person, RoleAssignment

        auditlog.register(Person, exclude_fields=["password", "last_login", "photo"])
        auditlog.register(RoleAssignment)
        auditlog.register(Invitation, exclude_fields=["token_digest"])
