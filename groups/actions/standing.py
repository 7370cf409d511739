from datetime import date

from django.db import transaction

from accounts.models import Person
from groups.actions.dates import day_of_effect
from groups.actions.memberships import leave_group
from groups.actions.refusals import WITHOUT_REASON, ChangeRefused
from groups.models import Cohort, CohortChange, Intern, TutorialGroup
from groups.signals import members_changed


@transaction.atomic
def change_standing(*, intern: Intern, standing: str, semester_lag: int) -> bool:
    """Set the standing and the lag of an intern (B.2); False when nothing changed.

    The membership is left as it is: whether somebody on leave keeps the seat is for a person to decide.
    """
    current = Intern.objects.select_for_update().get(pk=intern.pk)
    if (current.standing, current.semester_lag) == (standing, semester_lag):
        return False
    current.standing, current.semester_lag = standing, semester_lag
    current.save(update_fields=["standing", "semester_lag"])
    seats = current.memberships.filter(ends_on=None, group__isnull=False)
    members_changed.send(
        TutorialGroup,
        groups=set(seats.values_list("group", flat=True)),
        since=None,
        actor=None,
    )
    return True


@transaction.atomic
def change_cohort(
    *, intern: Intern, cohort: Cohort, reason: str, on: date | None = None, actor: Person | None
) -> CohortChange:
    """Let an intern go on with another cohort from the day `on` (today), leaving the seat held so far.

    Files, notes and presence stay with their dates (D.1-1). Raises ChangeRefused without a reason, for the
    cohort the intern is in, or an archived one.
    """
    current = Intern.objects.select_for_update().get(pk=intern.pk)
    day = day_of_effect(on)
    if not reason.strip():
        raise ChangeRefused(WITHOUT_REASON)
    if cohort.pk == current.cohort_id:
        raise ChangeRefused(f"Cette personne est déjà de la {str(cohort).lower()}. Choisissez-en une autre.")
    if cohort.archived_at is not None:
        raise ChangeRefused(f"La {str(cohort).lower()} est archivée. Choisissez-en une autre.")
    if seat := current.memberships.filter(ends_on=None).first():
        leave_group(membership=seat, reason=reason, on=day, actor=actor)
    change = CohortChange.objects.create(
        intern=current,
        left_id=current.cohort_id,
        joined=cohort,
        changed_on=day,
        reason=reason.strip()[:200],
        decided_by=actor,
    )
    current.cohort = cohort
    current.save(update_fields=["cohort"])
    return change
