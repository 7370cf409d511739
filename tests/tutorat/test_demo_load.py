"""The demo faculty as it is loaded."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Person, Role
from evaluations.models import Assessment, Contact, Note, PlacementEvaluation, ReflectiveShift
from groups.actions import start_import
from groups.import_plans import plan_of
from groups.imports import kind_named
from groups.models import Cohort, Intern, Membership, Tutor, TutorialGroup, Tutorship
from meetings.models import (
    Attendance,
    Booking,
    Convocation,
    InternUnavailability,
    Placement,
    Seminar,
    TutorialSession,
    WishCall,
)
from meetings.wishes.reading import answers_for
from outbox.models import Message
from portfolios.models import Reading, Trace, TraceVersion
from tests.factories.people import make_person
from tutorat.demo.files import demo_files
from tutorat.demo.load import load_demo
from tutorat.demo.loading.world import READABLE, REAL_SCALE, dates_as_given

PARIS = ZoneInfo("Europe/Paris")
TODAY = datetime(2026, 11, 23, 10, tzinfo=PARIS)
States = TutorialSession.State


@pytest.fixture(scope="class")
def faculty(django_db_setup, django_db_blocker):
    """Profile S on 23 November 2026, loaded once for its class and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(TODAY, tick=False):
        yield load_demo(replace(READABLE, portraits=False))
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestReadableFaculty:
    @pytest.fixture(autouse=True)
    def _loaded(self, faculty):
        self.world = faculty

    def test_has_the_sizes_of_the_dossier(self):
        assert Tutor.objects.exclude(status="CO_TUTOR").count() == 12
        assert Tutor.objects.filter(status="CO_TUTOR").count() == 2
        assert Counter(Intern.objects.values_list("cohort__year", flat=True)) == {
            2025: 30,
            2024: 30,
            2023: 30,
        }
        assert TutorialGroup.objects.count() == 18
        assert Cohort.objects.get(year=2026).interns.count() == 0
        assert 170 <= Trace.objects.count() <= 260
        assert 55 <= TutorialSession.objects.count() <= 95

    def test_spreads_groups_unevenly_over_tutors(self):
        held = Counter(
            Tutorship.objects.filter(part="tutor", ends_on=None).values_list(
                "tutor__person__last_name", flat=True
            )
        )
        without = set(
            Tutor.objects.exclude(status="CO_TUTOR").values_list("person__last_name", flat=True)
        ) - set(held)

        assert Counter(held.values()) == {3: 3, 2: 3, 1: 3}
        assert without == {"Vauzelle", "Loubière", "Vidalenc"}

    def test_groups_are_of_one_cohort_and_of_four_to_six(self):
        active = Membership.objects.filter(ends_on=None, group__isnull=False)

        assert all(
            row.intern.cohort_id == row.group.cohort_id for row in active.select_related("intern", "group")
        )
        assert set(Counter(active.values_list("group", flat=True)).values()) <= {4, 5, 6}
        assert active.count() == 89
        assert Membership.objects.filter(ends_on=None, tutor__isnull=False).count() == 1

    def test_nobody_shares_a_first_name_inside_a_group(self):
        names = Membership.objects.filter(ends_on=None).values_list("group", "intern__person__first_name")
        moved_into = (
            Membership.objects.exclude(reason="").filter(ends_on=None).values_list("group", flat=True)
        )
        counted = Counter(pair for pair in names if pair[0] not in set(moved_into))

        assert set(counted.values()) == {1}

    def test_has_everybody_one_may_sign_in_as(self):
        out = StringIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tutorat.management.commands.demo.settings.DEMO", True, raising=False)
            call_command("demo", people=True, stdout=out)

        for role in Role:
            assert Person.objects.filter(role_assignments__role=role).exists(), role
        lines = out.getvalue().splitlines()[1:]
        assert len(lines) == 9
        assert all(Person.objects.filter(email=line.split()[-1]).exists() for line in lines)

    def test_only_reserved_addresses_and_numbers_are_written(self):
        domains = {email.rpartition("@")[2] for email in Person.objects.values_list("email", flat=True)}

        assert domains == {"tutorat.example", "etu.example"}
        assert all(phone.startswith("06 39 98 ") for phone in Person.objects.values_list("phone", flat=True))
        assert not any(person.has_usable_password() for person in Person.objects.all())

    def test_plants_the_seminar_on_the_session_of_the_second_year(self):
        seminar = Seminar.objects.get(cohort__year=2025, starts_at__date=date(2026, 12, 10))
        clashing = TutorialSession.objects.filter(
            group__cohort__year=2025, starts_at__lt=seminar.ends_at, ends_at__gt=seminar.starts_at
        )

        assert timezone.localtime(seminar.starts_at).hour == 14
        assert timezone.localtime(seminar.ends_at).hour == 17
        assert {session.state for session in clashing} == {States.DRAFT}
        assert {session.number for session in clashing} == {3}

    def test_leaves_something_to_do(self):
        campaign = TutorialSession.objects.filter(semester__starts_on=date(2026, 11, 2))
        states = Counter(campaign.values_list("state", flat=True))

        assert states == {States.PUBLISHED: 9, States.DRAFT: 4}

    def test_books_every_slot_of_every_session(self):
        for session in TutorialSession.objects.prefetch_related("bookings")[:40]:
            slots = session.minutes // 15
            leading = {booking.tutor_id for booking in session.bookings.all()} - {None}
            assert session.bookings.count() == slots * (2 + len(leading))
            assert leading
        assert Booking.objects.exists()

    def test_wishes_are_asked_and_those_of_the_tutor_one_signs_in_as_still_wait(self):
        call = WishCall.objects.select_related("semester").get()
        answers = answers_for(call.semester)
        waiting = {answer.tutor.person.last_name for answer in answers if answer.wishes is None}
        assert "Nadaud" in waiting
        assert len(answers) > 2 * len(waiting)
        assert any(answer.half_days for answer in answers)
        states = set(Message.objects.filter(kind="wishes-asked").values_list("state", flat=True))
        assert states == {"sent"}
        assert InternUnavailability.objects.exists()

    def test_answers_are_mixed_and_one_invitation_failed(self):
        answers = set(Convocation.objects.values_list("answer", flat=True))
        states = Counter(Message.objects.filter(kind="convocation").values_list("state", flat=True))

        assert answers == {"", "present", "prevented"}
        assert states["failed"] == 1
        assert states["sent"] == Convocation.objects.count() - 1
        assert set(Message.objects.filter(kind="reminder").values_list("state", flat=True)) == {"scheduled"}
        assert not Message.objects.filter(state="scheduled", due_at__lte=timezone.now()).exists()
        sent = Message.objects.filter(state="sent", kind="convocation").first()
        assert sent.text
        assert "BEGIN:VCALENDAR" in sent.attachments[0]["content"]

    def test_nothing_written_lies_in_the_future(self):
        now = timezone.now()

        for model, field in (
            (Trace, "created_at"),
            (Trace, "submitted_at"),
            (Trace, "decided_at"),
            (TraceVersion, "saved_at"),
            (Reading, "returned_at"),
            (Contact, "occurred_at"),
            (Convocation, "answered_at"),
            (Assessment, "assessed_at"),
            (Note, "written_at"),
            (ReflectiveShift, "marked_at"),
        ):
            assert not model.objects.filter(**{f"{field}__gt": now}).exists(), f"{model.__name__}.{field}"

    def test_every_level_rests_on_something_of_the_intern(self):
        assert Assessment.objects.filter(evidence=None).count() == 0
        for assessment in Assessment.objects.prefetch_related("evidence__trace")[:200]:
            for proof in assessment.evidence.all():
                assert proof.trace is None or proof.trace.intern_id == assessment.intern_id

    def test_traces_are_in_every_state_with_coherent_versions(self):
        assert set(Trace.objects.values_list("state", flat=True)) == set(Trace.State.values)
        for trace in Trace.objects.prefetch_related("versions__readings"):
            versions = sorted(trace.versions.all(), key=lambda version: version.number)
            assert [version.number for version in versions] == list(range(1, len(versions) + 1))
            is_open = trace.state in (Trace.State.DRAFT, Trace.State.REWORK)
            assert (versions[-1].submitted_at is None) == is_open, trace.state
            if trace.is_frozen:
                assert [reading.decision for reading in versions[-1].readings.all()] != [""]

    def test_attendance_is_only_of_members(self):
        for row in Attendance.objects.select_related("session")[:300]:
            day = timezone.localdate(row.session.starts_at)
            assert (
                Membership.objects.filter(
                    intern=row.intern_id, group=row.session.group_id, starts_on__lte=day
                )
                .exclude(ends_on__lte=day)
                .exists()
            )

    def test_somebody_was_never_met(self):
        forgotten = self.world.forgotten

        assert not Contact.objects.filter(intern=forgotten).exists()
        assert not Attendance.objects.filter(intern=forgotten, status__in=("present", "late")).exists()

    def test_the_intern_one_signs_in_as_has_a_whole_story(self):
        star = Intern.objects.get(person__email="ines.bonnefoy@etu.example")
        session = TutorialSession.objects.get(group__memberships__intern=star, state=States.PUBLISHED)

        assert session.group.tutorships.get(part="tutor").tutor.person.last_name == "Nadaud"
        assert {trace.state for trace in star.traces.all()} == {"draft", "submitted", "rework", "validated"}
        assert star.shifts.count() == 1
        assert Convocation.objects.get(session=session, person=star.person).answer == ""
        assert star.assessments.filter(semester__starts_on=date(2026, 11, 2)).exists()

    def test_the_supervisor_one_signs_in_as_is_expected_somewhere(self):
        mine = PlacementEvaluation.objects.filter(
            placement__supervisor__person__email="karim.belhadj@tutorat.example"
        )

        assert mine.filter(submitted_at=None).exists()
        assert mine.exclude(submitted_at=None).exists()

    def test_one_placement_a_semester_and_the_past_ones_are_over(self):
        states = Placement.objects.values_list("semester__ends_on", "state").distinct()

        assert all((ends_on >= date(2026, 11, 23)) == (state == "ongoing") for ends_on, state in states)

    @pytest.mark.parametrize(
        ("name", "kind", "rows", "unknown"),
        [
            ("demo_etudiants.csv", "interns", 30, []),
            ("demo_apogee.csv", "interns", 30, ["COD_ANU", "ETA_IAE"]),
            ("demo_pegase.csv", "interns", 30, []),
            ("demo_tuteurs.csv", "tutors", 3, []),
            ("demo_msu.csv", "supervisors", 6, []),
            ("demo_salles.csv", "rooms", 3, []),
            ("demo_seminaires.csv", "seminars", 3, []),
        ],
    )
    def test_offers_files_that_import_without_a_hitch(self, name, kind, rows, unknown):
        file = start_import(
            kind=kind_named(kind),
            filename=name,
            content=demo_files()[name],
            cohort=Cohort.objects.get(year=2026) if kind == "interns" else None,
            actor=None,
        )
        plan = plan_of(file)

        assert plan.counts["created"] == rows, [outcome.problems for outcome in plan.outcomes]
        assert plan.writes == len(plan.outcomes) == rows
        assert list(plan.mapping.unknown) == unknown
        assert not [warning for outcome in plan.outcomes for warning in outcome.warnings]

    def test_refuses_to_mix_with_people_who_exist(self, settings):
        settings.DEMO = True

        with pytest.raises(CommandError, match="existent déjà"):
            call_command("demo", profile="S")


