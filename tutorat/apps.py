from django.apps import AppConfig


class TutoratConfig(AppConfig):
    name = "tutorat"
    verbose_name = "Tutorat"

    def ready(self) -> None:
        from database import moments  # noqa: F401
        from tutorat import account_mails, checks, receivers  # noqa: F401
