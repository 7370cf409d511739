"""Calendars followed: brought, looked at, applied, read again from a real server, and never from inside."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse

from meetings.actions.feeds import refresh_feed, refresh_feeds
from meetings.alerts import Kind, alerts_in
from meetings.feeds.fetching import FeedUnreachable, fetch, is_public
from meetings.models import CalendarFeed, CalendarReading, RoomClosure, Seminar
from meetings.overview import Overview
from meetings.tasks import refresh_calendar_feeds
from tests.factories.groups import CohortFactory, make_group
from tests.factories.meetings import PublishedSessionFactory, RoomFactory, SemesterFactory, paris
from tests.factories.people import secretary


def ics(*events, name="Enseignements"):
    """Each event is (uid, title, day of January 2027, hour): two hours in Paris."""
    body = "".join(
        f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART;TZID=Europe/Paris:202701{day:02d}T{hour:02d}0000\n"
        f"DURATION:PT2H\nEND:VEVENT\n"
        for uid, title, day, hour in events
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:{name}\n{body}END:VCALENDAR\n".encode()


URGENT, GESTURES = ("a@fac", "Urgences", 12, 9), ("b@fac", "Gestes", 14, 14)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


@pytest.fixture
def semester(db):
    return SemesterFactory()


@pytest.fixture
def cohort(semester):
    return CohortFactory()


@pytest.fixture
def office(client, db):
    client.force_login(secretary())
    return client


class Shelf(BaseHTTPRequestHandler):
    """Serves what the test put on it: path → (status, headers, body)."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = {}

    def do_GET(self):
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def shelf(settings):
    """A real server on this machine; `shelf.answers[path]` is what it says, `shelf.url` where it stands."""
    settings.PRIVATE_FEEDS = True
    Shelf.answers = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Shelf.url = f"http://127.0.0.1:{server.server_port}"
    yield Shelf
    server.shutdown()
    server.server_close()
    thread.join()


def text_of(response):
    return response.content.decode()


def bring(office, whose, **typed):
    kind = "salle" if hasattr(whose, "capacity") else "promotion"
    return office.post(reverse("meetings:feed-new"), {"target": f"{kind}:{whose.pk}"} | typed, follow=True)


def file_of(content, name="cours.ics"):
    return SimpleUploadedFile(name, content, "text/calendar")


def confirm(office):
    """Confirm the reading that waits, as its preview shows it."""
    reading = CalendarReading.objects.get(state="pending")
    shown = office.get(reverse("meetings:feed-preview", args=[reading.pk])).context["plan"].fingerprint
    return office.post(reverse("meetings:feed-apply", args=[reading.pk]), {"shown": shown}, follow=True)


def bring_file(office, whose, *events, **typed):
    bring(office, whose, file=file_of(ics(*events)), **typed)
    return confirm(office)


def titles():
    return sorted(Seminar.objects.values_list("title", flat=True))


# By file


def test_a_file_is_looked_at_before_anything_is_written(office, cohort):
    page = text_of(bring(office, cohort, file=file_of(ics(URGENT, GESTURES))))
    assert "Rien n’est écrit pour l’instant" in page
    assert "Créer 2" in page
    assert not Seminar.objects.exists()
    page = text_of(confirm(office))
    assert "2\u00a0dates écrites" in page
    seminar = Seminar.objects.get(title="Gestes")
    assert (seminar.cohort, seminar.starts_at, seminar.feed.name) == (
        cohort,
        paris(2027, 1, 14, 14),
        "Enseignements",
    )


def test_the_same_file_again_changes_nothing(office, cohort):
    bring_file(office, cohort, URGENT, GESTURES)
    before = list(Seminar.objects.order_by("pk").values())
    page = text_of(bring(office, cohort, file=file_of(ics(URGENT, GESTURES))))
    assert "Rien à changer" in page
    assert list(Seminar.objects.order_by("pk").values()) == before
    assert CalendarFeed.objects.count() == 1


