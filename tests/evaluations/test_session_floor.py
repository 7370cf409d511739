from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from evaluations.actions.floor import correct_speaking_time, pass_floor
from evaluations.actions.holding import begin_session, end_session, give_floor
from evaluations.models import Contact, Floor
from evaluations.queries.session import live_session, sessions_run_by
from evaluations.ribbon import CLOSING, Kind, draw
from meetings.models import Attendance
from tests.factories.groups import interns_of_group, make_group, tutor_of_group
from tests.factories.meetings import AttendanceFactory, ConvocationFactory, PublishedSessionFactory, paris

START = paris(2027, 1, 14, 14)


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.fixture
def session():
    return PublishedSessionFactory(group=make_group(size=3), starts_at=START)


@pytest.fixture
def interns(session):
    return interns_of_group(session.group)


@pytest.fixture
def tutor(session):
    return tutor_of_group(session.group).person


def spoken(session):
    return dict(Attendance.objects.filter(session=session).values_list("intern_id", "seconds_spoken"))


@pytest.mark.django_db
class TestFloor:
    def test_the_floor_is_not_offered_to_who_cannot_come(self, session, interns, tutor):
        first, prevented, last = interns
        ConvocationFactory(session=session, person=prevented.person, answer="prevented", reason="garde")
        live = live_session(sessions_run_by(tutor).get(), tutor, opened_pk=first.pk, now=START)
        assert [row.intern for row in live.waiting] == [first, last]
        assert live.next_row.intern == last
        AttendanceFactory(session=session, intern=prevented, status="late")
        live = live_session(sessions_run_by(tutor).get(), tutor, opened_pk=first.pk, now=START)
        assert live.next_row.intern == prevented

    def test_passing_the_floor_counts_the_seconds_and_notes_the_presence(self, session, interns, tutor):
        malo, jules, _ = interns
        pass_floor(session=session, to=malo, actor=tutor, now=at(5))
        floor = pass_floor(session=session, to=jules, actor=tutor, now=at(29))
        assert spoken(session) == {malo.pk: 24 * 60, jules.pk: 0}
        assert (floor.speaker, floor.since) == (jules, at(29))
        assert Attendance.objects.get(intern=malo).status == Attendance.Status.PRESENT

    def test_suspending_stops_the_clock_and_turns_add_up(self, session, interns, tutor):
        malo = interns[0]
        for begin, end in ((0, 10), (30, 35)):
            pass_floor(session=session, to=malo, actor=tutor, now=at(begin))
            pass_floor(session=session, to=None, actor=tutor, now=at(end))
        assert spoken(session) == {malo.pk: 15 * 60}
        floor = Floor.objects.get()
        assert floor.speaker is None
        assert len(floor.turns) == 2

    def test_giving_the_floor_again_to_who_has_it_changes_nothing(self, session, interns, tutor):
        pass_floor(session=session, to=interns[0], actor=tutor, now=at(0))
        floor = pass_floor(session=session, to=interns[0], actor=tutor, now=at(4))
        assert (floor.since, floor.turns) == (at(0), [])

    def test_somebody_absent_does_not_get_the_floor(self, session, interns, tutor):
        AttendanceFactory(session=session, intern=interns[0], status="excused")
        with pytest.raises(ValidationError):
            pass_floor(session=session, to=interns[0], actor=tutor)
        assert not Floor.objects.filter(speaker__isnull=False).exists()

    def test_somebody_of_another_group_does_not_get_the_floor(self, session, tutor):
        stranger = interns_of_group(make_group(size=1))[0]
        with pytest.raises(ValidationError):
            pass_floor(session=session, to=stranger, actor=tutor)

    def test_minutes_written_by_hand_replace_the_clock(self, session, interns, tutor):
        pass_floor(session=session, to=interns[0], actor=tutor, now=at(0))
        pass_floor(session=session, to=None, actor=tutor, now=at(50))
        correct_speaking_time(session=session, intern=interns[0], minutes=22, actor=tutor)
        assert spoken(session) == {interns[0].pk: 22 * 60}

    @pytest.mark.parametrize("minutes", [-1, 241])
    def test_impossible_minutes_are_refused(self, session, interns, tutor, minutes):
        with pytest.raises(ValidationError):
            correct_speaking_time(session=session, intern=interns[0], minutes=minutes, actor=tutor)


