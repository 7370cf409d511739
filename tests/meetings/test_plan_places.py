"""Where a session could be: on the lanes of a view, for one that no longer holds, around what is locked."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from design.french import as_date, short_date
from meetings.actions.plan_moves import place_together
from meetings.actions.plans import lock_day, lock_entry, open_draft, remove_entry
from meetings.models import DedicatedDay, PlanEntry, PlanningRun, RoomClosure, TutorialSession, TutorWishes
from meetings.plans.alerts import draft_alerts
from meetings.plans.live import draft_of
from meetings.plans.places import places_of, why_of
from meetings.views.plan_moves import _move
from tests.factories.groups import TutorFactory, make_group, tutor_of_group
from tests.factories.meetings import (
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    paris,
)
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db

TUESDAY, THURSDAY = paris(2027, 1, 12, 14), paris(2027, 1, 14, 14)
DAY = THURSDAY.date().isoformat()
TWO_HOURS = timedelta(hours=2)


def why_now(session):
    return why_of(session.semester, session.group, draft_of(session.semester))


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(paris(2026, 12, 28, 9), tick=False):
        yield


@pytest.fixture
def anne(client):
    person = secretary(first_name="Anne", last_name="Martin")
    client.force_login(person)
    return person


@pytest.fixture
def semester():
    return SemesterFactory(ends_on=date(2027, 1, 16))


@pytest.fixture
def rooms():
    return [RoomFactory(code=f"TON‑A{number}", capacity=8 + 4 * number) for number in (1, 2)]


@pytest.fixture
def session(semester, rooms):
    return PublishedSessionFactory(
        semester=semester, group=make_group(size=3), starts_at=THURSDAY, room=rooms[0]
    )


def lanes(client, session, view):
    address = reverse("meetings:plan-places", args=[session.group_id])
    return client.get(address, {"semestre": session.semester_id, "jours": DAY, "vue": view}).json()


class TestLanes:
    def test_a_room_has_its_own_places(self, client, anne, session, rooms):
        found = lanes(client, session, "salles")
        assert set(found["lanes"]) == {f"salle-{room.pk}|{DAY}" for room in rooms}
        assert found["elsewhere"] == ""
        assert f"salle-{rooms[1].pk}|2027-01-12" in found["days"]

    @pytest.mark.parametrize("view", ["tuteurs", "promotions"])
    def test_elsewhere_the_cheapest_free_room_is_taken(self, client, anne, session, rooms, view):
        group = session.group
        own = {
            "tuteurs": f"tuteur-{tutor_of_group(group).pk}",
            "promotions": f"promotion-{group.cohort.year}",
        }
        PublishedSessionFactory(
            semester=session.semester,
            group=make_group(size=3),
            starts_at=THURSDAY - timedelta(hours=4),
            room=rooms[0],
        )
        found = lanes(client, session, view)
        assert set(found["lanes"]) == {f"{own[view]}|{DAY}"}
        places = {place["from"]: place for place in found["lanes"][f"{own[view]}|{DAY}"]}
        assert places[14 * 60]["room"] == rooms[0].pk
        assert places[10 * 60]["room"] == rooms[1].pk
        assert places[10 * 60]["label"].endswith(rooms[1].code)
        assert "ligne" in found["elsewhere"]
        assert set(found["days"]) == {f"{own[view]}|2027-01-12"}

    def test_what_refuses_an_hour_is_said_there(self, client, anne, session, rooms):
        SeminarFactory(
            cohort=session.group.cohort,
            starts_at=THURSDAY - timedelta(hours=4),
            ends_at=THURSDAY - timedelta(hours=2),
        )
        for room in rooms:
            RoomClosure.objects.create(
                room=room, starts_at=THURSDAY + TWO_HOURS, ends_at=THURSDAY + 2 * TWO_HOURS, reason="Examens"
            )
        [places] = lanes(client, session, "tuteurs")["lanes"].values()
        by_start = {place["from"]: place for place in places}
        assert "séminaire" in by_start[10 * 60]["why"]
        assert by_start[16 * 60]["why"] == "Aucune salle n’est libre à cette heure."
        assert by_start[16 * 60]["delta"] is None

    def test_a_locked_day_refuses_every_place(self, session, anne):
        draft = open_draft(semester=session.semester, actor=anne)
        lock_day(plan=draft, day=TUESDAY.date(), locked=True, actor=anne)
        found = [
            place for place in places_of(session.semester, session.group, draft) if place.starts_at < THURSDAY
        ]
        on_tuesday = [place for place in found if as_date(place.starts_at) == TUESDAY.date()]
        assert {place.delta for place in on_tuesday} == {None}
        assert {place.reasons[0] for place in on_tuesday} == {"Le mardi 12\u00a0janvier est verrouillé."}

    def test_a_group_without_tutor_says_so(self, client, anne, session):
        session.group.tutorships.all().delete()
        found = lanes(client, session, "salles")
        assert found["lanes"] == {}
        assert "n’a pas de tuteur" in found["elsewhere"]


class TestWhy:
    def test_a_session_that_no_longer_holds_says_why_and_where_it_would(self, session, anne, semester, rooms):
        draft = open_draft(semester=semester, actor=anne)
        SeminarFactory(cohort=session.group.cohort, starts_at=THURSDAY, ends_at=THURSDAY + TWO_HOURS)
        why = why_now(session)
        assert why.is_placed
        assert "séminaire" in why.broken[0]
        assert not any("Évite le séminaire" in line.sentence for line in why.lines)
        for one in why.alternatives:
            draft.refresh_from_db()
            moves = dict(_move(move) for move in one.moves)
            place_together(plan=draft, positions=moves, seen=draft.revision, actor=anne)
            assert draft_alerts(draft) == []

    def test_the_place_of_another_one_that_no_longer_holds_is_not_offered(
        self, session, anne, semester, rooms
    ):
        """Both rooms are closed but for Tuesday at 14 h, where the room of the other one stays his."""
        other = PublishedSessionFactory(
            semester=semester, group=make_group(size=3), starts_at=TUESDAY, room=rooms[0]
        )
        draft = open_draft(semester=semester, actor=anne)
        SeminarFactory(cohort=other.group.cohort, starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS)
        for one in why_now(session).alternatives:
            draft.refresh_from_db()
            moves = dict(_move(move) for move in one.moves)
            assert other.group_id not in moves
            place_together(plan=draft, positions=moves, seen=draft.revision, actor=anne)

    def test_without_a_room_it_says_what_is_lacking(self, client, anne, semester):
        group = make_group(size=3)
        assert "Aucune salle n’est proposée." in why_of(semester, group, None).failure
        page = client.get(reverse("meetings:plan-move", args=[group.pk]), {"semestre": semester.pk})
        assert "Aucune salle n’est proposée." in page.content.decode()

    def test_the_same_reason_is_said_once(self, session, semester, rooms):
        morning = THURSDAY - TWO_HOURS
        for title in ("Éthique", "Violences"):
            SeminarFactory(
                cohort=session.group.cohort, title=title, starts_at=morning, ends_at=morning + TWO_HOURS
            )
        sentences = [line.sentence for line in why_now(session).lines]
        assert any("séminaire" in sentence for sentence in sentences)
        assert len(sentences) == len(set(sentences))

    @pytest.mark.parametrize(("conflict", "told"), [(["Tout est pris."], 0), (["Trop de groupes."], 1)])
    def test_facts_that_are_the_reason_already_are_not_told_again(self, anne, semester, conflict, told):
        group = make_group(size=3)
        PlanningRun.objects.create(
            semester=semester,
            requested_by=anne,
            state=PlanningRun.State.FINISHED,
            unplaced=[{"group": group.pk, "because": ["Tout est pris."], "relax": ""}],
            conflict=conflict,
        )
        why = why_of(semester, group, None)
        assert [line.sentence for line in why.lines] == ["Tout est pris."]
        assert len(why.conflict) == told

    def test_what_is_locked_is_not_moved_to_make_room(self, session, anne, semester, rooms):
        others = [
            PublishedSessionFactory(
                semester=semester, group=make_group(size=3), starts_at=start, room=rooms[0]
            )
            for start in (TUESDAY, TUESDAY + TWO_HOURS, THURSDAY + TWO_HOURS)
        ]
        draft = open_draft(semester=semester, actor=anne)
        lock_day(plan=draft, day=TUESDAY.date(), locked=True, actor=anne)
        lock_entry(plan=draft, group=others[2].group, locked=True, actor=anne)
        why = why_now(session)
        assert why.alternatives
        for one in why.alternatives:
            assert one.starts_at.date() != TUESDAY.date()
            assert [group for group, _ in map(_move, one.moves)] == [session.group_id]

    def test_another_seminar_than_the_one_accepted_is_told(self, session, semester):
        cohort, hours = session.group.cohort, {"starts_at": THURSDAY, "ends_at": THURSDAY + TWO_HOURS}
        SeminarFactory(cohort=cohort, title="Violences", **hours)
        [told] = why_now(session).broken
        TutorialSession.objects.update(resolution=f"Vu ({told})")
        assert why_now(session).broken == []
        SeminarFactory(cohort=cohort, title="Urgences", **hours)
        [told] = why_now(session).broken
        assert "Urgences" in told

    def test_a_day_too_near_to_ask_people_to_come_is_not_proposed(self, session, semester, rooms):
        PublishedSessionFactory(semester=semester, group=make_group(size=3), starts_at=TUESDAY, room=rooms[1])

        def days():
            return {as_date(one.starts_at) for one in why_now(session).alternatives}

        assert as_date(TUESDAY) in days()
        with time_machine.travel(paris(2026, 12, 30, 9), tick=False):
            assert days() == {as_date(THURSDAY)}

    def test_whose_day_it_is_not(self, session, semester):
        TutorialSession.objects.update(starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS)

        def said():
            return " ".join(line.sentence for line in why_now(session).lines)

        assert "Ce n’est pas un jour préféré du département" in said()
        DedicatedDay.objects.create(semester=semester, day=THURSDAY.date())
        assert "Ce n’est pas une journée dédiée de la promotion" in said()
        tutor = tutor_of_group(session.group)
        TutorWishes.objects.create(tutor=tutor, semester=semester, preferred_weekdays=[3])
        assert f"Ce n’est pas un jour que préfère {tutor.person.full_name}" in said()

    def test_a_session_held_or_out_of_the_grid_is_not_said_to_lack_a_place(self, session, semester):
        TutorialSession.objects.update(place="Chinon", room=None)
        why = why_now(session)
        assert why.is_placed
        assert "autre lieu" in why.lines[0].sentence
        assert why.alternatives
        with time_machine.travel(THURSDAY + TWO_HOURS, tick=False):
            why = why_now(session)
        assert why.is_placed
        assert "ne bouge plus" in why.lines[0].sentence


def test_what_refuses_a_room_stands_once_beside_all_its_starts(client, anne, session, rooms):
    RoomClosure.objects.create(
        room=rooms[0], starts_at=TUESDAY - 4 * TWO_HOURS, ends_at=TUESDAY, reason="Examens"
    )
    asked = {"semestre": session.semester_id, "jour": TUESDAY.date().isoformat()}
    response = client.get(reverse("meetings:plan-move", args=[session.group_id]), asked)
    rows = response.context["rows"]
    column = [len(row.cells) for row in rows]
    closed = rows[0].cells[0]
    assert closed.place.reasons[0].endswith("est fermée.")
    assert closed.starts == column.count(1) + 1
    assert column == [2] + [1] * (closed.starts - 1) + [2] * (len(rows) - closed.starts)
    assert f'rowspan="{closed.starts}"' in response.text


def test_a_session_people_know_of_never_vanishes_without_a_word(client, anne, session, semester):
    draft = open_draft(semester=semester, actor=anne)
    remove_entry(plan=draft, group=session.group, seen=draft.revision, actor=anne)
    asked = {"semestre": semester.pk}
    board = client.get(reverse("meetings:planning"), asked | {"groupe": session.group_id}).text
    assert "à annuler" in board
    assert f"annoncée {short_date(THURSDAY)}" in board
    assert "publier sans lui trouver de place l’annule" in board
    assert "À annuler" in client.get(reverse("meetings:planning"), asked | {"vue": "tableau"}).text
    differences = client.get(reverse("meetings:plan-differences", args=[draft.pk])).text
    assert "À annuler" in differences
    assert "sans place" in differences
    assert "1 séance annoncée n’a plus de place" in client.get(reverse("meetings:plan-alerts"), asked).text
    assert (
        "1\u00a0séance publiée sera annulée"
        in client.get(reverse("meetings:plan-publish", args=[draft.pk])).text
    )
    PlanEntry.objects.all().delete()
    TutorialSession.objects.update(state="cancelled")
    assert "annoncée" not in client.get(reverse("meetings:plan-alerts"), asked).text


def test_the_differences_name_a_group_dissolved_since(client, anne, session, semester):
    group = make_group(size=2, tutor=TutorFactory())
    draft = open_draft(semester=semester, actor=anne)
    type(draft).objects.filter(pk=draft.pk).update(state="published", number=1, published_at=THURSDAY)
    PlanEntry.objects.create(plan=draft, group=group, starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS)
    type(group).objects.filter(pk=group.pk).update(closed_at=paris(2026, 12, 27))
    assert group.code in client.get(reverse("meetings:plan-differences", args=[draft.pk])).text


def test_an_older_version_says_what_was_withdrawn_since_not_what_is_to_cancel(
    client, anne, session, semester
):
    draft = open_draft(semester=semester, actor=anne)
    type(draft).objects.filter(pk=draft.pk).update(state="published", number=1, published_at=THURSDAY)
    TutorialSession.objects.update(state="cancelled")
    page = client.get(reverse("meetings:plan-differences", args=[draft.pk])).text
    assert "Retirée" in page
    assert "annuler" not in page


def test_the_version_in_force_is_neither_compared_nor_taken_up_without_a_draft(
    client, anne, session, semester
):
    version = open_draft(semester=semester, actor=anne)
    type(version).objects.update(state="published", number=1, published_at=THURSDAY)
    asked = {"semestre": semester.pk}
    assert "Comparer" not in client.get(reverse("meetings:plan-list"), asked).text
    open_draft(semester=semester, actor=anne)
    assert "Comparer" in client.get(reverse("meetings:plan-list"), asked).text


@pytest.mark.parametrize("view", ["salles", "tableau"])
def test_every_view_leads_to_the_planner_and_to_what_no_longer_holds(client, anne, session, semester, view):
    page = client.get(reverse("meetings:planning"), {"semestre": semester.pk, "vue": view}).text
    assert f'href="{reverse("meetings:plan-run-new")}?semestre={semester.pk}"' in page
    assert f'href="{reverse("meetings:plan-alerts")}?semestre={semester.pk}"' in page


def test_a_publication_that_is_refused_says_all_that_is_left_to_settle(
    client, anne, session, semester, rooms
):
    draft = open_draft(semester=semester, actor=anne)
    PlanEntry.objects.update(starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS)
    RoomClosure.objects.create(
        room=rooms[0], starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS, reason="Dégât des eaux"
    )
    answer = client.post(reverse("meetings:plan-publish", args=[draft.pk]), {"revision": draft.revision})
    assert answer.status_code == 422
    assert "Rien n’est publié." in answer.text
    assert "Dégât des eaux" in answer.text


@pytest.mark.parametrize(("days", "said"), [(2, "2\u00a0jours plus tard"), (-23, "3\u00a0semaines plus tôt")])
def test_the_differences_say_how_far_a_session_goes(client, anne, session, semester, days, said):
    draft = open_draft(semester=semester, actor=anne)
    moved = THURSDAY + timedelta(days=days)
    PlanEntry.objects.update(starts_at=moved, ends_at=moved + TWO_HOURS)
    assert said in client.get(reverse("meetings:plan-differences", args=[draft.pk])).text
