"""The day of the session: attendance, programme, end."""

import pytest
from django.core.exceptions import ValidationError

from meetings.actions.presence import (
    close_session,
    forget_attendance,
    missing_attendances,
    open_session,
    record_attendance,
    record_speaking_time,
    tick_item,
)
from meetings.actions.programme import add_item, copy_programmes, remove_item, replace_programme
from meetings.models import ProgrammeItem, SessionItem
from meetings.queries import next_session_of, programmes_for
from meetings.signals import session_closed
from tests.factories.groups import (
    CohortFactory,
    InternFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.meetings import PublishedSessionFactory, SessionFactory, paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return PublishedSessionFactory(group=make_group(size=3))


@pytest.fixture
def tutor(session):
    return tutor_of_group(session.group).person


@pytest.fixture
def interns(session):
    return interns_of_group(session.group)


def everybody_came(session, interns, tutor):
    for intern in interns:
        record_attendance(session=session, intern=intern, status="present", actor=tutor)


def test_a_session_opens_once(session, tutor):
    assert open_session(session=session, actor=tutor)
    opened_at = session.opened_at
    assert not open_session(session=session, actor=tutor)
    session.refresh_from_db()
    assert session.opened_at == opened_at


@pytest.mark.parametrize("state", ["draft", "cancelled", "closed"])
def test_only_a_published_session_opens(state, tutor):
    session = SessionFactory(state=state)
    with pytest.raises(ValidationError):
        open_session(session=session, actor=tutor)


def test_an_attendance_is_corrected_in_place(session, interns, tutor):
    record_attendance(session=session, intern=interns[0], status="absent", actor=tutor)
    record_attendance(session=session, intern=interns[0], status="excused", reason=" Garde ", actor=tutor)
    attendance = session.attendances.get()
    assert (attendance.status, attendance.reason) == ("excused", "Garde")


def test_only_members_on_that_day_can_have_an_attendance(session, tutor, interns):
    membership = session.group.memberships.get(intern=interns[0])
    membership.ends_on = session.starts_at.date()
    membership.save()
    for stranger in (InternFactory(), interns[0]):
        with pytest.raises(ValidationError, match="ne fait pas partie de ce groupe"):
            record_attendance(session=session, intern=stranger, status="present", actor=tutor)


def test_an_unknown_status_is_refused(session, interns, tutor):
    with pytest.raises(ValidationError, match="liste proposée"):
        record_attendance(session=session, intern=interns[0], status="asleep", actor=tutor)


def test_an_attendance_can_be_taken_back(session, interns, tutor):
    record_attendance(session=session, intern=interns[0], status="absent", actor=tutor)
    assert forget_attendance(session=session, intern=interns[0], actor=tutor)
    assert not forget_attendance(session=session, intern=interns[0], actor=tutor)


def test_speaking_keeps_the_attendance_already_noted(session, interns, tutor):
    record_attendance(session=session, intern=interns[0], status="late", actor=tutor)
    record_speaking_time(session=session, intern=interns[0], seconds=1230, actor=tutor)
    record_speaking_time(session=session, intern=interns[1], seconds=60, actor=tutor)
    noted = set(session.attendances.values_list("intern", "status", "seconds_spoken"))
    assert noted == {(interns[0].pk, "late", 1230), (interns[1].pk, "present", 60)}


def test_closing_needs_every_attendance_and_names_who_is_missing(session, interns, tutor):
    everybody_came(session, interns[:2], tutor)
    assert missing_attendances(session) == [interns[2]]
    with pytest.raises(ValidationError, match=interns[2].person.last_name):
        close_session(session=session, actor=tutor)


def test_a_closed_session_is_told_once_and_changes_no_more(session, interns, tutor):
    heard = []

    def listen(sender, session, actor, **kwargs):
        heard.append((session.pk, actor))

    session_closed.connect(listen)
    everybody_came(session, interns, tutor)
    close_session(session=session, actor=tutor)
    session.refresh_from_db()
    assert session.state == "closed"
    assert session.closed_at
    with pytest.raises(ValidationError, match="close"):
        close_session(session=session, actor=tutor)
    with pytest.raises(ValidationError, match="close"):
        record_attendance(session=session, intern=interns[0], status="absent", actor=tutor)
    assert heard == [(session.pk, tutor)]
    session_closed.disconnect(listen)


def test_a_programme_line_is_ticked_once(session, tutor):
    item = SessionItem.objects.create(session=session, position=1, text="Point sur le stage")
    assert tick_item(item=item, done=True, actor=tutor)
    assert not tick_item(item=item, done=True, actor=tutor)
    item.refresh_from_db()
    assert item.is_done


def test_the_programme_of_a_closed_session_is_final(tutor):
    item = SessionItem.objects.create(session=SessionFactory(state="closed"), position=1, text="Stage")
    with pytest.raises(ValidationError):
        tick_item(item=item, done=True, actor=tutor)
    with pytest.raises(ValidationError):
        add_item(session=item.session, text="Thèse", actor=tutor)


def test_six_session_numbers_and_more_have_a_programme():
    numbers = set(ProgrammeItem.objects.values_list("session_number", flat=True))
    assert numbers >= {1, 2, 3, 4, 5, 6}


def test_the_programme_of_a_cohort_comes_before_the_common_one(session, tutor):
    cohort = session.group.cohort
    replace_programme(cohort=cohort, session_number=3, lines=[("Atelier d’écriture", False)], actor=tutor)
    assert [line.text for line in programmes_for({(cohort.pk, 3)})[cohort.pk, 3]] == ["Atelier d’écriture"]
    older = CohortFactory(year=2024)
    assert len(programmes_for({(older.pk, 3)})[older.pk, 3]) > 1
    assert copy_programmes(sessions=[session]) == 1
    assert copy_programmes(sessions=[session]) == 0


def test_a_tutor_adapts_the_programme_of_the_session_only(session, tutor):
    before = ProgrammeItem.objects.count()
    item = add_item(session=session, text="Retour de stage aux urgences", actor=tutor)
    remove_item(item=item, actor=tutor)
    mandatory = SessionItem.objects.create(session=session, position=1, text="Stage")
    with pytest.raises(ValidationError, match="obligatoire"):
        remove_item(item=mandatory, actor=tutor)
    assert ProgrammeItem.objects.count() == before


def test_the_next_session_is_published_and_not_over(session, time_machine):
    time_machine.move_to(paris(2027, 1, 14, 15))
    assert next_session_of(session.group) == session
    time_machine.move_to(paris(2027, 1, 14, 17))
    assert next_session_of(session.group) is None
