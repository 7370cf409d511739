from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Groupes"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        import groups.drawing.mails
        import groups.repairing.mails  # noqa: F401
        from groups.import_kinds import InternKind, SupervisorKind, TutorKind
        from groups.imports import register
        from groups.models import (
            Cohort,
            CohortChange,
            Draw,
            DrawAttempt,
            DrawEntry,
            DrawOffer,
            DrawSwap,
            Intern,
            Membership,
            PairWish,
            Policy,
            Repair,
            StageSupervisor,
            Tutor,
            Tutorship,
            TutorTie,
        )

        for model in (
            *(Cohort, CohortChange, Intern, Membership, Policy, StageSupervisor, Tutor, Tutorship),
            *(Draw, DrawEntry, DrawOffer, DrawSwap),
        ):
            auditlog.register(model)
        auditlog.register(DrawAttempt, exclude_fields=["document", "openings", "result"])
        auditlog.register(PairWish, exclude_fields=["first", "second", "reason"])
        auditlog.register(TutorTie, exclude_fields=["tutor", "intern"])
        auditlog.register(Repair, exclude_fields=["document"])
        for kind in (InternKind(), TutorKind(), SupervisorKind()):
            register(kind)