def test_a_later_file_moves_adds_and_removes(office, cohort):
    bring_file(office, cohort, URGENT, GESTURES)
    kept = Seminar.objects.get(title="Urgences").pk
    page = text_of(
        bring(office, cohort, file=file_of(ics(("a@fac", "Urgences", 19, 9), ("c@fac", "Éthique", 21, 9))))
    )
    assert "Créer 1, modifier 1, retirer 1" in page
    assert "devient mardi 19\u00a0janvier" in page
    confirm(office)
    assert titles() == ["Urgences", "Éthique"]
    assert Seminar.objects.get(pk=kept).starts_at == paris(2027, 1, 19, 9)


def test_a_seminar_somebody_typed_is_taken_over(office, cohort):
    typed = Seminar.objects.create(
        cohort=cohort, title="Urgences", starts_at=paris(2027, 1, 12, 9), ends_at=paris(2027, 1, 12, 11)
    )
    other = Seminar.objects.create(
        cohort=cohort, title="Autre", starts_at=paris(2027, 1, 13, 9), ends_at=paris(2027, 1, 13, 11)
    )
    bring_file(office, cohort, URGENT)
    assert Seminar.objects.get(pk=typed.pk).feed is not None
    assert Seminar.objects.get(pk=other.pk).feed is None, "what the calendar never had stays"


def test_renewed_identifiers_change_nothing(office, cohort):
    bring_file(office, cohort, URGENT, GESTURES)
    page = text_of(
        bring(office, cohort, file=file_of(ics(("x1", "Urgences", 12, 9), ("x2", "Gestes", 14, 14))))
    )
    assert "Rien à changer" in page


def test_doubles_are_refused_and_named(office, cohort):
    page = text_of(bring(office, cohort, file=file_of(ics(URGENT, ("z@fac", "Urgences", 12, 9)))))
    assert "même intitulé" in page
    confirm(office)
    assert titles() == ["Urgences"]


def test_two_calendars_of_a_cohort_do_not_fight_for_a_seminar(office, cohort):
    bring_file(office, cohort, URGENT)
    page = text_of(bring(office, cohort, file=file_of(ics(URGENT, name="Autre"))))
    assert "même intitulé" in page
    assert "Rien à changer" in page


