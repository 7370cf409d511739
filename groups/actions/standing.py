from django.db import transaction

from groups.models import Intern, TutorialGroup
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
    groups = set(current.memberships.filter(ends_on=None).values_list("group", flat=True))
    members_changed.send(TutorialGroup, groups=groups, actor=None)
    return True
