"""Wishes before planning: asked by mail, told on one page, stored where the obstacles see them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Role
from design.french import long_date
from meetings.actions.wishes import ask_for_wishes, tell_wishes
from meetings.facts import examine
from meetings.models import InternUnavailability, PlanningPolicy, TutorWishes, Unavailability, WishCall
from meetings.obstacles import Kind
from meetings.wishes.half_days import AFTERNOON, MORNING, HalfDay, halves_of, periods_of
from meetings.wishes.mails import ASKED, REMINDER, still_unanswered
from meetings.wishes.painting import Column, months_of
from outbox.composition import compose
from outbox.models import Message
from tests.factories.groups import CoTutorFactory, InternFactory, TutorFactory, make_group
from tests.factories.meetings import SemesterFactory, paris
from tests.factories.people import coordinator, make_person, secretary

DAY = date(2026, 12, 10)
DEADLINE = date(2026, 12, 4)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)
    return time_machine


@pytest.fixture
def semester(db):
    return SemesterFactory()


@pytest.fixture
def tutor(semester):
    tutor = TutorFactory()
    make_group(tutor=tutor)
    return tutor


def ask(semester, deadline=DEADLINE, remind_days=3):
    return ask_for_wishes(semester=semester, deadline=deadline, remind_days=remind_days, actor=secretary())


def tell(tutor, semester, *away, actor=None, **wishes):
    wishes = {
        "preferred_weekdays": [3],
        "most_sessions_a_day": 2,
        "town": "Loches",
        "driving_minutes": 50,
    } | wishes
    return tell_wishes(tutor=tutor, semester=semester, away=away, actor=actor or tutor.person, **wishes)


def page_of(semester, tutor):
    return reverse("meetings:wishes-edit", args=[semester.pk, tutor.pk])


def text_of(response):
    return response.content.decode()


# Half-days


def test_both_halves_of_a_day_are_one_period():
    other = HalfDay(date(2026, 12, 15), AFTERNOON)
    assert periods_of([other, *halves_of([DAY])]) == [
        (paris(2026, 12, 10), paris(2026, 12, 11)),
        (paris(2026, 12, 15, 13), paris(2026, 12, 16)),
    ]


def test_an_afternoon_and_the_next_morning_stay_apart():
    following = date(2026, 12, 11)
    assert len(periods_of([HalfDay(DAY, AFTERNOON), HalfDay(following, MORNING)])) == 2


@pytest.mark.parametrize(
    ("start", "end", "lost"),
    [
        (8, 18, {MORNING, AFTERNOON}),
        (8, 12, {MORNING}),
        (13, 19, {AFTERNOON}),
        (10, 11, set()),
        (15, 23, set()),
    ],
)
def test_a_half_day_is_lost_when_its_worked_hours_are_taken(start, end, lost):
    taken = paris(2026, 12, 10, start), paris(2026, 12, 10, end)
    assert {half.half for half in halves_of([DAY]) if half.is_lost_to(*taken)} == lost


def test_the_calendar_goes_month_by_month():
    days = [date(2026, 11, 26), date(2026, 12, 1), DAY]
    months = months_of(days, [Column(MORNING, "matin")], on={"2026-12-10.matin"}, fixed={"2026-12-01.matin"})
    assert [[line.label for line in month.lines] for month in months] == [
        ["jeu.\u00a026"],
        ["mar.\u00a01er", "jeu.\u00a010"],
    ]
    assert [(cell.is_on, cell.is_fixed) for line in months[1].lines for cell in line.cells] == [
        (True, True),
        (True, False),
    ]


def test_the_days_are_those_the_planner_may_use(client, semester, tutor):
    PlanningPolicy.objects.create(weekdays=[4])
    client.force_login(tutor.person)
    page = text_of(client.get(page_of(semester, tutor)))
    assert 'value="2026-12-11.matin"' in page
    assert 'value="2026-12-10.matin"' not in page
    assert 'value="2027-01-01.matin"' not in page, "a public holiday"


# Asking


def test_each_tutor_of_the_semester_is_asked_once_and_reminded(semester, tutor):
    co_tutor = CoTutorFactory()
    make_group(tutor=tutor, co_tutor=co_tutor)
    TutorFactory()  # without a group
    assert ask(semester) == 2
    assert ask(semester) == 0, "the same date is not told twice"
    messages = Message.objects.order_by("pk")
    assert {message.recipient for message in messages} == {tutor.person, co_tutor.person}
    assert {message.due_at for message in messages.filter(kind=REMINDER)} == {paris(2026, 12, 1, 8)}


def test_a_tutor_who_comes_later_is_asked_by_asking_again(semester, tutor):
    ask(semester)
    make_group(tutor=TutorFactory())
    assert ask(semester) == 1


def test_a_new_date_is_told_to_those_who_have_not_answered(semester, tutor):
    other = TutorFactory()
    make_group(tutor=other)
    ask(semester)
    tell(tutor, semester)
    assert ask(semester, deadline=date(2026, 12, 8)) == 1
    assert ask(semester) == 1, "back to the first date: told again"
    live = Message.objects.filter(kind=REMINDER, state=Message.State.SCHEDULED)
    assert [(message.recipient, message.payload["deadline"]) for message in live] == [
        (other.person, "2026-12-04")
    ]


def test_the_reminder_of_whoever_answered_does_not_leave(semester, tutor):
    ask(semester)
    reminder = Message.objects.get(kind=REMINDER)
    assert still_unanswered([reminder]) == {reminder.pk}
    tell(tutor, semester)
    assert still_unanswered([reminder]) == set()
    reminder.refresh_from_db()
    assert reminder.state == Message.State.CANCELLED


def test_the_mail_says_the_date_and_where_and_nothing_else(semester, tutor):
    ask(semester)
    message = Message.objects.get(kind=ASKED)
    mail = compose(message.kind, message.payload | {"address": message.address})
    assert "Vos souhaits pour le semestre d’hiver" in mail.subject
    assert long_date(DEADLINE) in mail.text
    assert page_of(semester, tutor) in mail.text
    assert tutor.town not in mail.text


def test_a_past_date_is_refused_and_stays_typed(client, semester, tutor):
    client.force_login(secretary())
    page = text_of(
        client.post(
            reverse("meetings:wish-call", args=[semester.pk]), {"deadline": "2026-11-02", "remind_days": "4"}
        )
    )
    assert "déjà passée" in page
    assert 'value="2026-11-02"' in page
    assert not WishCall.objects.exists()


def test_a_date_past_the_semester_is_refused_and_nobody_is_written_to(client, semester, tutor):
    client.force_login(secretary())
    address = reverse("meetings:wish-call", args=[semester.pk])
    page = client.post(address, {"deadline": semester.ends_on.isoformat(), "remind_days": "3"})
    assert f"Le semestre finit le {long_date(semester.ends_on)}" in page.content.decode()
    assert not Message.objects.exists()


def test_nothing_is_asked_once_the_semester_is_over(client, semester, tutor, november):
    november.move_to(paris(2027, 6, 1, 9), tick=False)
    client.force_login(secretary())
    page = client.get(reverse("meetings:wish-call", args=[semester.pk])).content.decode()
    assert "Il est terminé" in page
    assert "Demander les souhaits" not in page


@pytest.mark.parametrize(("days", "said"), [(3, "Relance le mardi"), (20, "Sans relance")])
def test_the_page_says_whether_a_reminder_leaves(client, semester, tutor, days, said):
    ask(semester, remind_days=days)
    client.force_login(secretary())
    assert said in client.get(reverse("meetings:wish-call", args=[semester.pk])).content.decode()


def test_the_secretary_asks_and_sees_who_answered(client, semester, tutor):
    client.force_login(secretary())
    url = reverse("meetings:wish-call", args=[semester.pk])
    assert "non demandée" in text_of(client.get(url))
    page = text_of(client.post(url, {"deadline": "2026-12-04", "remind_days": "3"}, follow=True))
    assert "1\u00a0demande envoyée." in page
    assert "Sans réponse" in page
    tell(tutor, semester, "2026-12-10.matin")
    page = text_of(client.get(url))
    assert "Reçue" in page
    assert "1\u00a0réponse sur 1" in page


def test_the_coordinator_reads_and_asks_nobody(client, semester, tutor):
    client.force_login(coordinator())
    url = reverse("meetings:wish-call", args=[semester.pk])
    assert "Demander les souhaits" not in text_of(client.get(url))
    assert client.post(url, {"deadline": "2026-12-04", "remind_days": "3"}).status_code == 404
    assert not WishCall.objects.exists()


# Telling


def test_half_days_become_unavailabilities_that_stand_in_the_way(semester, tutor):
    tell(tutor, semester, "2026-12-10.matin", "2026-12-10.apres-midi", "2026-12-15.matin")
    periods = list(Unavailability.objects.order_by("starts_at").values_list("starts_at", "ends_at", "source"))
    assert periods == [
        (paris(2026, 12, 10), paris(2026, 12, 11), "wishes"),
        (paris(2026, 12, 15), paris(2026, 12, 15, 13), "wishes"),
    ]
    found = examine(
        group=tutor.tutorships.get().group,
        semester=semester,
        starts_at=paris(2026, 12, 15, 10),
        ends_at=paris(2026, 12, 15, 12),
        room=None,
    ).obstacles
    assert Kind.TUTOR_UNAVAILABLE in {obstacle.kind for obstacle in found}


def test_telling_again_keeps_what_stays_and_takes_back_the_rest(semester, tutor):
    tell(tutor, semester, "2026-12-10.matin", "2026-12-15.matin")
    kept = Unavailability.objects.get(starts_at=paris(2026, 12, 10))
    noted = Unavailability.objects.create(
        tutor=tutor, starts_at=paris(2026, 12, 17, 8), ends_at=paris(2026, 12, 17, 20), reason="Formation"
    )
    new = tell(tutor, semester, "2026-12-10.matin", "2026-12-22.matin", preferred_weekdays=[])
    assert [absence.starts_at for absence in new] == [paris(2026, 12, 22)]
    assert set(Unavailability.objects.values_list("pk", flat=True)) == {kept.pk, noted.pk, new[0].pk}
    assert TutorWishes.objects.get().preferred_weekdays == []


def test_days_that_are_over_or_not_candidate_change_nothing(semester, tutor):
    tell(tutor, semester, "2026-11-10.matin", "2026-12-11.matin", "n’importe quoi")
    assert not Unavailability.objects.exists()


def test_a_tutor_fills_in_the_page(client, semester, tutor):
    client.force_login(tutor.person)
    page = text_of(client.get(page_of(semester, tutor)))
    assert "jeudi 10\u00a0décembre, matin" in page
    answer = client.post(
        page_of(semester, tutor),
        {
            "away": ["2026-12-10.matin", "2026-12-15.apres-midi"],
            "preferred_weekdays": ["1", "3"],
            "most_sessions_a_day": "2",
            "town": "Descartes",
            "driving_minutes": "70",
        },
        follow=True,
    )
    assert "Souhaits enregistrés" in text_of(answer)
    wishes = TutorWishes.objects.get()
    assert (wishes.preferred_weekdays, wishes.most_sessions_a_day) == ([1, 3], 2)
    tutor.refresh_from_db()
    assert (tutor.town, tutor.driving_minutes) == ("Descartes", 70)
    again = text_of(client.get(page_of(semester, tutor)))
    assert 'value="2026-12-10.matin" checked' in again
    assert 'value="2026-12-10.apres-midi">' in again


def test_a_mistake_keeps_the_painting(client, semester, tutor):
    client.force_login(tutor.person)
    page = text_of(
        client.post(page_of(semester, tutor), {"away": ["2026-12-10.matin"], "driving_minutes": "beaucoup"})
    )
    assert 'value="2026-12-10.matin" checked' in page
    assert "Des minutes en chiffres" in page
    assert not TutorWishes.objects.exists()


def test_what_is_noted_elsewhere_shows_and_does_not_change_here(client, semester, tutor):
    Unavailability.objects.create(tutor=tutor, starts_at=paris(2026, 12, 10), ends_at=paris(2026, 12, 11))
    client.force_login(tutor.person)
    assert 'value="2026-12-10.matin" checked disabled' in text_of(client.get(page_of(semester, tutor)))


def test_after_the_deadline_the_page_says_what_can_still_be_done(client, semester, tutor, november):
    ask(semester)
    november.move_to(paris(2026, 12, 5, 9), tick=False)
    client.force_login(tutor.person)
    page = text_of(client.get(page_of(semester, tutor)))
    assert "Le délai est passé" in page
    assert reverse("meetings:unavailability-list", args=[tutor.pk]) in page
    assert "Enregistrer mes souhaits" not in page
    with pytest.raises(ValidationError):
        tell(tutor, semester, "2026-12-10.matin")
    tell(tutor, semester, "2026-12-10.matin", actor=secretary())
    assert Unavailability.objects.count() == 1, "the secretariat writes what it was told"


def test_the_request_waits_on_the_home_page_until_answered(client, semester, tutor, november):
    client.force_login(tutor.person)
    link = page_of(semester, tutor)
    assert link not in text_of(client.get(reverse("home")))
    ask(semester)
    assert link in text_of(client.get(reverse("home")))
    tell(tutor, semester)
    assert link not in text_of(client.get(reverse("home")))


def test_a_colleague_finds_nothing(client, semester, tutor):
    client.force_login(TutorFactory().person)
    assert client.get(page_of(semester, tutor)).status_code == 404
    assert client.post(page_of(semester, tutor), {"driving_minutes": "5"}).status_code == 404


# Interns


def test_an_intern_declares_nights_and_leave_and_changes_his_mind(client, semester):
    intern = InternFactory()
    client.force_login(intern.person)
    url = reverse("meetings:duties-edit", args=[semester.pk])
    boxes = ["2026-12-10.night_duty", "2026-12-15.leave", "2026-11-10.leave"]
    page = text_of(client.post(url, {"away": boxes}, follow=True))
    assert "2\u00a0jours déclarés" in page
    assert 'value="2026-12-10.night_duty" checked' in page
    kept = InternUnavailability.objects.order_by("starts_at")
    assert [(row.kind, row.starts_at, row.ends_at) for row in kept] == [
        ("night_duty", paris(2026, 12, 10), paris(2026, 12, 11)),
        ("leave", paris(2026, 12, 15), paris(2026, 12, 16)),
    ]
    client.post(url, {})
    assert not InternUnavailability.objects.exists()


def test_an_account_of_an_intern_without_a_file_is_not_found(client, semester):
    client.force_login(make_person(Role.INTERN))
    assert client.get(reverse("meetings:duties-edit", args=[semester.pk])).status_code == 404