def test_closures_of_a_room(office, semester):
    room = RoomFactory()
    bring_file(office, room, ("p@fac", "Peinture", 12, 8))
    closure = RoomClosure.objects.get()
    assert (closure.room, closure.reason, closure.starts_at) == (room, "Peinture", paris(2027, 1, 12, 8))
    bring_file(office, room)
    assert not RoomClosure.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "déposez son fichier"),
        ({"url": "https://agendas.example/a.ics", "file": True}, "pas les deux"),
        ({"url": "ftp://agendas.example/a.ics"}, "https://"),
        ({"target": ""}, "promotion ou de quelle salle"),
        ({"file": b"rien"}, "format iCalendar"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_keeps_the_name(office, cohort, typed, sentence):
    if "file" in typed:
        typed = typed | {"file": file_of(typed["file"] if typed["file"] is not True else ics(URGENT))}
    page = text_of(bring(office, cohort, name="Mon agenda", **typed))
    assert sentence in page
    assert 'value="Mon agenda"' in page
    assert not CalendarFeed.objects.exists()


def test_without_an_open_semester_nothing_can_be_read(office, db):
    page = text_of(bring(office, CohortFactory(), file=file_of(ics(URGENT))))
    assert "Aucun semestre n’est ouvert" in page


def test_abandoning_forgets_a_calendar_nobody_confirmed(office, cohort):
    bring(office, cohort, file=file_of(ics(URGENT)))
    reading = CalendarReading.objects.get()
    assert "rien n’est écrit" in text_of(
        office.post(reverse("meetings:feed-abandon", args=[reading.pk]), follow=True)
    )
    assert not CalendarFeed.objects.exists()


def test_what_changed_since_the_preview_is_shown_again(office, cohort):
    bring(office, cohort, file=file_of(ics(URGENT)))
    reading = CalendarReading.objects.get()
    page = text_of(
        office.post(reverse("meetings:feed-apply", args=[reading.pk]), {"shown": "autre"}, follow=True)
    )
    assert "a changé depuis l’aperçu" in page
    assert not Seminar.objects.exists()


# By address, from a real server


def follow(office, cohort, shelf, *events):
    shelf.answers["/a.ics"] = (200, {"Content-Type": "text/calendar"}, ics(*events))
    bring(office, cohort, url=f"{shelf.url}/a.ics")
    confirm(office)
    return CalendarFeed.objects.get()


def test_an_address_is_read_again_and_a_change_raises_an_alert(office, cohort, semester, shelf):
    feed = follow(office, cohort, shelf, URGENT, GESTURES)
    session = PublishedSessionFactory(
        group=make_group(cohort=cohort),
        semester=semester,
        starts_at=paris(2027, 1, 21, 14),
        room_state="confirmed",
    )
    assert alerts_in(Overview(semester)) == []
    shelf.answers["/a.ics"] = (200, {}, ics(URGENT, ("b@fac", "Gestes", 21, 15)))
    refresh_calendar_feeds()
    alert = alerts_in(Overview(semester))[0]
    assert (alert.kind, alert.sessions) == (Kind.SEMINAR, (session.pk,))
    assert "Enseignements" in alert.remedy
    page = text_of(office.get(reverse("meetings:semester-detail", args=[semester.pk])))
    assert "Un séminaire tombe pendant" in page
    applied = feed.readings.exclude(read_by__isnull=False).get()
    assert applied.report["sessions"] == [session.group.code]


def test_reading_the_same_again_writes_nothing(office, cohort, shelf):
    follow(office, cohort, shelf, URGENT)
    refresh_feeds()
    assert CalendarReading.objects.count() == 1


def test_a_server_that_fails_is_told_and_what_is_known_stays(office, cohort, semester, shelf, capsys):
    feed = follow(office, cohort, shelf, URGENT)
    shelf.answers["/a.ics"] = (503, {}, b"")
    call_command("refresh_feeds")
    feed.refresh_from_db()
    assert "503" in feed.failure
    assert "503" in capsys.readouterr().err
    assert titles() == ["Urgences"]
    assert [alert.kind for alert in alerts_in(Overview(semester))] == [Kind.FEED]
    assert "503" in text_of(office.get(reverse("meetings:feed-list")))
    shelf.answers["/a.ics"] = (200, {}, ics(URGENT))
    page = text_of(office.post(reverse("meetings:feed-refresh", args=[feed.pk]), follow=True))
    assert "rien n’a changé" in page
    assert alerts_in(Overview(semester)) == []


def test_a_calendar_that_loses_most_of_its_dates_waits_for_a_person(office, cohort, semester, shelf):
    many = [(f"{day}@fac", f"Cours {day}", day, 9) for day in (5, 7, 12, 14, 19)]
    feed = follow(office, cohort, shelf, *many)
    shelf.answers["/a.ics"] = (200, {}, ics(many[0]))
    refresh_feeds()
    refresh_feeds()
    assert Seminar.objects.count() == 5
    feed.refresh_from_db()
    assert "rien n’est retiré sans votre accord" in feed.failure
    assert feed.readings.filter(state="pending").count() == 1
    confirm(office)
    assert Seminar.objects.count() == 1
    assert alerts_in(Overview(semester)) == []


def test_one_that_is_no_longer_followed_leaves_its_dates(office, cohort, shelf):
    feed = follow(office, cohort, shelf, URGENT)
    office.post(reverse("meetings:feed-stop", args=[feed.pk]))
    assert not CalendarFeed.objects.exists()
    assert Seminar.objects.get().feed is None


def test_the_same_name_is_followed_once(office, cohort, shelf):
    follow(office, cohort, shelf, URGENT)
    page = text_of(bring(office, cohort, url=f"{shelf.url}/a.ics"))
    assert "déjà suivi" in page


def test_an_address_nobody_confirmed_is_not_read_by_itself(office, cohort, shelf):
    shelf.answers["/a.ics"] = (200, {}, ics(URGENT))
    bring(office, cohort, url=f"{shelf.url}/a.ics")
    assert refresh_feeds() == []


@pytest.mark.parametrize(("with_cohort", "with_room"), [(False, False), (True, True)])
def test_a_feed_is_of_a_cohort_or_of_a_room(db, with_cohort, with_room):
    with pytest.raises(IntegrityError):
        CalendarFeed.objects.create(
            name="Agenda",
            cohort=CohortFactory() if with_cohort else None,
            room=RoomFactory() if with_room else None,
        )


# Where an address may lead


@pytest.mark.parametrize(
    ("path", "answer", "sentence"),
    [
        ("/404", None, "répond 404"),
        ("/big", (200, {}, b"x" * (2 * 1024 * 1024 + 1)), "2 Mo"),
        ("/loop", (302, {"Location": "/loop"}, b""), "sans fin"),
        ("/away", (302, {"Location": "ftp://ailleurs.example/"}, b""), "https://"),
    ],
)
def test_a_server_that_does_not_give_the_calendar(shelf, path, answer, sentence):
    if answer:
        shelf.answers[path] = answer
    with pytest.raises(FeedUnreachable, match=sentence):
        fetch(shelf.url + path)


def test_a_redirection_is_followed(shelf):
    shelf.answers |= {"/old": (301, {"Location": "/new"}, b""), "/new": (200, {}, b"agenda")}
    assert fetch(f"{shelf.url}/old") == b"agenda"


def test_nobody_listens(shelf, settings):
    with pytest.raises(FeedUnreachable, match="ne répond pas"):
        fetch("http://127.0.0.1:9/a.ics")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://agendas.example/a.ics", "https://"),
        ("file:///etc/passwd", "https://"),
        ("https://", "https://"),
        ("https://moi:secret@127.0.0.1/a.ics", "mot de passe"),
        ("https://127.0.0.1/a.ics", "réseau privé"),
        ("https://localhost/a.ics", "réseau privé"),
        ("https://[::1]/a.ics", "réseau privé"),
        ("webcal://127.0.0.1/a.ics", "réseau privé"),
        ("https://127.0.0.1:99999/a.ics", "introuvable"),
        ("https://[::1", "https://"),
    ],
)
def test_only_public_addresses_are_asked(settings, url, sentence):
    settings.PRIVATE_FEEDS = False
    with pytest.raises(FeedUnreachable, match=sentence) as refused:
        fetch(url)
    assert "secret" not in str(refused.value)


