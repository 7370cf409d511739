"""A small department with everything twice: what is one's own, and what is somebody else's."""

from datetime import date
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import Role
from evaluations.models import PlacementEvaluation
from groups.models import PairWish, TutorTie
from meetings.convening.links import token_for
from meetings.models import (
    CalendarFeed,
    DedicatedDay,
    Interview,
    Placement,
    Plan,
    PlanEntry,
    PlanningRun,
    Recess,
    RoomClosure,
    RoomComplaint,
    SessionItem,
    TutorialSession,
    TutorsMeeting,
    Unavailability,
)
from tests.factories import people
from tests.factories.draws import make_draw, make_drawn
from tests.factories.evaluations import (
    CommissionFactory,
    ContactFactory,
    NoteFactory,
    ObjectiveFactory,
    make_assessment,
)
from tests.factories.groups import (
    CohortFactory,
    CoTutorFactory,
    ImportFileFactory,
    StageSupervisorFactory,
    TutorFactory,
    interns_of_group,
    make_group,
    make_repair,
)
from tests.factories.meetings import (
    AttendanceFactory,
    ConvocationFactory,
    PlacementFactory,
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    SessionFactory,
    paris,
)
from tests.factories.outbox import MessageFactory
from tests.factories.portfolios import AnnotationFactory, make_trace

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tutorat//Essais//FR
BEGIN:VEVENT
UID:gestes@agendas.example
SUMMARY:Gestes d’urgence
DTSTART:20270218T080000Z
DTEND:20270218T110000Z
END:VEVENT
END:VCALENDAR
"""

TODAY = paris(2027, 1, 11, 9)
"""The world is looked at on Monday 11 January 2027, three days before its sessions."""


def _half(*, year: int, hour: int, semester: object, commission_member: object) -> SimpleNamespace:
    cohort = CohortFactory(year=year)
    tutor, co_tutor = TutorFactory(), CoTutorFactory()
    group = make_group(cohort=cohort, tutor=tutor, co_tutor=co_tutor)
    intern, mate, *_ = interns_of_group(group)
    session = PublishedSessionFactory(
        group=group, semester=semester, starts_at=paris(2027, 1, 14, hour), room=RoomFactory()
    )
    for person, part in (
        (tutor.person, "tutor"),
        (co_tutor.person, "co_tutor"),
        *((each.person, "intern") for each in interns_of_group(group)),
    ):
        convocation = ConvocationFactory(session=session, person=person, part=part)
        if person == intern.person:
            own_convocation = convocation
    AttendanceFactory(session=session, intern=intern)
    held = SessionFactory(
        group=group,
        semester=SemesterFactory(season="summer", starts_on=date(2026, 5, 4), ends_on=date(2026, 11, 1)),
        number=2,
        starts_at=paris(2026, 6, 11, hour),
        state=TutorialSession.State.CLOSED,
    )
    feed = CalendarFeed.objects.create(
        name="Enseignements", cohort=cohort, url="https://agendas.example/enseignements.ics"
    )
    supervisor = StageSupervisorFactory()
    placement = PlacementFactory(
        intern=intern, semester=semester, supervisor=supervisor, kind=Placement.Kind.FE, place="CH de Blois"
    )
    draw = make_draw(cohort, interns_of_group(group), [tutor], co_tutor=co_tutor)
    first, second = sorted((intern, mate), key=lambda each: each.pk)
    trace = make_trace("submitted", intern=intern, semester=semester, placement=placement)
    trace.versions.update(
        file=default_storage.save("traces/world.pdf", ContentFile(b"%PDF-1.7")),
        file_name="trace.pdf",
        file_kind="pdf",
    )
    draft = make_trace("draft", intern=intern, semester=semester)
    return SimpleNamespace(
        cohort=cohort,
        tutor=tutor,
        co_tutor=co_tutor,
        group=group,
        membership=group.memberships.get(intern=intern),
        repair=make_repair(intern=interns_of_group(group)[-1], told=[tutor.person, intern.person]),
        co_tutorship=group.tutorships.get(tutor=co_tutor),
        intern=intern,
        mate=mate,
        session=session,
        held=held,
        feed=feed,
        feed_reading=feed.readings.create(content=CALENDAR),
        complaint=RoomComplaint.objects.create(session=held, room=held.room, reason="Tables fixes"),
        convocation=own_convocation,
        answer_token=token_for(own_convocation.pk),
        message=MessageFactory(recipient=intern.person),
        supervisor=supervisor,
        placement=placement,
        trace=trace,
        version=trace.versions.get(),
        annotation=AnnotationFactory(version=trace.versions.get(), author=tutor.person),
        draft=draft,
        decided=make_trace("validated", intern=intern, semester=semester),
        draft_version=draft.versions.get(),
        item=SessionItem.objects.create(session=session, position=1, text="Accueil"),
        note=NoteFactory(session=session, intern=intern, author=tutor.person, audience="private"),
        contact=ContactFactory(intern=intern, logged_by=tutor.person),
        objective=ObjectiveFactory(intern=intern, set_by=tutor.person, set_in=session),
        assessment=make_assessment(intern, semester=semester, assessed_by=tutor.person),
        placement_evaluation=PlacementEvaluation.objects.create(placement=placement),
        commission=CommissionFactory(
            cohort=cohort, members=[commission_member], opens_on=date(2026, 11, 1), closes_on=date(2027, 4, 1)
        ),
        import_file=ImportFileFactory(cohort=cohort),
        seminar=SeminarFactory(cohort=cohort),
        room=session.room,
        closure=RoomClosure.objects.create(
            room=session.room,
            starts_at=paris(2027, 1, 21, 8),
            ends_at=paris(2027, 1, 21, 18),
            reason="examens",
        ),
        absence=Unavailability.objects.create(
            tutor=tutor, starts_at=paris(2027, 1, 28, 8), ends_at=paris(2027, 1, 28, 18), reason="congé"
        ),
        interview=Interview.objects.create(intern=intern, tutor=tutor, initiative="intern"),
        tutors_meeting=TutorsMeeting.objects.create(
            semester=semester, starts_at=paris(2027, 2, 4, hour), ends_at=paris(2027, 2, 4, hour + 2)
        ),
        person=intern.person,
        attempt=make_drawn(draw),
        draw=draw,
        wish=PairWish.objects.create(
            cohort=cohort, kind=PairWish.Kind.APART, first=first, second=second, entered_by=intern.person
        ),
        tie=TutorTie.objects.create(tutor=tutor, intern=mate),
    )


def _plan(semester: object, *halves: SimpleNamespace) -> None:
    """A draft, a published version and a search that is over, of the semester both halves share."""
    modified = paris(2027, 1, 10, 18)
    draft = Plan.objects.create(semester=semester, modified_at=modified)
    version = Plan.objects.create(
        semester=semester, state="published", number=1, modified_at=modified, published_at=modified
    )
    for half in halves:
        for plan in (draft, version):
            session = half.session
            PlanEntry.objects.create(
                plan=plan,
                group=half.group,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                room=session.room,
            )
        half.dedicated_day = DedicatedDay.objects.create(
            semester=semester, day=date(2027, 3, 4), cohort=half.cohort
        )
        half.recess = Recess.objects.create(
            semester=semester, name="Vacances d’hiver", starts_on=date(2027, 2, 20), ends_on=date(2027, 3, 7)
        )
        half.draft_plan, half.published_plan = draft, version
        half.search = PlanningRun.objects.filter(semester=semester).first() or PlanningRun.objects.create(
            semester=semester, state="finished", cost=212, bound=205, progress=[[1, 240, 200], [9, 212, 205]]
        )


def build_world() -> SimpleNamespace:
    """`world.own`, `world.other` and `world.people[role]` for every role of the table."""
    semester = SemesterFactory()
    commission_member = people.commission_member()
    own = _half(year=2025, hour=14, semester=semester, commission_member=commission_member)
    other = _half(
        year=2024, hour=16, semester=semester, commission_member=people.make_person(Role.COMMISSION)
    )
    assert TutorialSession.objects.count() == 4
    _plan(semester, own, other)
    return SimpleNamespace(
        semester=semester,
        own=own,
        other=other,
        people={
            "secretary": people.secretary(),
            "coordinator": people.coordinator(),
            "director": people.director(),
            "tutor": own.tutor.person,
            "co_tutor": own.co_tutor.person,
            "intern": own.intern.person,
            "mate": own.mate.person,
            "supervisor": own.supervisor.person,
            "commission": commission_member,
            "administrator": people.administrator(),
        },
    )
