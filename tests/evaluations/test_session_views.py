import json
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.models import FileAccess
from evaluations.models import Contact, Floor, GroupNote, Note, Objective
from meetings.models import Attendance, Interview, SessionItem
from tests.factories import people
from tests.factories.evaluations import NoteFactory, ObjectiveFactory, make_assessment
from tests.factories.groups import (
    CoTutorFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.meetings import (
    AttendanceFactory,
    ConvocationFactory,
    PlacementFactory,
    PublishedSessionFactory,
    paris,
)
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db
LIVE = paris(2027, 1, 14, 14, 30)


@pytest.fixture(autouse=True)
def half_past_two():
    with time_machine.travel(LIVE, tick=False):
        yield


@pytest.fixture
def session():
    group = make_group(size=3, co_tutor=CoTutorFactory())
    session = PublishedSessionFactory(group=group, starts_at=paris(2027, 1, 14, 14))
    SessionItem.objects.create(session=session, position=1, text="Accueil et nouvelles des stages")
    return session


@pytest.fixture
def intern(session):
    return interns_of_group(session.group)[0]


@pytest.fixture
def tutor(session, client):
    person = tutor_of_group(session.group).person
    client.force_login(person)
    return person


def url(name, session, *args):
    return reverse(f"evaluations:{name}", args=[session.pk, *args])


def post(client, name, session, *args, **data):
    return client.post(url(name, session, *args), data)


def strangers(session):
    yield interns_of_group(session.group)[0].person
    yield tutor_of_group(make_group()).person
    yield people.secretary()
    yield people.coordinator()
    yield people.commission_member()


WRITING = [
    ("session-open", ()),
    ("session-everybody", ()),
    ("session-presence", ("intern",)),
    ("session-floor", ()),
    ("session-minutes", ("intern",)),
    ("session-group-note", ()),
    ("session-notes", ("intern",)),
    ("session-version", ()),
    ("session-objective", ("intern",)),
    ("session-interview", ("intern",)),
    ("session-item-add", ()),
    ("session-item", ("item",)),
]


@pytest.mark.parametrize(("name", "names"), WRITING)
def test_only_who_holds_the_session_writes_and_only_by_post(client, session, intern, name, names):
    GroupNote.objects.create(session=session, author=intern.person)
    args = [{"intern": intern.pk, "item": session.items.get().pk}[word] for word in names]
    for person in strangers(session):
        client.force_login(person)
        assert client.post(url(name, session, *args)).status_code == 404
    for tutorship in session.group.tutorships.all():
        client.force_login(tutorship.tutor.person)
        assert client.get(url(name, session, *args)).status_code == 405
        data = {"note": "groupe"} if name == "session-version" else {}
        assert client.post(url(name, session, *args), data).status_code in (302, 422)


@pytest.mark.parametrize("name", ["session", "session-close"])
def test_only_tutor_and_co_tutor_open_the_screen(client, session, name):
    for person in strangers(session):
        client.force_login(person)
        assert client.get(url(name, session)).status_code == 404
    for tutorship in session.group.tutorships.all():
        client.force_login(tutorship.tutor.person)
        assert client.get(url(name, session)).status_code == 200


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_session_that_is_not_convened_cannot_be_held(client, session, tutor, state):
    session.state = state
    session.save()
    assert client.get(url("session", session)).status_code == 404


def test_reading_the_screen_writes_nothing(
    client, session, tutor, intern, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("accounts.tasks.record_file_access.delay", lambda *args: None)
    make_assessment(intern)
    ObjectiveFactory(intern=intern)
    make_trace("submitted", intern=intern)
    PlacementFactory(intern=intern)
    NoteFactory(session=session, intern=intern, author=tutor)
    with django_assert_max_num_queries(12) as queries:
        page = client.get(url("session", session), {"interne": intern.pk})
    assert page.status_code == 200
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    assert "L’interne pourra, de droit, demander à lire" in page.content.decode()


def test_queries_do_not_grow_with_the_group(client, session, tutor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as small:
        client.get(url("session", session))
    big = PublishedSessionFactory(
        group=make_group(size=6, tutor=tutor.tutor), starts_at=paris(2027, 1, 14, 17)
    )
    for member in interns_of_group(big.group):
        AttendanceFactory(session=big, intern=member)
        PlacementFactory(intern=member)
        ConvocationFactory(session=big, person=member.person)
        make_assessment(member)
        NoteFactory(session=big, intern=member, author=tutor)
    with django_assert_num_queries(len(small)):
        client.get(url("session", big))


@pytest.mark.parametrize("asked", ["abc", "999999", "-1", "99999999999999999999"])
def test_an_unknown_intern_opens_nobody(client, session, tutor, asked):
    assert client.get(url("session", session), {"interne": asked}).status_code == 200


def test_presence_is_written_and_leads_back(client, session, tutor, intern):
    answer = post(client, "session-presence", session, intern.pk, status="late", next="/seances/")
    assert (answer.status_code, answer.url) == (302, "/seances/")
    assert Attendance.objects.get(intern=intern).status == "late"


def test_an_excuse_takes_the_reason_of_the_answer(client, session, tutor, intern):
    ConvocationFactory(session=session, person=intern.person, answer="prevented", reason="Garde de nuit")
    post(client, "session-presence", session, intern.pk, status="excused")
    assert Attendance.objects.get().reason == "Garde de nuit"
    post(client, "session-presence", session, intern.pk, status="excused", reason="Justificatif reçu")
    assert Attendance.objects.get().reason == "Justificatif reçu"


def test_before_the_day_one_prepares_only(client, session, tutor, intern):
    with time_machine.travel(paris(2027, 1, 11, 9)):
        page = client.get(url("session", session), {"interne": intern.pk}).content.decode()
        assert "Ouvrir la séance" not in page
        assert "Donner la parole" not in page
        refused = client.post(url("session-open", session), follow=True).content.decode()
        assert "Elle s’ouvre ce jour-là." in refused
    session.refresh_from_db()
    assert session.opened_at is None


def test_next_never_leads_elsewhere(client, session, tutor, intern):
    answer = post(
        client, "session-presence", session, intern.pk, status="late", next="https://ailleurs.example/"
    )
    assert answer.url == url("session", session)


def test_unknown_presence_is_refused_in_words(client, session, tutor, intern):
    page = client.post(url("session-presence", session, intern.pk), {"status": "?"}, follow=True)
    assert "Choisissez une présence" in page.content.decode()
    assert not Attendance.objects.exists()


def test_an_intern_of_another_group_is_not_found(client, session, tutor):
    stranger = interns_of_group(make_group(size=1))[0]
    for name in ("session-presence", "session-notes", "session-minutes", "session-objective"):
        assert post(client, name, session, stranger.pk).status_code == 404


def test_everybody_present_leaves_out_who_said_they_could_not_come(client, session, tutor, intern):
    ConvocationFactory(session=session, person=intern.person, answer="prevented")
    post(client, "session-everybody", session)
    assert set(Attendance.objects.values_list("intern_id", flat=True)) == {
        member.pk for member in interns_of_group(session.group)[1:]
    }


def test_passing_the_floor_opens_the_session_and_shows_who_speaks(client, session, tutor, intern):
    answer = post(client, "session-floor", session, interne=intern.pk)
    assert answer.url == f"{url('session', session)}?interne={intern.pk}"
    session.refresh_from_db()
    assert session.opened_at == LIVE
    assert Floor.objects.get().speaker == intern
    post(client, "session-floor", session, interne="")
    assert Floor.objects.get().speaker is None


def test_minutes_by_hand(client, session, tutor, intern):
    post(client, "session-minutes", session, intern.pk, minutes="22")
    assert Attendance.objects.get().seconds_spoken == 22 * 60
    page = client.post(url("session-minutes", session, intern.pk), {"minutes": "vingt"})
    assert page.status_code == 422
    assert 'value="vingt"' in page.content.decode()
    assert "Écrivez un nombre de minutes" in page.content.decode()


def test_notes_are_saved_by_the_plain_button(client, session, tutor, intern):
    answer = post(
        client,
        "session-notes",
        session,
        intern.pk,
        shared="Récit\r\nabouti",
        private="Fatigue",
        themes=["thesis", "personal"],
    )
    assert answer.status_code == 302
    assert dict(Note.objects.values_list("audience", "text")) == {
        "shared": "Récit\nabouti",
        "private": "Fatigue",
    }
    assert set(session.themes.values_list("theme", flat=True)) == {"thesis", "personal"}


def autosave(client, session, intern, **data):
    return client.post(
        url("session-notes", session, intern.pk),
        data,
        headers={"X-Autosave": "1", "Accept": "application/json"},
    )


def test_autosave_says_when_and_gives_the_new_base(client, session, tutor, intern):
    answer = json.loads(autosave(client, session, intern, shared="Récit", page="p", shared_base="0").content)
    assert answer["message"] == "Enregistré à 14\xa0h\xa030"
    assert answer["fields"]["shared_base"] == 1
    assert answer["apart"] is False


def test_autosave_of_two_devices_keeps_both_and_shows_both(client, session, tutor, intern):
    autosave(client, session, intern, shared="Du téléphone", page="tel", shared_base="0")
    answer = json.loads(
        autosave(client, session, intern, shared="De la tablette", page="tab", shared_base="0").content
    )
    assert answer["apart"] is True
    assert "shared_base" not in answer["fields"]
    page = client.get(url("session", session), {"interne": intern.pk}).content.decode()
    assert "Du téléphone" in page
    assert "De la tablette" in page
    note = Note.objects.get()
    post(client, "session-version", session, note=note.pk, version="tab", suite="garder")
    note.refresh_from_db()
    assert note.text == "Du téléphone\n\nDe la tablette"


def test_note_too_long_is_refused(client, session, tutor, intern):
    answer = autosave(client, session, intern, shared="x" * 20_001)
    assert answer.status_code == 422
    assert "20 000" in json.loads(answer.content)["message"]


def test_somebody_elses_versions_are_not_found(client, session, tutor, intern):
    note = NoteFactory(session=session, intern=intern, others={"tab": {"text": "?", "at": ""}})
    assert post(client, "session-version", session, note=note.pk, version="tab").status_code == 404


def test_a_note_too_long_comes_back_as_it_was_typed(client, session, tutor, intern):
    page = post(client, "session-notes", session, intern.pk, shared="x" * 20_001, private="Fatigue")
    assert page.status_code == 422
    assert "x" * 20_001 in page.content.decode()
    assert "Fatigue" in page.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize("geste", [None, "renommer"])
def test_a_line_of_the_programme_too_long_comes_back(client, session, tutor, intern, geste):
    data = {"text": "y" * 201, "next": f"{url('session', session)}?interne={intern.pk}"}
    if geste:
        page = post(client, "session-item", session, session.items.get().pk, geste=geste, **data)
    else:
        page = post(client, "session-item-add", session, **data)
    assert page.status_code == 422
    text = page.content.decode()
    assert "y" * 201 in text
    assert "Un point compte 200 signes" in text
    assert "Note privée" in text


def test_group_note(client, session, tutor):
    post(client, "session-group-note", session, text="Groupe soudé.", page="p")
    assert GroupNote.objects.get().text == "Groupe soudé."


def test_the_co_tutor_reads_shared_notes_but_not_private_ones(client, session, tutor, intern):
    NoteFactory(session=session, intern=intern, author=tutor, text="Récit abouti")
    NoteFactory(session=session, intern=intern, author=tutor, audience="private", text="Confidence")
    client.force_login(session.group.tutorships.get(part="co_tutor").tutor.person)
    page = client.get(url("session", session), {"interne": intern.pk}).content.decode()
    assert "Récit abouti" in page
    assert "Confidence" not in page


def test_objective_for_the_next_session(client, session, tutor, intern):
    following = PublishedSessionFactory(
        group=session.group,
        semester__starts_on=date(2027, 5, 3),
        semester__ends_on=date(2027, 11, 1),
        starts_at=paris(2027, 6, 17, 14),
    )
    post(client, "session-objective", session, intern.pk, text="Écrire un RSCA", when="next")
    objective = Objective.objects.get()
    assert objective.due_on == following.starts_at.date()
    assert objective.set_in == session


def test_objective_without_a_date_is_refused_in_words(client, session, tutor, intern):
    page = client.post(url("session-objective", session, intern.pk), {"text": "Lire le guide"})
    assert page.status_code == 422
    assert "Lire le guide" in page.content.decode()
    assert "Choisissez une date" in page.content.decode()
    assert not Objective.objects.exists()


def test_interview_is_proposed_once(client, session, tutor, intern):
    for _ in range(2):
        post(client, "session-interview", session, intern.pk)
    interview = Interview.objects.get()
    assert (interview.initiative, interview.reason, interview.tutor.person) == ("tutor", "no_time", tutor)
    page = client.get(url("session", session), {"interne": intern.pk}).content.decode()
    assert "Entretien individuel proposé" in page


def test_programme_is_ticked_reworded_added_and_removed(client, session, tutor):
    item = session.items.get()
    post(client, "session-item", session, item.pk, geste="cocher")
    post(client, "session-item", session, item.pk, geste="renommer", text="Accueil")
    post(client, "session-item-add", session, text="Thèse de Malo")
    assert list(session.items.values_list("text", "is_done")) == [("Accueil", True), ("Thèse de Malo", False)]
    added = session.items.last()
    post(client, "session-item", session, added.pk, geste="retirer")
    post(client, "session-item", session, item.pk, geste="retirer")
    assert session.items.count() == 1


def test_closing_says_what_is_missing_then_closes(client, session, tutor, intern):
    AttendanceFactory(session=session, intern=intern, seconds_spoken=600)
    page = client.get(url("session-close", session)).content.decode()
    assert "sans présence notée" in page
    refused = client.post(url("session-close", session))
    assert refused.status_code == 422
    assert not Contact.objects.exists()
    others = {f"presence-{member.pk}": "absent" for member in interns_of_group(session.group)[1:]}
    closed = client.post(url("session-close", session), others, follow=True)
    assert "Séance close" in closed.content.decode()
    session.refresh_from_db()
    assert session.state == "closed"
    assert Contact.objects.get().minutes == 10


def test_closing_starts_from_the_excuse_announced_by_mail(client, session, tutor, intern):
    for member in interns_of_group(session.group)[1:]:
        AttendanceFactory(session=session, intern=member)
    ConvocationFactory(
        session=session, person=intern.person, answer="prevented", reason="garde de nuit", answered_at=LIVE
    )
    page = client.get(url("session-close", session)).content.decode()
    assert "garde de nuit" in page
    assert 'value="excused" checked' in page
    client.post(url("session-close", session), {f"presence-{intern.pk}": "excused"})
    noted = Attendance.objects.get(intern=intern)
    assert (noted.status, noted.reason) == ("excused", "garde de nuit")


def test_after_closing_notes_can_be_completed_and_presence_cannot(client, session, tutor, intern):
    session.state = "closed"
    session.save()
    AttendanceFactory(session=session, intern=intern)
    post(client, "session-notes", session, intern.pk, shared="Ajout")
    post(client, "session-presence", session, intern.pk, status="absent")
    assert Note.objects.get().text == "Ajout"
    assert Attendance.objects.get().status == "present"
    assert client.get(url("session", session), {"interne": intern.pk}).status_code == 200
    assert client.get(url("session-close", session)).status_code == 302


def test_opening_somebody_s_notes_is_in_the_journal(client, session, intern, tutor):
    client.get(url("session", session))
    assert not FileAccess.objects.exists()
    client.get(url("session", session) + f"?interne={intern.pk}")
    opening = FileAccess.objects.get()
    assert (opening.actor, opening.subject, opening.part) == (tutor, intern.person, "notes de séance")
