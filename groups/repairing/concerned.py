"""Who is told of a sealed repair: the groups that one of the equal repairs would touch, and nobody else."""

from accounts.models import Person
from groups.draw import RepairDocument
from groups.drawing.documents import interns_named, tutors_named
from groups.models import Cohort, TutorialGroup
from groups.queries import with_people


def concerned_by(cohort: Cohort, document: RepairDocument) -> list[Person]:
    """The people of those groups, whoever comes into one, and who would take one over; each once, by name."""
    moves = [move for repair in document.repairs for move in repair.moves]
    handovers = [each for repair in document.repairs for each in repair.handovers]
    touched = {number for move in moves for number in (move.before, move.after)}
    touched |= {each.group for each in handovers}
    groups = TutorialGroup.objects.filter(cohort=cohort, closed_at=None, number__in=touched)
    found = [intern.person for intern in interns_named({move.person for move in moves}).values()]
    found += [tutor.person for tutor in tutors_named({each.after for each in handovers} - {""}).values()]
    for group in with_people(groups).order_by("number"):
        found += [each.tutor.person for each in group.active_tutorships]  # type: ignore[attr-defined]
        found += [each.intern.person for each in group.active_memberships]  # type: ignore[attr-defined]
    people = {person.pk: person for person in found}
    return sorted(people.values(), key=lambda person: (person.last_name, person.first_name, person.pk))