@pytest.mark.django_db
class TestOtherDays:
    @pytest.mark.parametrize(
        "moment",
        [
            datetime(2027, 7, 14, 9, tzinfo=PARIS),
            datetime(2027, 5, 1, 9, tzinfo=PARIS),
            datetime(2028, 2, 29, 9, tzinfo=PARIS),
        ],
        ids=str,
    )
    def test_the_conflict_is_always_ahead(self, moment):
        with time_machine.travel(moment, tick=False):
            world = load_demo(replace(READABLE, portraits=False))
            second_year = world.cohorts[1]
            seminar = Seminar.objects.filter(
                cohort=second_year, starts_at__date=world.calendar.thursday
            ).get()

            clashing = TutorialSession.objects.filter(
                group__cohort=second_year, starts_at__lt=seminar.ends_at, ends_at__gt=seminar.starts_at
            )
            assert clashing.exists()
            assert timedelta(0) < seminar.starts_at - moment < timedelta(days=46)
            assert not TutorialSession.objects.filter(state=States.CLOSED, starts_at__gt=moment).exists()


@pytest.mark.django_db
class TestCommand:
    def test_refuses_outside_the_demo(self, settings):
        settings.DEMO = False

        with pytest.raises(CommandError, match="qu’en mode démonstration"):
            call_command("demo", profile="S")
        with pytest.raises(CommandError):
            call_command("demo", people=True)
        assert not Person.objects.exists()

    def test_refuses_when_somebody_lives_here(self, settings):
        settings.DEMO = True
        make_person(Role.SECRETARY)

        with pytest.raises(CommandError, match="existent déjà"):
            call_command("demo", profile="R")
        assert Person.objects.count() == 1

    def test_writes_the_files(self, settings, tmp_path):
        settings.DEMO = True

        call_command("demo", files=tmp_path / "essai", stdout=StringIO())

        assert sorted(path.name for path in (tmp_path / "essai").iterdir()) == [
            "demo_apogee.csv",
            "demo_enseignements.ics",
            "demo_etudiants.csv",
            "demo_msu.csv",
            "demo_pegase.csv",
            "demo_salles.csv",
            "demo_seminaires.csv",
            "demo_tuteurs.csv",
        ]

    def test_draws_a_portrait_for_two_thirds(self, settings):
        world = load_demo(replace(READABLE, interns=(None, 30, 30, 30)))
        drawn = [person for person in world.people.values() if person.photo]

        assert 0.5 <= len(drawn) / len(world.people) <= 0.8
        assert all(person.photo_url for person in drawn)
        with drawn[0].photo.open() as file:
            assert file.read(4) == b"RIFF"


@pytest.mark.django_db
def test_real_scale_has_the_volumes_of_the_dossier():
    load_demo(REAL_SCALE)

    assert sorted(Counter(Intern.objects.values_list("cohort__year", flat=True)).values()) == [
        135,
        138,
        140,
        142,
    ]
    assert TutorialGroup.objects.count() == 112
    assert Tutor.objects.exclude(status="CO_TUTOR").count() == 38
    assert Tutor.objects.filter(status="CO_TUTOR").count() == 8
    assert TutorialSession.objects.count() >= 180
    load = Counter(Tutorship.objects.filter(part="tutor").values_list("tutor", flat=True))
    assert max(load.values()) == 3
    assert len(load) == 38


def test_dates_as_given_puts_the_clock_back():
    field = Trace._meta.get_field("created_at")

    with pytest.raises(RuntimeError), dates_as_given(Trace):
        assert not field.auto_now_add
        raise RuntimeError
    assert field.auto_now_add
