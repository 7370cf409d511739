"""The intern's home (picture 07): the next session, what is due, the traces, where one stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from design.french import in_words, list_words, uncapitalized
from design.marguerite import PETALS
from evaluations.models import Assessment
from evaluations.queries.objectives import open_objectives
from groups.drawing.choices import open_choice
from groups.models import Intern, Policy
from groups.queries import latest_draw, takes_wishes, tutors_of
from meetings.actions.answers import why_closed
from meetings.models import Convocation, Placement, Semester, SessionItem
from meetings.queries import interviews_told_to, semester_on
from portfolios.models import Reading, SituationFamily, Thesis, Trace
from portfolios.queries import last_words, traces_of
from tutorat.homes.semester_chart import Chart, chart_of

TRACES_SHOWN = 6
PREPARED = 3
OTHER_FAMILY = 12
THESIS_STEPS = (
    ("Idée", Thesis.Step.IDEA),
    ("Directeur", Thesis.Step.DIRECTOR),
    ("Fiche de projet", Thesis.Step.APPROVED),
    ("Soutenance", Thesis.Step.DEFENDED),
)

THESIS_WORDS: dict[str, str] = {
    Thesis.Step.IDEA: "à trouver",
    Thesis.Step.SUBJECT: "sujet choisi, direction à trouver",
    Thesis.Step.DIRECTOR: "à déposer",
    Thesis.Step.FILED: "déposée, à valider",
    Thesis.Step.WRITING: "rédaction en cours",
    Thesis.Step.SUBMITTED: "thèse déposée",
    Thesis.Step.SCHEDULED: "date fixée",
    Thesis.Step.DEROGATION: "dérogation",
}
"""What the step reached says of the milestone in progress."""


@dataclass(frozen=True)
class Due:
    """Something to do: where, and until when if a date was set."""

    label: str
    url: str
    on: date | None = None


@dataclass(frozen=True)
class NextSession:
    """The session the intern is called to, with the mates and the answers they gave."""

    convocation: Convocation
    mates: list[Person]
    answers: str
    to_prepare: str
    takes_answers: bool


@dataclass(frozen=True)
class Standing:
    """The last level of each competency and how much evidence it rests on, in the order of the petals."""

    levels: tuple[int, ...]
    evidence: tuple[int, ...]


def intern_home(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    intern = Intern.objects.select_related("person", "cohort__policy", "thesis").filter(person=person).first()
    if intern is None:
        raise Http404
    today = timezone.localdate()
    semester = semester_on(today)
    traces = [
        trace for trace in traces_of(intern).select_related("semester") if trace.state != Trace.State.ARCHIVED
    ]
    shown = traces[:TRACES_SHOWN]
    words = last_words(Trace.objects.filter(pk__in=[trace.pk for trace in shown], state=Trace.State.REWORK))
    session = _next_session(person)
    tutors = list(tutors_of(intern))
    families = _families(traces)
    thesis = _thesis(intern)
    return render(
        request,
        "tutorat/home_intern.html",
        {
            "intern": intern,
            "person": person,
            "today": today,
            "semester": semester,
            "rank": semester.rank_for(intern.cohort.entered_on) - intern.semester_lag if semester else None,
            "placement": _placement(intern, semester),
            "session": session,
            "place": settings.DEPARTMENT["place"],
            "tutors": tutors,
            "awaited": None if tutors else latest_draw(intern.cohort_id),
            "choice": None if tutors else open_choice(intern),
            "may_wish": not tutors and takes_wishes(intern),
            "interviews": list(interviews_told_to(intern, now=timezone.now())),
            "trace_count": len(traces),
            "rsca_count": sum(trace.kind == Trace.Kind.RSCA for trace in traces),
            "traces": [(trace, words.get(trace.pk)) for trace in shown],
            "dues": _dues(intern, session, traces, words),
            "thesis": thesis,
            "thesis_steps": _thesis_steps(thesis),
            "thesis_words": THESIS_WORDS.get(thesis.step, "") if thesis else "",
            "standing": _standing(intern),
            "families": families,
            "family_count": sum(1 for family, count in families if count and family.position != OTHER_FAMILY),
            "chart": _chart(intern, traces),
            "expected": expected_words(intern.cohort.policy),
            "is_obligation": intern.cohort.policy.production == Policy.Production.OBLIGATION,
        },
    )


def _placement(intern: Intern, semester: Semester | None) -> Placement | None:
    return Placement.objects.filter(intern=intern, semester=semester).first() if semester else None


def _next_session(person: Person) -> NextSession | None:
    convocation = (
        Convocation.objects.filter(
            person=person,
            withdrawn_at=None,
            session__state="published",
            session__ends_at__gte=timezone.now(),
        )
        .select_related("session__room", "session__group__cohort__policy")
        .order_by("session__starts_at")
        .first()
    )
    if convocation is None:
        return None
    mates = list(
        Convocation.objects.filter(
            session=convocation.session_id, part=Convocation.Part.INTERN, withdrawn_at=None
        )
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    items = SessionItem.objects.filter(session=convocation.session_id).order_by("position", "pk")[:PREPARED]
    return NextSession(
        convocation=convocation,
        mates=[mate.person for mate in mates],
        answers=_answers(mate for mate in mates if mate.person_id != person.pk),
        takes_answers=why_closed(convocation) is None,
        to_prepare=", ".join(uncapitalized(item.text).rstrip(".") for item in items),
    )


def _answers(mates: Iterable[Convocation]) -> str:
    """`Malo et Jules viennent, Linh s’excuse.` The reasons stay between each of them and the staff."""
    coming, excused = [], []
    for mate in mates:
        if mate.answer == Convocation.Answer.PRESENT:
            coming.append(mate.person.first_name)
        elif mate.answer == Convocation.Answer.PREVENTED:
            excused.append(mate.person.first_name)
    parts = []
    if coming:
        parts.append(f"{list_words(coming)} {'vient' if len(coming) == 1 else 'viennent'}")
    if excused:
        parts.append(f"{list_words(excused)} {'s’excuse' if len(excused) == 1 else 's’excusent'}")
    return f"{', '.join(parts)}." if parts else ""


def _dues(
    intern: Intern, session: NextSession | None, traces: list[Trace], words: dict[int, Reading]
) -> list[Due]:
    dues = []
    if session and session.takes_answers and not session.convocation.answer:
        starts_on = timezone.localdate(session.convocation.session.starts_at)
        dues.append(Due("Confirmer votre venue", "#prochaine-seance", starts_on))
    dues += [
        Due(f"Reprendre «\u00a0{trace.name}\u00a0»", reverse("portfolios:trace-detail", args=[trace.pk]))
        for trace in traces
        if trace.state == Trace.State.REWORK
    ]
    dues += [Due(objective.text, "", objective.due_on) for objective in open_objectives(intern)]
    return dues


def _thesis(intern: Intern) -> Thesis | None:
    return getattr(intern, "thesis", None)


def _thesis_steps(thesis: Thesis | None) -> list[tuple[str, str]]:
    """Four milestones as (label, "done", "current" or "")."""
    order = list(Thesis.Step)
    reached = order.index(Thesis.Step(thesis.step)) if thesis else 0
    states = ["done" if reached >= order.index(step) else "" for _, step in THESIS_STEPS]
    if thesis and thesis.step == Thesis.Step.DEROGATION:
        states[-1] = ""
    if "" in states:
        states[states.index("")] = "current"
    return [(label, state) for (label, _), state in zip(THESIS_STEPS, states, strict=True)]


def _standing(intern: Intern) -> Standing:
    levels, evidence = dict.fromkeys(PETALS, 0), Counter[str]()
    rows = (
        Assessment.objects.filter(intern=intern)
        .annotate(proofs=Count("evidence"))
        .order_by("assessed_at", "pk")
        .values_list("competency__code", "level", "proofs")
    )
    for code, level, proofs in rows:
        levels[code] = level
        evidence[code] += proofs
    return Standing(tuple(levels.values()), tuple(evidence[code] for code in PETALS))


def _families(traces: list[Trace]) -> list[tuple[SituationFamily, range]]:
    """Each family with one tick per trace submitted about it; « Autre » only when it serves."""
    counts = Counter(
        family.pk
        for trace in traces
        if trace.state != Trace.State.DRAFT
        for family in trace.shown_families  # type: ignore[attr-defined]
    )
    return [
        (family, range(counts[family.pk]))
        for family in SituationFamily.objects.order_by("position")
        if counts[family.pk] or family.position != OTHER_FAMILY
    ]


def _chart(intern: Intern, traces: list[Trace]) -> Chart:
    submitted = [trace for trace in traces if trace.state != Trace.State.DRAFT]
    policy = intern.cohort.policy
    return chart_of(
        [
            (
                max(1, trace.semester.rank_for(intern.cohort.entered_on) - intern.semester_lag),
                trace.kind == Trace.Kind.RSCA,
            )
            for trace in submitted
        ],
        target=policy.rsca_per_semester + policy.other_traces_per_semester,
    )


def expected_words(policy: Policy) -> str:
    """`un RSCA et une autre trace`."""
    rsca = f"{in_words(policy.rsca_per_semester)} RSCA"
    others = policy.other_traces_per_semester
    return f"{rsca} et {in_words(others, feminine=True)} {'autre trace' if others == 1 else 'autres traces'}"
