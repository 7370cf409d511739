"""Reading notes. Who may read a private one is the cohort's policy (D.1-12)."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.models import Person, Role
from design.french import list_words
from evaluations.models import Note
from groups.models import Policy
from groups.queries import interns_followed_by
from meetings.models import TutorialSession

READ_BY_TUTORS = (Policy.NoteReaders.TUTORS, Policy.NoteReaders.COORDINATOR)


def notes_visible_to(person: Person) -> QuerySet[Note]:
    """The written notes that `person` may read; empty ones are left out.

    Everybody reads what they wrote. A shared note is read by the tutors of the intern, by the coordinator and
    the director, and by the intern once the session is closed. A private note is read by its author, then by
    the tutors and the coordinator as the policy of the intern's cohort says; never by the secretariat, a
    commission, a supervisor, or on this page by the intern, who may ask for it by right.
    """
    shared = Q(audience=Note.Audience.SHARED)
    private = Q(audience=Note.Audience.PRIVATE)
    mine = Q(intern__in=interns_followed_by(person))
    readable = (
        Q(author=person)
        | shared & mine
        | shared & Q(intern__person=person, session__state=TutorialSession.State.CLOSED)
        | private & mine & Q(intern__cohort__policy__note_readers__in=READ_BY_TUTORS)
    )
    if person.has_role(Role.COORDINATOR, Role.DIRECTOR):
        readable |= shared
    if person.has_role(Role.COORDINATOR):
        readable |= private & Q(intern__cohort__policy__note_readers=Policy.NoteReaders.COORDINATOR)
    return Note.objects.filter(readable).exclude(text="")


def readers_of_private_notes(policy: Policy, *, other_tutors: Iterable[str]) -> str:
    """Who will read a private note, in words, for the person who writes it.

    `other_tutors` are the names of those who follow the group beside the author.
    """
    readers = [] if policy.note_readers == Policy.NoteReaders.AUTHOR else list(other_tutors)
    if policy.note_readers == Policy.NoteReaders.COORDINATOR:
        readers.append("la coordination")
    return f"lue par vous, {list_words(readers)}" if readers else "lue par vous, et personne d’autre"