def test_every_address_of_a_name_is_checked_and_the_checked_one_is_used(settings, monkeypatch):
    settings.PRIVATE_FEEDS = False
    answers = [[("93.184.216.34", 443), ("10.0.0.5", 443)]]
    monkeypatch.setattr(
        "meetings.feeds.fetching.socket.getaddrinfo",
        lambda *args, **kwargs: [(2, 1, 6, "", address) for address in answers[0]],
    )
    with pytest.raises(FeedUnreachable, match="réseau privé"):
        fetch("https://rusee.example/a.ics")
    answers[0] = [("93.184.216.34", 443)]
    asked = []

    def refuse(address, timeout):
        asked.append(address)
        raise OSError

    monkeypatch.setattr("meetings.feeds.fetching.socket.create_connection", refuse)
    with pytest.raises(FeedUnreachable, match="ne répond pas"):
        fetch("https://honnete.example/a.ics")
    assert asked == [("93.184.216.34", 443)]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(address) is public


def test_a_failure_says_nothing_of_the_address_in_the_log(office, cohort, shelf, caplog):
    feed = follow(office, cohort, shelf, URGENT)
    CalendarFeed.objects.filter(pk=feed.pk).update(url=f"{shelf.url}/jeton-secret.ics")
    feed.refresh_from_db()
    assert refresh_feed(feed=feed) is None
    assert "jeton-secret" not in caplog.text
