from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    verbose_name = "Évaluations"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from evaluations import mails, receivers  # noqa: F401
        from evaluations.models import Commission, Contact, Note, Objective, PlacementEvaluation

        auditlog.register(Note, exclude_fields=["text", "others", "page"])
        auditlog.register(Objective, exclude_fields=["text"])
        auditlog.register(Contact, exclude_fields=["summary"])
        auditlog.register(PlacementEvaluation, exclude_fields=["comment", "next_step"])
        auditlog.register(Commission, m2m_fields={"members"})
