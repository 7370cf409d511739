from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Groupes"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from groups.import_kinds import InternKind, SupervisorKind, TutorKind
        from groups.imports import register
        from groups.models import (
            Cohort,
            CohortChange,
            Intern,
            Membership,
            Policy,
            StageSupervisor,
            Tutor,
            Tutorship,
        )

        for model in (Cohort, CohortChange, Intern, Membership, Policy, StageSupervisor, Tutor, Tutorship):
            auditlog.register(model)
        for kind in (InternKind(), TutorKind(), SupervisorKind()):
            register(kind)
