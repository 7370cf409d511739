"""The page of a semester and its planning: figures, what to deal with, queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.actions.placing import place_session
from meetings.models import RoomClosure, Semester, TutorsMeeting, Unavailability
from meetings.overview import Overview
from meetings.suggestions import days_for, first_free_slot
from meetings.views.semester import steps
from outbox.models import Message
from tests.factories.groups import CohortFactory, InternFactory, TutorFactory, make_group, tutor_of_group
from tests.factories.meetings import (
    ConvocationFactory,
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    SessionFactory,
    paris,
)
from tests.factories.people import coordinator, secretary

pytestmark = pytest.mark.django_db

QUERIES = 12


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


@pytest.fixture
def semester():
    return SemesterFactory()


@pytest.fixture
def office(client):
    client.force_login(secretary())
    return client


def text_of(response):
    return response.content.decode()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_each_cohort_is_counted_at_each_step(semester):
    cohort = CohortFactory(year=2025)
    first, second = make_group(cohort=cohort, size=5), make_group(cohort=cohort, size=4)
    InternFactory(cohort=cohort)
    InternFactory(cohort=cohort, standing="left")
    session = PublishedSessionFactory(group=first, semester=semester)
    for membership in first.memberships.all():
        ConvocationFactory(session=session, person=membership.intern.person)
    ConvocationFactory(session=session, person=tutor_of_group(first).person, part="tutor")
    SessionFactory(group=second, semester=semester, state="cancelled")
    [line] = Overview(semester).cohorts
    assert (line.rank, line.interns, line.grouped, len(line.groups)) == (3, 10, 9, 2)
    assert (line.placed, line.to_place, line.convened, line.to_convene) == (1, 1, 5, 4)
    assert (line.held, line.to_hold) == (0, 2)
    assert line.shares == (100, 90, 50, 55, 0)


def test_a_cohort_that_enters_later_is_left_out(semester):
    CohortFactory(year=2027)
    make_group(cohort=CohortFactory(year=2027))
    assert Overview(semester).cohorts == []
    assert Overview(semester).groups == []


def test_the_first_unfinished_step_is_the_current_one(semester):
    make_group(cohort=CohortFactory(year=2025))
    names = [step["name"] for step in steps(Overview(semester)) if step["current"]]
    assert names == ["sessions"]


def test_what_has_to_be_dealt_with(semester):
    cohort = CohortFactory(year=2025)
    waiting, small = make_group(cohort=cohort), make_group(cohort=cohort, size=3)
    seminar = SeminarFactory(cohort=cohort)
    session = PublishedSessionFactory(group=small, semester=semester)
    Unavailability.objects.create(
        tutor=tutor_of_group(small), starts_at=paris(2027, 1, 14), ends_at=paris(2027, 1, 15)
    )
    roomless = SessionFactory(
        group=make_group(cohort=cohort), semester=semester, room=None, starts_at=paris(2027, 1, 19, 9)
    )
    Message.objects.create(
        key="session:1:convocation",
        kind="x",
        address="x@tutorat.example",
        due_at=session.starts_at,
        state="failed",
    )
    overview = Overview(semester)
    assert [group.id for group in overview.without_session] == [waiting.pk]
    assert [(clash.seminar, clash.interns) for clash in overview.clashes] == [(seminar, 3)]
    assert [line.id for line in overview.absent_tutors] == [session.pk]
    assert [line.id for line in overview.without_room] == [roomless.pk]
    assert [room.room for room in overview.unconfirmed_rooms] == [session.room.code]
    assert [group.id for group in overview.small_groups] == [small.pk]
    assert [line.id for line in overview.drafts] == [roomless.pk]
    assert overview.lost_messages == 1
    assert overview.point_count == 8


def test_a_session_that_was_held_needs_nothing_any_more(semester):
    session = PublishedSessionFactory(group=make_group(), semester=semester, state="closed")
    SeminarFactory(cohort=session.group.cohort)
    overview = Overview(semester)
    assert overview.clashes == overview.unconfirmed_rooms == []
    assert overview.cohorts[0].held == 1


def test_the_page_says_it_all(office, semester):
    group = make_group(cohort=CohortFactory(year=2025))
    SeminarFactory(cohort=group.cohort, title="Violences")
    PublishedSessionFactory(group=group, semester=semester)
    TutorsMeeting.objects.create(
        semester=semester, starts_at=paris(2026, 12, 3, 18), ends_at=paris(2026, 12, 3, 20)
    )
    page = text_of(office.get(reverse("meetings:semester-detail", args=[semester.pk])))
    for words in ("Semestre d’hiver 2026‑2027", "Quatrième semaine", "Violences", "Rencontre tutoriale"):
        assert words in page


def test_a_cohort_that_is_not_imported_leads_to_its_import(office, semester):
    CohortFactory(year=2026)
    address = reverse("groups:import-start") + "?kind=interns&amp;cohort=2026"
    page = text_of(office.get(reverse("meetings:semester-detail", args=[semester.pk])))
    assert "La promotion 2026 n’est pas encore importée" in page
    assert page.count(address) == 2, "in the table and among what is to do"
    assert reverse("groups:draw-list", args=[2026]) not in page
    assert Overview(semester).point_count == 1


def test_a_cohort_without_groups_leads_to_their_constitution(office, semester):
    InternFactory(cohort=CohortFactory(year=2026))
    page = text_of(office.get(reverse("meetings:semester-detail", args=[semester.pk])))
    assert "La promotion 2026 n’a pas encore de groupes" in page
    assert page.count(reverse("groups:draw-list", args=[2026])) == 2


def test_who_does_not_import_is_offered_no_import(client, semester):
    CohortFactory(year=2026)
    client.force_login(coordinator())
    page = text_of(client.get(reverse("meetings:semester-detail", args=[semester.pk])))
    assert "La promotion 2026 n’est pas encore importée" in page
    assert reverse("groups:import-start") not in page


def test_an_empty_semester_says_what_comes_next(office, semester):
    page = text_of(office.get(reverse("meetings:semester-detail", args=[semester.pk])))
    assert "Aucune promotion encore" in page
    assert "Tout est en ordre" in page


def test_the_pages_cost_the_same_whatever_the_size(office, semester):
    def fill(groups):
        for year in (2024, 2025):
            cohort = CohortFactory(year=year)
            SeminarFactory(cohort=cohort)
            for _ in range(groups):
                group = make_group(cohort=cohort, size=2)
                PublishedSessionFactory(group=group, semester=semester)
                make_group(cohort=cohort, size=2)
                room = RoomFactory()
                RoomClosure.objects.create(
                    room=room, starts_at=paris(2027, 1, 14, 8), ends_at=paris(2027, 1, 14, 12)
                )

    urls = [
        reverse("meetings:semester-detail", args=[semester.pk]),
        reverse("meetings:planning"),
        reverse("meetings:planning") + "?vue=tuteurs",
        reverse("meetings:planning") + "?vue=promotions",
        reverse("meetings:planning") + "?vue=tableau",
        reverse("meetings:room-list"),
        reverse("meetings:seminar-list"),
        reverse("meetings:meeting-list"),
        reverse("meetings:semester-list"),
    ]
    fill(1)
    few = {url: queries_of(office, url) for url in urls}
    fill(6)
    many = {url: queries_of(office, url) for url in urls}
    assert many == few
    assert max(many.values()) <= QUERIES, many


def test_the_planning_filters_by_state_cohort_and_day(office, semester):
    placed, waiting = make_group(cohort=CohortFactory(year=2025)), make_group(cohort=CohortFactory(year=2024))
    SessionFactory(group=placed, semester=semester)
    url = reverse("meetings:planning")

    def groups(**query):
        return [line.group for line in office.get(url, {"vue": "tableau"} | query).context["lines"]]

    assert groups() == [placed, waiting]
    assert groups(etat="a-placer") == [waiting]
    assert groups(etat="brouillon") == [placed]
    assert groups(promotion="2024") == [waiting]
    assert groups(jour="2027-01-14") == [placed]
    assert groups(jour="nonsense", promotion="x", etat="y") == [placed, waiting]


def test_the_dialog_says_how_many_people_are_convened(office, semester):
    SessionFactory(group=make_group(size=5), semester=semester)
    page = text_of(office.get(reverse("meetings:planning"), {"vue": "tableau"}))
    assert "Publier 1\u00a0séance\u202f?" in page
    assert "6\u00a0personnes reçoivent leur convocation" in page


def test_staff_without_the_right_to_place_are_offered_nothing_to_press(client, semester):
    client.force_login(coordinator())
    SessionFactory(group=make_group(), semester=semester)
    make_group()
    for view in ("salles", "tableau"):
        page = text_of(client.get(reverse("meetings:planning"), {"vue": view}))
        assert "Publier et convoquer" not in page
        assert "Déplacer…" not in page
        assert "Planifier" not in page


def test_the_board_shows_rooms_seminars_and_closures(office, semester):
    session = SessionFactory(group=make_group(), semester=semester)
    SeminarFactory(cohort=session.group.cohort, title="Violences")
    RoomClosure.objects.create(
        room=session.room, starts_at=paris(2027, 1, 14, 8), ends_at=paris(2027, 1, 14, 12), reason="Ménage"
    )
    response = office.get(reverse("meetings:planning"), {"vue": "salles"})
    board = response.context["board"]
    lanes = {lane.name: lane.cells[0].blocks for lane in [board.seminars, *board.lanes]}
    closure, block = lanes[session.room.code]
    assert (block.start, block.span, block.card.session) == (20, 8, session.pk)
    assert (closure.start, closure.span, closure.period.text) == (0, 12, "Ménage")
    assert lanes["Séminaires"][0].period.text == "Violences"


def test_a_semester_is_created_with_its_own_dates(office):
    typed = {"season": "winter", "starts_on": "2026-11-02", "ends_on": "2027-05-02"}
    response = office.post(reverse("meetings:semester-new"), typed)
    semester = Semester.objects.get()
    assert response.url == reverse("meetings:semester-detail", args=[semester.pk])
    assert (semester.starts_on, semester.ends_on) == (date(2026, 11, 2), date(2027, 5, 2))


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ("2027-05-03", "2027-05-01", "après le premier"),
        ("2027-04-01", "2027-09-01", "recouvrent le semestre d’hiver"),
        ("2026-11-02", "2027-05-01", "recouvrent le semestre d’hiver"),
    ],
)
def test_dates_that_make_no_sense_are_refused_and_stay_typed(office, semester, start, end, sentence):
    page = text_of(
        office.post(
            reverse("meetings:semester-new"), {"season": "summer", "starts_on": start, "ends_on": end}
        )
    )
    assert sentence in page
    assert f'value="{end}"' in page
    assert Semester.objects.count() == 1


def test_a_semester_keeps_its_sessions_inside(office, semester):
    SessionFactory(group=make_group(), semester=semester)
    url = reverse("meetings:semester-edit", args=[semester.pk])
    typed = {"season": "winter", "starts_on": "2026-11-02", "ends_on": "2026-12-31"}
    assert "Déplacez-la d’abord" in text_of(office.post(url, typed))
    semester.refresh_from_db()
    assert semester.ends_on == date(2027, 5, 2)


def test_no_slot_is_looked_for_when_the_group_has_its_session(semester, django_assert_num_queries):
    group = make_group()
    SessionFactory(group=group, semester=semester, starts_at=paris(2026, 12, 10, 14))
    days, rooms = [date(2026, 12, 8), date(2026, 12, 15)], [RoomFactory()]
    with django_assert_num_queries(1):
        assert first_free_slot(group, semester, days, 120, rooms) is None


def test_days_when_the_tutor_comes_anyway_are_proposed_first(semester):

    tutor = TutorFactory()
    place_session(
        group=make_group(tutor=tutor),
        semester=semester,
        starts_at=paris(2027, 2, 9, 9),
        ends_at=paris(2027, 2, 9, 11),
        room=RoomFactory(),
        actor=None,
    )
    SessionFactory(group=make_group(), semester=semester, starts_at=paris(2027, 1, 14, 14))
    days = days_for(make_group(tutor=tutor), semester, date(2026, 11, 23))
    assert (days[0].day, days[0].tutor_comes, days[0].sessions) == (date(2027, 2, 9), True, 1)
    assert (days[1].day, days[1].tutor_comes) == (date(2027, 1, 14), False)
    assert days[2].day == date(2026, 12, 8)
    assert all(day.day.weekday() in (1, 3) for day in days)
