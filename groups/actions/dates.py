"""From which day a change holds."""

from datetime import date

from django.utils import timezone

from design.french import long_date
from groups.actions.refusals import ChangeRefused


def day_of_effect(on: date | None, *, began_on: date | None = None) -> date:
    """`on`, or today; raises ChangeRefused for a day to come, or before `began_on`.

    What holds today is what has no end (D.1-1): a change to come would hold at once.
    """
    today = timezone.localdate()
    day = on or today
    if day > today:
        raise ChangeRefused(
            f"Le {long_date(day)} est à venir. Enregistrez le changement ce jour-là, ou dès aujourd’hui."
        )
    if began_on and day < began_on:
        raise ChangeRefused(
            f"La situation actuelle date du {long_date(began_on)}. Donnez ce jour ou un jour plus récent."
        )
    return day
