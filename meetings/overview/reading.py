"""The two big reads of a semester: cohorts with their counts, groups with their tutor."""

from django.db.models import (
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from groups.models import Cohort, Intern, TutorialGroup, Tutorship
from meetings.models import Convocation, Semester, TutorialSession

STUDYING = (Intern.Standing.ACTIVE, Intern.Standing.LEAVE, Intern.Standing.RESEARCH)


def cohorts_of(semester: Semester) -> QuerySet[Cohort]:
    """The cohorts in training during the semester, newest first, with their interns and those convened."""
    interns = Intern.objects.filter(cohort=OuterRef("pk"), standing__in=STUDYING)
    convened = Convocation.objects.filter(
        session__semester=semester,
        session__group__cohort=OuterRef("pk"),
        part=Convocation.Part.INTERN,
        withdrawn_at=None,
    ).exclude(session__state=TutorialSession.State.CANCELLED)
    return (
        Cohort.objects.filter(archived_at=None, entered_on__lte=semester.ends_on)
        .annotate(
            intern_count=_count(interns, "cohort"), convened_count=_count(convened, "session__group__cohort")
        )
        .order_by("-year")
    )


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def groups_of(semester: Semester) -> QuerySet[TutorialGroup]:
    """The groups that should meet in the semester, with `size`: not dissolved, of a cohort in training."""
    return TutorialGroup.objects.filter(
        closed_at=None, cohort__archived_at=None, cohort__entered_on__lte=semester.ends_on
    ).annotate(size=Count("memberships", filter=Q(memberships__ends_on=None), distinct=True))


def group_rows_of(semester: Semester) -> QuerySet:
    return (
        groups_of(semester)
        .annotate(
            tutorship=FilteredRelation(
                "tutorships",
                condition=Q(tutorships__ends_on=None, tutorships__part=Tutorship.Part.TUTOR),
            ),
            tutor_id=F("tutorship__tutor"),
            driving_minutes=F("tutorship__tutor__driving_minutes"),
            title=F("tutorship__tutor__person__title"),
            first_name=F("tutorship__tutor__person__first_name"),
            last_name=F("tutorship__tutor__person__last_name"),
        )
        .order_by("-cohort__year", "number")
        .values(
            "pk",
            "number",
            "cohort",
            "cohort__year",
            "cohort__policy__group_min",
            "size",
            "tutor_id",
            "driving_minutes",
            "title",
            "first_name",
            "last_name",
        )
    )