@pytest.mark.django_db
class TestHolding:
    @pytest.fixture(autouse=True)
    def four_o_clock(self):
        with time_machine.travel(at(120), tick=False):
            yield

    @pytest.mark.parametrize("days", [1, 40])
    def test_nothing_begins_or_ends_before_the_day(self, session, interns, tutor, days):
        everybody = dict.fromkeys(interns, "present")
        with time_machine.travel(at(0) - timedelta(days=days)):
            for act in (
                lambda: begin_session(session=session, actor=tutor),
                lambda: give_floor(session=session, to=interns[0], actor=tutor),
                lambda: end_session(session=session, attendances=everybody, actor=tutor),
            ):
                with pytest.raises(ValidationError, match="jeudi 14"):
                    act()
        session.refresh_from_db()
        assert session.opened_at is None
        assert not Attendance.objects.exists()

    def test_the_first_turn_begins_the_session(self, session, interns, tutor):
        give_floor(session=session, to=interns[0], actor=tutor)
        session.refresh_from_db()
        assert session.opened_at == at(120)

    def test_ending_stops_the_clock_and_logs_the_contacts(self, session, interns, tutor):
        malo, jules, linh = interns
        pass_floor(session=session, to=malo, actor=tutor, now=at(0))
        pass_floor(session=session, to=None, actor=tutor, now=at(20))
        end_session(session=session, attendances={jules: "late", linh: "absent"}, actor=tutor)
        session.refresh_from_db()
        assert session.state == "closed"
        contacts = Contact.objects.filter(session=session)
        assert dict(contacts.values_list("intern_id", "minutes")) == {malo.pk: 20, jules.pk: 0}

    def test_nothing_changes_while_a_presence_is_missing(self, session, interns, tutor):
        with pytest.raises(ValidationError):
            end_session(session=session, attendances={interns[0]: "present"}, actor=tutor)
        session.refresh_from_db()
        assert session.state == "published"
        assert not Attendance.objects.exists()
        assert not Contact.objects.exists()


def seconds(minutes):
    return 1_800_000_000 + minutes * 60


class TestRibbon:
    def draw(self, **changes):
        given = {
            "start": seconds(0),
            "end": seconds(120),
            "now": seconds(62),
            "turns": [("Malo", seconds(5), seconds(29)), ("Jules", seconds(29), seconds(49))],
            "speaking": ("Inès", seconds(50)),
            "waiting": ["Sarah"],
            "each": 20 * 60,
        }
        return draw(**(given | changes))

    def test_it_shows_the_opening_the_past_the_present_and_the_plan(self):
        kinds = [(segment.kind, segment.label) for segment in self.draw().segments]
        assert kinds == [
            (Kind.OPENING, ""),
            (Kind.SPOKEN, "Malo, 24\xa0min"),
            (Kind.SPOKEN, "Jules, 20\xa0min"),
            (Kind.SPEAKING, "Inès"),
            (Kind.PLANNED, "Sarah, à venir"),
            (Kind.PLANNED, CLOSING),
        ]

    def test_who_waits_shares_what_is_left(self):
        segments = self.draw(waiting=["Sarah", "Linh"], now=seconds(100)).segments
        planned = [segment.minutes for segment in segments if segment.kind == Kind.PLANNED]
        assert planned == [10, 10]

    def test_a_session_that_runs_over_stretches_the_ribbon(self):
        ribbon = self.draw(now=seconds(130))
        assert ribbon.at(seconds(130)) == 100
        assert all(segment.end <= seconds(130) for segment in ribbon.segments)

    def test_names_are_escaped(self):
        assert "<script>" not in self.draw(speaking=("<script>", seconds(40))).svg()

    def test_words_say_the_same_as_the_drawing(self):
        words = self.draw().describe()
        assert "Malo, 24" in words
        assert "a la parole" in words
        assert "à venir" in words
