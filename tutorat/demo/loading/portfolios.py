"""Writing what interns produced and what tutors answered: traces, versions, readings, projects, theses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from simple_history.utils import bulk_create_with_history

from groups.models import Intern
from portfolios.models import (
    Annotation,
    Mobilisation,
    Project,
    Reading,
    ReadingMark,
    SituationFamily,
    Thesis,
    Trace,
    TraceVersion,
)
from portfolios.structure import CRITERIA, RSCA_SECTIONS
from tutorat.demo.calendar import Term
from tutorat.demo.content import rsca, set_in_type, traces, words
from tutorat.demo.loading.world import GroupInHand, World, dates_as_given

States = Trace.State
DECIDED = {
    States.VALIDATED: Reading.Decision.VALIDATED,
    States.REWORK: Reading.Decision.REWORK,
    States.REFUSED: Reading.Decision.REFUSED,
    States.ARCHIVED: Reading.Decision.VALIDATED,
}
MARKS = ReadingMark.Mark
STEPS = [section.code for section in RSCA_SECTIONS]
THESIS_STEPS = {
    1: ("not_started", "not_started", "idea", "idea", "subject"),
    2: ("idea", "subject", "director", "director", "filed"),
    3: ("director", "filed", "approved", "writing", "writing", "submitted", "defended"),
}


@dataclass(frozen=True)
class Draft:
    """A trace to write: its text, whichever it comes from, and how far it went."""

    kind: str
    title: str
    setting: str
    families: tuple[int, ...]
    mobilised: tuple[tuple[str, int, str], ...]
    sections: dict[str, str]
    state: str


def write_traces(world: World) -> None:
    """Two to three traces an intern, in all states; the star has more, and the longest ones."""
    planned = [
        (in_hand, intern, term, draft)
        for in_hand in world.groups
        for intern in in_hand.interns
        for term, draft in _plan(world, in_hand, intern)
    ]
    rows = [_trace(world, in_hand, intern, term, draft) for in_hand, intern, term, draft in planned]
    with dates_as_given(Trace):
        Trace.objects.bulk_create(rows, batch_size=500)
    for trace in rows:
        world.traces.setdefault(trace.intern_id, []).append(trace)
    _write_families_and_competencies(world, rows, [draft for *_, draft in planned])
    versions = [
        version
        for trace, (_, _, _, draft) in zip(rows, planned, strict=True)
        for version in _versions(world, trace, draft)
    ]
    with dates_as_given(TraceVersion):
        TraceVersion.objects.bulk_create(versions, batch_size=500)
    tutors = {intern.pk: in_hand.tutor.person for in_hand in world.groups for intern in in_hand.interns}
    _write_readings(world, versions, tutors)


def _plan(world: World, in_hand: GroupInHand, intern: Intern) -> Iterator[tuple[Term, Draft]]:
    calendar, chance = world.calendar, world.chance
    behind, now = world.terms_behind(in_hand.cohort), calendar.current
    if intern == world.forgotten:
        return
    if intern == world.star:
        yield from _star_plan(behind, now)
        return
    texts = _texts(world)
    for age, term in enumerate(reversed(behind)):
        if chance.random() < (0.7 if age < 2 else 0.28):
            state = chance.choices(
                (States.VALIDATED, States.REWORK, States.REFUSED, States.ARCHIVED), (86, 7, 3, 4)
            )[0]
            yield term, _draft(next(texts), state)
    for _ in range(chance.choices((0, 1, 2), (48, 42, 10))[0]):
        state = chance.choices(
            (States.DRAFT, States.SUBMITTED, States.REWORK, States.VALIDATED), (30, 42, 13, 15)
        )[0]
        if state == States.DRAFT and chance.random() < 0.5:
            yield now, _unfinished(chance.choice(traces.DRAFT_TITLES))
        else:
            yield now, _draft(next(texts), state)


def _texts(world: World) -> Iterator[rsca.Rsca | traces.ShortTrace]:
    """Texts for one intern, each once: RSCA and other traces in turn."""
    stories: list = [*traces.SHORT_RSCA, *rsca.FULL_RSCA]
    others = list(traces.OTHER_TRACES)
    world.chance.shuffle(stories)
    world.chance.shuffle(others)
    for story, other in zip(stories, others, strict=False):
        yield from (story, other) if world.chance.random() < 0.6 else (other, story)


def _star_plan(behind: list[Term], now: Term) -> Iterator[tuple[Term, Draft]]:
    """The portfolio one sees when signing in as the intern: every state, over three semesters."""
    short = {story.title: story for story in traces.SHORT_RSCA + traces.OTHER_TRACES}
    first, second = behind[0], behind[-1]
    yield first, _draft(rsca.FEVER, States.VALIDATED)
    yield second, _draft(short["Groupe d’échange : dire non sans rompre"], States.VALIDATED)
    yield second, _draft(rsca.HYPNOTIC, States.VALIDATED)
    yield second, _draft(short["Supervision directe, pose d’implant"], States.VALIDATED)
    yield now, _draft(short["Elle ne voulait pas du vaccin"], States.REWORK)
    yield now, _draft(rsca.END_OF_LIFE, States.SUBMITTED)
    yield now, _draft(short["La garde de trop"], States.DRAFT)


def _draft(text: rsca.Rsca | traces.ShortTrace, state: str) -> Draft:
    if isinstance(text, rsca.Rsca):
        return Draft("rsca", text.title, text.setting, text.families, text.mobilised, text.sections, state)
    codes = STEPS if text.kind == "rsca" else ["texte"]
    sections = dict(zip(codes, text.texts, strict=False))
    mobilised = tuple(
        (code, 1 + (len(text.title) + rank) % 2, "") for rank, code in enumerate(text.mobilised)
    )
    return Draft(text.kind, text.title, text.setting, text.families, mobilised, sections, state)


def _unfinished(title: str) -> Draft:
    return Draft("rsca", title, "", (), (), {"recit": traces.DRAFT_TEXT}, States.DRAFT)


def _trace(world: World, in_hand: GroupInHand, intern: Intern, term: Term, draft: Draft) -> Trace:
    begun = _begun(world, term)
    longest = max(1, min(6, (world.now - begun).days // 3))
    submitted = decided = None
    if draft.state != States.DRAFT:
        submitted = begun + timedelta(days=world.chance.randint(1, longest))
    if submitted and draft.state != States.SUBMITTED:
        decided = submitted + timedelta(days=world.chance.randint(1, longest), hours=2)
    latest = decided or submitted or begun
    return Trace(
        intern=intern,
        kind=draft.kind,
        title=set_in_type(draft.title),
        state=draft.state,
        semester=world.semesters[term],
        placement=world.placements.get((intern.pk, world.semesters[term].pk)),
        setting=draft.setting,
        lived_on=date(begun.year, begun.month, 1) if draft.kind == "rsca" else None,
        created_at=begun,
        changed_at=latest,
        submitted_at=submitted,
        decided_at=decided,
        decided_by=in_hand.tutor.person if decided else None,
    )


def _begun(world: World, term: Term) -> datetime:
    """When a trace of `term` was begun: before the session of a past term, in the last weeks of this one."""
    chance, calendar = world.chance, world.calendar
    if term == calendar.current:
        since = max(4, min((calendar.today - term.starts_on).days, 45))
        return calendar.before_today(chance.randint(4, since), chance.randint(16, 20), 20)
    return calendar.moment(
        term.usual_thursday - timedelta(days=chance.randint(16, 34)), chance.randint(8, 22)
    )


def _write_families_and_competencies(world: World, rows: list[Trace], drafts: list[Draft]) -> None:
    families = dict(SituationFamily.objects.values_list("position", "pk"))
    through = Trace.families.through
    through.objects.bulk_create(
        [
            through(trace_id=trace.pk, situationfamily_id=families[position])
            for trace, draft in zip(rows, drafts, strict=True)
            for position in draft.families
        ],
        batch_size=1000,
    )
    Mobilisation.objects.bulk_create(
        [
            Mobilisation(
                trace=trace, competency=world.competencies[code], level=level, reason=set_in_type(reason)
            )
            for trace, draft in zip(rows, drafts, strict=True)
            for code, level, reason in draft.mobilised
        ],
        batch_size=1000,
    )


def _versions(world: World, trace: Trace, draft: Draft) -> Iterator[TraceVersion]:
    """One version, or two: what was reworked keeps the first one; « À retravailler » has a draft open."""
    sections = {code: set_in_type(text) for code, text in draft.sections.items()}
    reworked = draft.kind == "rsca" and draft.state == States.VALIDATED and world.chance.random() < 0.3
    if reworked and trace.submitted_at:
        first = {code: text for code, text in sections.items() if code in STEPS[:3]}
        earlier = trace.submitted_at - timedelta(days=9)
        yield TraceVersion(trace=trace, number=1, sections=first, saved_at=earlier, submitted_at=earlier)
    number = 2 if reworked else 1
    yield TraceVersion(
        trace=trace,
        number=number,
        sections=sections,
        revision=world.chance.randint(3, 30),
        saved_at=trace.submitted_at or trace.changed_at,
        submitted_at=trace.submitted_at,
    )
    if draft.state == States.REWORK:
        yield TraceVersion(
            trace=trace, number=number + 1, sections=sections, revision=2, saved_at=trace.changed_at
        )


def _write_readings(world: World, versions: list[TraceVersion], tutors: dict) -> None:
    chance = world.chance
    readings: list[Reading] = []
    for version in versions:
        trace, submitted = version.trace, version.submitted_at
        if submitted is None:
            continue
        is_last = trace.submitted_at == submitted
        decision = DECIDED.get(States(trace.state), "") if is_last else Reading.Decision.REWORK
        if not decision and chance.random() < 0.6:
            continue
        returned = None
        if decision:
            returned = trace.decided_at if is_last else submitted + timedelta(days=3)
        readings.append(
            Reading(
                version=version,
                reader=tutors[trace.intern_id],
                opened_at=(returned or min(submitted + timedelta(days=1), world.now)) - timedelta(hours=1),
                decision=decision,
                word=set_in_type(chance.choice(words.READING_WORDS[decision])) if decision else "",
                returned_at=returned,
            )
        )
    with dates_as_given(Reading):
        Reading.objects.bulk_create(readings, batch_size=500)
    _write_marks(world, readings)
    _write_annotations(world, readings)


def _write_marks(world: World, readings: list[Reading]) -> None:
    weights = {
        Reading.Decision.VALIDATED: (0, 4, 62, 34),
        Reading.Decision.REWORK: (10, 35, 45, 10),
        Reading.Decision.REFUSED: (30, 50, 20, 0),
    }
    ReadingMark.objects.bulk_create(
        [
            ReadingMark(
                reading=reading,
                criterion=criterion,
                mark=world.chance.choices(list(MARKS), weights[Reading.Decision(reading.decision)])[0],
            )
            for reading in readings
            if reading.decision and reading.version.trace.kind == "rsca"
            for criterion in CRITERIA
        ],
        batch_size=2000,
    )


def _write_annotations(world: World, readings: list[Reading]) -> None:
    """Remarks hang on a real sentence of the text; one in three is answered."""
    chance = world.chance
    rows: list[Annotation] = []
    for reading in readings:
        if reading.version.trace.kind != "rsca" or chance.random() < 0.35:
            continue
        for kind, code, text in chance.sample(words.ANNOTATIONS, chance.randint(1, 3)):
            section = chance.choice(list(reading.version.sections))
            body = reading.version.sections[section]
            quote = chance.choice(
                [part for part in body.replace("\n", " ").split(". ") if len(part) > 20] or [body]
            )
            quote = quote if quote in body else body[:80]
            start = body.find(quote)
            rows.append(
                Annotation(
                    version=reading.version,
                    author=reading.reader,
                    kind=kind,
                    competency=world.competencies.get(code),
                    section=section,
                    start=start,
                    end=start + len(quote),
                    quote=quote,
                    text=set_in_type(text),
                    created_at=reading.opened_at + timedelta(minutes=len(rows) % 50),
                )
            )
    with dates_as_given(Annotation):
        Annotation.objects.bulk_create(rows, batch_size=1000)
        Annotation.objects.bulk_create(
            Annotation(
                version=remark.version,
                author=remark.version.trace.intern.person,
                section=remark.section,
                start=remark.start,
                end=remark.end,
                text=set_in_type(words.REPLIES[rank % len(words.REPLIES)]),
                parent=remark,
                created_at=remark.created_at + timedelta(hours=5),
            )
            for rank, remark in enumerate(rows)
            if rank % 3 == 0
        )


def write_projects_and_theses(world: World) -> None:
    chance = world.chance
    projects: list[Project] = []
    theses: list[Thesis] = []
    for in_hand in world.groups:
        age = world.cohorts.index(in_hand.cohort)
        if age == 0:
            continue
        for intern in in_hand.interns:
            if intern == world.star or chance.random() < 0.6:
                text = words.PROJECTS[0] if intern == world.star else chance.choice(words.PROJECTS)
                projects.append(
                    Project(intern=intern, text=set_in_type(text), written_at=world.recent(150, 5))
                )
            step = "idea" if intern == world.star else chance.choice(THESIS_STEPS[age])
            theses.append(_thesis(world, in_hand, intern, step))
    with dates_as_given(Project, Thesis):
        bulk_create_with_history(projects, Project, default_date=world.calendar.before_today(30))
        Thesis.objects.bulk_create(theses)


def _thesis(world: World, in_hand: GroupInHand, intern: Intern, step: str) -> Thesis:
    has_subject = step != "not_started"
    has_director = step not in ("not_started", "idea", "subject")
    subject = words.THESIS_SUBJECTS[0] if intern == world.star else world.chance.choice(words.THESIS_SUBJECTS)
    return Thesis(
        intern=intern,
        step=step,
        subject=set_in_type(subject) if has_subject else "",
        director=in_hand.tutor.person.full_name if has_director else "",
        due_on=world.calendar.entry_of(in_hand.cohort.year + 3),
        changed_at=world.recent(120, 8),
    )
