from django.apps import AppConfig


class TutoratConfig(AppConfig):
    name = "tutorat"
    verbose_name = "Tutorat"
