"""What is photographed: for each screen its name, who looks, where, and what was done just before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import Person
from design.french import PARIS
from evaluations.actions.floor import pass_floor
from evaluations.models import Commission, DiscussedTheme, Note, PlacementEvaluation
from groups.models import Intern, Tutor, TutorialGroup
from groups.queries import members_on
from meetings.actions.presence import open_session, record_attendance
from meetings.convening.links import token_for
from meetings.models import Attendance, Convocation, RoomComplaint, Seminar, TutorialSession, WishCall
from outbox.models import Message
from portfolios.models import Trace
from tests.screens import draws, plans
from tutorat.demo import people
from tutorat.demo.content import set_in_type, words
from tutorat.demo.files import demo_files

LOADED = datetime(2026, 11, 30, 9, 30, tzinfo=PARIS)
NEWEST = 2026

EMAILS = {persona.label: persona.identity.email for persona in people.PERSONAS}
SECRETARY, TUTOR, INTERN = EMAILS["Secrétaire du DUMG"], EMAILS["Tutrice"], EMAILS["Interne"]
COORDINATOR, DIRECTOR = EMAILS["Coordonnatrice du DES"], EMAILS["Directeur du DUMG"]
SUPERVISOR, COMMISSION = EMAILS["Maître de stage"], EMAILS["Membre de la commission"]
ADMINISTRATOR = EMAILS["Administration technique"]


@dataclass(frozen=True)
class Scene:
    """`where` gives the address; `before` does something on the open page; `at` moves the clock."""

    name: str
    who: str
    where: Callable[[], str]
    before: Callable[[Page], None] | None = None
    at: Callable[[], datetime] = lambda: LOADED
    dark: bool = False


def _address(name: str, *args: object, query: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=args) + query


def _intern() -> Intern:
    return Intern.objects.get(person__email=INTERN)


def _group() -> TutorialGroup:
    return TutorialGroup.objects.get(memberships__intern=_intern(), memberships__ends_on=None)


def _alone() -> Intern:
    return Intern.objects.get(memberships__tutor__isnull=False, memberships__ends_on=None)


def _departure_address() -> str:
    address = reverse("groups:repair-new", args=[_intern().cohort.year])
    return f"{address}?evenement=departure&interne={_intern().pk}"


def _session() -> TutorialSession:
    return TutorialSession.objects.get(
        group=_group(), semester__starts_on__year=NEWEST, semester__season="winter"
    )


def _trace(state: str) -> Trace:
    return Trace.objects.filter(intern=_intern(), state=state).order_by("-changed_at", "-pk")[0]


def _group_to_place() -> TutorialGroup:
    seminar = Seminar.objects.order_by("pk")[0]
    placed = TutorialSession.objects.filter(semester__starts_on__year=NEWEST, semester__season="winter")
    return TutorialGroup.objects.filter(cohort=seminar.cohort).exclude(pk__in=placed.values("group"))[0]


def _of(name: str, find: Callable[[], object], query: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=[find()]) + query


def _message() -> Message:
    person = Person.objects.get(email=INTERN)
    return Message.objects.filter(kind="convocation", recipient=person).latest("pk")


def _during_the_session() -> datetime:
    return _session().starts_at + timedelta(minutes=62, seconds=18)


def _hold_the_session() -> None:
    """An hour in: two have spoken, the star speaks, one came late, one is excused."""
    session, tutor = _session(), Person.objects.get(email=TUTOR)
    open_session(session=session, actor=tutor)
    TutorialSession.objects.filter(pk=session.pk).update(opened_at=session.starts_at)
    star = _intern()
    others = [
        intern
        for intern in members_on(session.group, timezone.localdate(session.starts_at))
        if intern != star
    ]
    first, second, late, excused = others
    statuses = Attendance.Status
    for intern, status in (
        (first, statuses.PRESENT),
        (second, statuses.PRESENT),
        (star, statuses.PRESENT),
        (late, statuses.LATE),
        (excused, statuses.EXCUSED),
    ):
        record_attendance(
            session=session,
            intern=intern,
            status=status,
            actor=tutor,
            reason="Garde de nuit" if intern == excused else "",
        )
    for minutes, intern in ((6, first), (30, second), (50, star)):
        pass_floor(
            session=session, to=intern, actor=tutor, now=session.starts_at + timedelta(minutes=minutes)
        )
    for intern, themes in (
        (first, ["thesis", "project"]),
        (second, ["maquette"]),
        (star, ["traces", "placement_problems"]),
    ):
        for theme in themes:
            DiscussedTheme.objects.create(session=session, intern=intern, theme=theme)
    for audience, text in (("shared", words.SHARED_NOTES[0]), ("private", words.PRIVATE_NOTES[0])):
        Note.objects.create(
            session=session, intern=star, author=tutor, audience=audience, text=set_in_type(text), revision=1
        )


def _open_session_address() -> str:
    session = _session()
    if session.opened_at is None:
        _hold_the_session()
    return reverse("evaluations:session", args=[session.pk]) + f"?interne={_intern().pk}"


def _choose_file(page: Page) -> None:
    """Offer the new cohort’s file; what is photographed is the preview."""
    page.locator("input[type=file]").set_input_files(
        {"name": "demo_etudiants.csv", "mimeType": "text/csv", "buffer": demo_files()["demo_etudiants.csv"]}
    )
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Lire le fichier").click()


def _call() -> WishCall:
    return WishCall.objects.get()


def _wishes_address() -> str:
    tutor = Tutor.objects.get(person__email=TUTOR)
    return reverse("meetings:wishes-edit", args=[_call().semester_id, tutor.pk])


def _paint(page: Page) -> None:
    """Some half-days, one preferred day, two sessions a day at most."""
    for rank in (2, 3, 9, 24, 25, 26, 27):
        page.locator(".paint-cell").nth(rank).click()
    page.get_by_text("jeudi", exact=True).click()
    page.locator("input[name=most_sessions_a_day][value='2']").check()


def _bring_calendar(page: Page) -> None:
    """Bring the teaching’s calendar for the second year; what is photographed is the preview."""
    page.get_by_label("Ce que dit cet agenda").select_option(label="de la promotion 2025")
    page.locator("input[type=file]").set_input_files(
        {
            "name": "demo_enseignements.ics",
            "mimeType": "text/calendar",
            "buffer": demo_files()["demo_enseignements.ics"],
        }
    )
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Lire l’agenda").click()


def _answer_address() -> str:
    convocation = Convocation.objects.get(session=_session(), person__email=INTERN)
    return reverse("meetings:answer", args=[token_for(convocation.pk)])


def _placement_to_evaluate() -> int:
    waiting = PlacementEvaluation.objects.filter(
        submitted_at=None, placement__supervisor__person__email=SUPERVISOR
    )
    return waiting.order_by("pk")[0].pk


SCENES = (
    Scene("00-connexion", "", _address("account_login")),
    Scene("01-semestre", SECRETARY, _address("home"), dark=True),
    Scene("02-souhaits", TUTOR, _wishes_address, _paint, dark=True),
    Scene("02-souhaits-reponses", SECRETARY, _of("meetings:wish-call", lambda: _call().semester_id)),
    Scene("02-gardes", INTERN, _of("meetings:duties-edit", lambda: _session().semester_id)),
    Scene("02-planning", SECRETARY, plans.planning_with_a_search, dark=True),
    Scene(
        "02-planning-panneau", SECRETARY, lambda: plans.selected(placed=True), plans.wait_for_why, dark=True
    ),
    Scene("02-planning-tuteurs", SECRETARY, _address("meetings:planning", query="?vue=tuteurs")),
    Scene("02-planning-promotions", SECRETARY, _address("meetings:planning", query="?vue=promotions")),
    Scene("02-planning-tableau", SECRETARY, _address("meetings:planning", query="?vue=tableau")),
    Scene("02-planning-glisser", SECRETARY, _address("meetings:planning"), plans.hold_a_card),
    Scene("02-sans-creneau", SECRETARY, lambda: plans.selected(placed=False), plans.wait_for_why),
    Scene("02-deplacer", SECRETARY, _of("meetings:plan-move", plans.group_on_the_board)),
    Scene("02-differences", SECRETARY, _of("meetings:plan-differences", lambda: plans.draft().pk)),
    Scene("02-publier", SECRETARY, _of("meetings:plan-publish", lambda: plans.draft().pk)),
    Scene("02-versions", SECRETARY, _address("meetings:plan-list")),
    Scene("02-planifier", SECRETARY, plans.nobody_searching),
    Scene("02-reglages", COORDINATOR, _address("meetings:planning-policy")),
    Scene("02-placer-une-seance", SECRETARY, _of("meetings:session-place", lambda: _group_to_place().pk)),
    Scene("03-promotions", SECRETARY, _address("groups:cohort-list")),
    Scene("03-import", SECRETARY, _address("groups:import-start", query=f"?kind=interns&cohort={NEWEST}")),
    Scene(
        "03-import-apercu",
        SECRETARY,
        _address("groups:import-start", query=f"?kind=interns&cohort={NEWEST}"),
        _choose_file,
    ),
    Scene("03-groupes", SECRETARY, _address("groups:group-list")),
    Scene("03-promotion", SECRETARY, _address("groups:cohort-detail", 2025)),
    Scene("03-besoins", SECRETARY, _address("groups:cohort-needs", 2025)),
    Scene("03-tutorat-du-groupe", SECRETARY, _of("groups:group-tutors", lambda: _group().pk)),
    Scene("03-tutorat-individuel", SECRETARY, _of("groups:intern-card", lambda: _alone().pk)),
    Scene("03-reparation", SECRETARY, _departure_address, dark=True),
    Scene("03-groupe", TUTOR, _of("groups:group-detail", lambda: _group().pk)),
    Scene("04-convocations", SECRETARY, _address("meetings:convocation-list"), dark=True),
    Scene("04-convocation-message", SECRETARY, _of("outbox:message-detail", lambda: _message().pk)),
    Scene("04-reponse", "", _answer_address),
    Scene("04-seance", INTERN, _of("meetings:session-detail", lambda: _session().pk)),
    Scene("05-feuille", TUTOR, _of("meetings:session-sheet", lambda: _session().pk)),
    Scene("06-accueil-tutrice", TUTOR, _address("home")),
    Scene("06-dossier", TUTOR, _of("evaluations:intern-file", lambda: _intern().pk), dark=True),
    Scene("06-contact", TUTOR, _of("evaluations:contact-new", lambda: _intern().pk)),
    Scene("07-interne", INTERN, _address("home"), dark=True),
    Scene("07-portfolio", INTERN, _address("portfolios:trace-list")),
    Scene("07-these", INTERN, _address("portfolios:thesis-edit")),
    Scene("08-rsca-editeur", INTERN, _of("portfolios:trace-edit", lambda: _trace("draft").pk), dark=True),
    Scene("08-trace", INTERN, _of("portfolios:trace-detail", lambda: _trace("rework").pk)),
    Scene("09-a-lire", TUTOR, _address("portfolios:reading-list")),
    Scene("09-lecture", TUTOR, _of("portfolios:trace-read", lambda: _trace("submitted").pk), dark=True),
    Scene(
        "10-commission",
        COMMISSION,
        _of("evaluations:commission-detail", lambda: Commission.objects.latest("held_on").pk),
    ),
    Scene("10-suivi", COORDINATOR, _address("evaluations:cohort-followup")),
    Scene("10-charge", DIRECTOR, _address("evaluations:tutor-load")),
    Scene("10-politique", COORDINATOR, _address("groups:policy-edit", 2025)),
    Scene("10-programme", COORDINATOR, _address("meetings:programme-edit")),
    Scene("10-rencontres", COORDINATOR, _address("meetings:meeting-list")),
    Scene(
        "11-evaluation-de-stage", SUPERVISOR, _of("evaluations:placement-evaluation", _placement_to_evaluate)
    ),
    Scene("12-personnes", ADMINISTRATOR, _address("accounts:people")),
    Scene("12-journal", ADMINISTRATOR, _address("accounts:journal")),
    Scene("12-profil", TUTOR, _address("accounts:profile")),
    Scene("12-salles", SECRETARY, _address("meetings:room-list")),
    Scene("12-salle", SECRETARY, _of("meetings:room-edit", lambda: RoomComplaint.objects.get().room_id)),
    Scene("12-agendas", SECRETARY, _address("meetings:feed-list")),
    Scene("12-agenda-apercu", SECRETARY, _address("meetings:feed-new"), _bring_calendar),
    Scene("12-seminaires", SECRETARY, _address("meetings:seminar-list")),
    Scene("05-seance", TUTOR, _open_session_address, at=_during_the_session, dark=True),
    Scene("03-tirage-1-liste", SECRETARY, lambda: draws.page("groups:draw-list", draws.listed())),
    Scene("03-tirage-2-contraintes", SECRETARY, lambda: draws.page("groups:draw-rules", draws.listed())),
    Scene("03-tirage-3-graine", SECRETARY, lambda: draws.page("groups:draw-seed", draws.sealed())),
    Scene(
        "03-tirage-4-resultat",
        SECRETARY,
        lambda: draws.page("groups:draw-result", draws.drawn()),
        dark=True,
    ),
    Scene(
        "03-tirage-5-proces-verbal", SECRETARY, lambda: draws.page("groups:draw-minutes", draws.validated())
    ),
    Scene("03-tirage-public", SECRETARY, lambda: reverse("groups:draw-detail", args=[draws.validated().pk])),
)
