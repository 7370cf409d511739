from datetime import date

from django.db import transaction

from accounts.models import Person
from groups.models import Cohort, Policy
from groups.policies import preset_values


@transaction.atomic
def create_cohort(
    *, year: int, entered_on: date, preset: str, semester_count: int = 8, actor: Person | None = None
) -> Cohort:
    """Make a cohort with the policy of a preset; IntegrityError when the year already has one."""
    cohort = Cohort.objects.create(year=year, entered_on=entered_on, semester_count=semester_count)
    policy = Policy(cohort=cohort, preset=preset, **preset_values(preset))
    policy._history_user = actor  # type: ignore[attr-defined]
    policy.save()
    return cohort
