"""A semester line by line: its sessions with who was called and what they said, the groups without one."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils import timezone

from design.french import NBHYPHEN
from design.states import STATES
from groups.models import TutorialGroup
from meetings.convening.progress import Journeys, Status, status_of
from meetings.models import Convocation, Semester, TutorialSession
from meetings.overview.reading import groups_of

HEADINGS = (
    *("Promotion", "Groupe", "Séance", "Jour", "Début", "Fin", "Lieu", "État de la séance"),
    *("Personne", "Rôle", "Convocation", "Réponse le"),
)
TO_PLACE = "À placer"


def lines_of(semester: Semester) -> Iterator[tuple[object, ...]]:
    """One line a person called, one a session without anybody, one a group without session. Four queries.

    Reasons of excuses stay in Tutorat.
    """
    sessions = list(
        TutorialSession.objects.filter(semester=semester)
        .exclude(state=TutorialSession.State.CANCELLED)
        .select_related("group__cohort", "room")
        .order_by("starts_at", "group__cohort__year", "group__number", "pk")
    )
    called: dict[int, list[Convocation]] = defaultdict(list)
    convocations = Convocation.objects.filter(session__in=sessions, withdrawn_at=None)
    for convocation in convocations.select_related("person").order_by(
        "-part", "person__last_name", "person__first_name", "pk"
    ):
        called[convocation.session_id].append(convocation)
    journeys = Journeys([session.pk for session in sessions])
    for session in sessions:
        about = _about(session)
        for convocation in called[session.pk]:
            yield (*about, *_answer(convocation, journeys))
        if not called[session.pk]:
            yield (*about, "", "", "", "")
    placed = {session.group_id for session in sessions}
    for group in groups_of(semester).select_related("cohort").order_by("-cohort__year", "number"):
        if group.pk not in placed:
            yield (group.cohort.year, _code(group), "", "", "", "", "", TO_PLACE, "", "", "", "")


def _code(group: TutorialGroup) -> str:
    """With a plain hyphen, as people type it in a spreadsheet."""
    return group.code.replace(NBHYPHEN, "-")


def _about(session: TutorialSession) -> tuple[object, ...]:
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return (
        session.group.cohort.year,
        _code(session.group),
        session.number,
        f"{start:%d/%m/%Y}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        session.room.code.replace(NBHYPHEN, "-") if session.room else session.place,
        session.get_state_display(),
    )


def _answer(convocation: Convocation, journeys: Journeys) -> tuple[object, ...]:
    last = journeys.last(convocation.session_id, convocation.person_id)
    status = status_of(convocation.part, convocation.answer, last)
    is_informed = status == Status.CONFIRMED and not convocation.answer
    answered = convocation.answered_at
    return (
        convocation.person.full_name,
        convocation.get_part_display(),
        STATES["informed" if is_informed else status.value].label,
        f"{timezone.localtime(answered):%d/%m/%Y %H:%M}" if answered else "",
    )
