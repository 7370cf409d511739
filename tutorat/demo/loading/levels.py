"""Writing what was concluded: evaluations of placements, levels with their evidence, reflective shifts."""

from datetime import timedelta

from evaluations.models import Assessment, Evidence, PlacementEvaluation, PlacementLevel, ReflectiveShift
from groups.models import Intern
from meetings.models import Placement, TutorialSession
from portfolios.models import Trace
from portfolios.models.framework import Level
from tutorat.demo.calendar import Term
from tutorat.demo.content import rsca, set_in_type, words
from tutorat.demo.loading.world import GroupInHand, World, dates_as_given

Levels = dict[str, int]
# Levels of the star, semester by semester, in the order of the petals (0: non évalué).
STAR_LEVELS = (
    {"APC": 1, "PRU": 1, "AGC": 1, "EPD": 0, "CSC": 0, "PRO": 1},
    {"APC": 2, "PRU": 1, "AGC": 1, "EPD": 1, "CSC": 1, "PRO": 2},
    {"APC": 2, "PRU": 2, "AGC": 2, "EPD": 1, "CSC": 1, "PRO": 2},
)
SHIFT_SHARE = 0.35


def write_placement_evaluations(world: World) -> None:
    """Asked at the end of each placement; three quarters came back."""
    chance, rows, levels = world.chance, [], []
    terms = {semester.pk: term for term, semester in world.semesters.items()}
    for (intern_id, semester_id), placement in world.placements.items():
        term = terms[semester_id]
        if placement.supervisor_id is None or placement.state == Placement.State.ONGOING:
            continue
        is_star = world.star is not None and intern_id == world.star.pk
        asked = world.calendar.moment(term.ends_on - timedelta(days=20), 9)
        returned = asked + timedelta(days=chance.randint(1, 18), hours=9)
        came_back = is_star or chance.random() < 0.78
        rows.append(
            PlacementEvaluation(
                placement=placement,
                asked_at=asked,
                submitted_at=returned if came_back else None,
                comment=set_in_type(chance.choice(words.PLACEMENT_COMMENTS)) if came_back else "",
                next_step=set_in_type(chance.choice(words.PLACEMENT_NEXT_STEPS)) if came_back else "",
            )
        )
    with dates_as_given(PlacementEvaluation):
        PlacementEvaluation.objects.bulk_create(rows, batch_size=500)
    for evaluation in rows:
        if evaluation.submitted_at:
            key = evaluation.placement.intern_id, evaluation.placement.semester_id
            world.evaluations[key] = evaluation
            levels += [
                PlacementLevel(
                    evaluation=evaluation,
                    competency=competency,
                    level=chance.choices((0, 1, 2, 3), (12, 38, 42, 8))[0],
                )
                for competency in world.competencies.values()
            ]
    PlacementLevel.objects.bulk_create(levels, batch_size=1000)


def write_levels(world: World) -> None:
    """After each session the tutor raises some levels; each rests on something (A-065)."""
    assessments: list[Assessment] = []
    proofs: list[list[Evidence]] = []
    for in_hand in world.groups:
        sessions = {session.semester_id: session for each, session in world.held if each is in_hand}
        for intern in in_hand.interns:
            if intern == world.forgotten:
                continue
            for assessment, evidence in _path(world, in_hand, intern, sessions):
                assessments.append(assessment)
                proofs.append(evidence)
    with dates_as_given(Assessment):
        Assessment.objects.bulk_create(assessments, batch_size=500)
    for assessment, evidence in zip(assessments, proofs, strict=True):
        for one in evidence:
            one.assessment = assessment
    Evidence.objects.bulk_create((one for evidence in proofs for one in evidence), batch_size=1000)


def _path(world: World, in_hand: GroupInHand, intern: Intern, sessions: dict[int, TutorialSession]):
    """The levels of one intern, term after term: never down, rarely by more than one."""
    chance, calendar = world.chance, world.calendar
    pace = chance.uniform(0.24, 0.42)
    held: Levels = dict.fromkeys(world.competencies, int(Level.NOT_ASSESSED))
    terms = [*world.terms_behind(in_hand.cohort), calendar.current]
    for rank, term in enumerate(dict.fromkeys(terms)):
        semester = world.semesters[term]
        session = sessions.get(semester.pk)
        is_star = intern == world.star
        if term == calendar.current and session is None and not is_star:
            continue
        for code, competency in world.competencies.items():
            level = _next(world, held[code], pace, rank) if not is_star else STAR_LEVELS[min(rank, 2)][code]
            if level == held[code] and (level == Level.NOT_ASSESSED or chance.random() < 0.75):
                continue
            evidence = _evidence(world, intern, term, session, code)
            if not evidence:
                continue
            held[code] = level
            given = (session.ends_at if session else world.recent(8, 2)) + timedelta(hours=2)
            yield (
                Assessment(
                    intern=intern,
                    competency=competency,
                    semester=semester,
                    level=level,
                    comment=chance.choice(words.ASSESSMENT_COMMENTS),
                    assessed_by=in_hand.tutor.person,
                    assessed_at=given,
                ),
                evidence,
            )


def _next(world: World, level: int, pace: float, rank: int) -> int:
    if level == Level.NOT_ASSESSED:
        return Level.NOVICE if world.chance.random() < 0.62 else level
    ceiling = Level.COMPETENT if rank >= 3 else Level.INTERMEDIATE
    return min(level + 1, ceiling) if world.chance.random() < pace else level


def _evidence(
    world: World, intern: Intern, term: Term, session: TutorialSession | None, code: str
) -> list[Evidence]:
    """Up to three proofs of the same semester: validated traces, the placement's evaluation, the session."""
    semester = world.semesters[term]
    found = [
        Evidence(trace=trace)
        for trace in world.traces.get(intern.pk, [])
        if trace.semester_id == semester.pk and trace.state in (Trace.State.VALIDATED, Trace.State.SUBMITTED)
    ]
    evaluation = world.evaluations.get((intern.pk, semester.pk))
    if evaluation and world.chance.random() < 0.5:
        found.append(Evidence(placement_evaluation=evaluation))
    if session and (session.pk, intern.pk) in world.attended and (not found or world.chance.random() < 0.4):
        found.append(Evidence(session=session))
    world.chance.shuffle(found)
    return found[:3]


def write_shifts(world: World) -> None:
    """The sentence in which an intern took a reflective stance, in a validated RSCA (A-059)."""
    quotes = {set_in_type(text.title): text.shift for text in rsca.FULL_RSCA if text.shift}
    tutors = {intern.pk: each.tutor.person for each in world.groups for intern in each.interns}
    rows, seen = [], set()
    for intern_id, traces in world.traces.items():
        for trace in traces:
            quote = quotes.get(trace.title)
            is_star = world.star is not None and intern_id == world.star.pk
            if not quote or not trace.decided_at or trace.state != Trace.State.VALIDATED:
                continue
            if intern_id in seen:
                continue
            if is_star or world.chance.random() < SHIFT_SHARE:
                seen.add(intern_id)
                rows.append(
                    ReflectiveShift(
                        intern_id=intern_id,
                        occurred_on=(trace.submitted_at or trace.decided_at).date(),
                        quote=set_in_type(quote),
                        trace=trace,
                        marked_by=tutors[intern_id],
                        marked_at=trace.decided_at,
                    )
                )
    with dates_as_given(ReflectiveShift):
        ReflectiveShift.objects.bulk_create(rows)
