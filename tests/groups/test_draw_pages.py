"""The five pages walked without script, and what nobody else may read of them."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Role
from groups.actions.draw_lists import DrawRefused, choose_tutor
from groups.actions.ties import wish_pair
from groups.draw import prepare, verify
from groups.models import Draw, DrawEntry, Intern, PairWish, TutorialGroup, TutorTie
from outbox.models import Message
from tests.factories.draws import PRESENT, WORDS, make_draw, make_drawn, make_sealed
from tests.factories.groups import CohortFactory, InternFactory, TutorFactory
from tests.factories.people import coordinator, director, make_person, secretary

pytestmark = pytest.mark.django_db
YEAR = 2026


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def cohort():
    return CohortFactory(year=YEAR)


@pytest.fixture
def interns(cohort):
    return InternFactory.create_batch(10, cohort=cohort)


@pytest.fixture
def tutors():
    return TutorFactory.create_batch(2)


@pytest.fixture
def draw(cohort, interns, tutors):
    return make_draw(cohort, interns, tutors, places=1)


@pytest.fixture
def office():
    return signed_in(secretary())


def page(client: Client, name: str, *args: object, data: dict | None = None) -> str:
    url = reverse(f"groups:{name}", args=args)
    answer = client.post(url, data) if data is not None else client.get(url)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def list_data(draw: Draw, **changes: str) -> dict[str, str]:
    """What the list's form sends when nothing is touched."""
    data = {"tutor_mode": "drawn", "next": "1"}
    for entry in draw.entries.order_by("pk"):
        data |= {f"interne-{entry.pk}-drawn": "on", f"interne-{entry.pk}-department_code": "37"}
    for offer in draw.offers.order_by("pk"):
        data[f"tuteur-{offer.tutor_id}-groups"] = str(offer.groups)
    return {name: value for name, value in (data | changes).items() if value != "off"}


def witnesses() -> dict[str, str]:
    from groups.draw import witness_hash

    data = {"kind": "witnesses", "confirmed": "1"}
    for rank, (name, word, salt) in enumerate(WORDS, start=1):
        data |= {f"name_{rank}": name, f"sealed_{rank}": witness_hash(word, salt)}
    return data


def words() -> dict[str, str]:
    data = {"provenance": "Feuilles des témoins", "attendance": PRESENT}
    for rank, (_, word, salt) in enumerate(WORDS, start=1):
        data |= {f"word_{rank}": word, f"salt_{rank}": salt}
    return data


RULES = {
    **dict.fromkeys(("apart", "together", "links"), "hard"),
    **dict.fromkeys(("balance", "spread"), "off"),
    "departments": "3",
    "candidates": "10",
    "next": "1",
}


def test_the_five_steps(office, cohort, interns, tutors):
    assert "Prendre la liste" in page(office, "draw-list", YEAR)
    assert not Draw.objects.exists()
    office.post(reverse("groups:draw-list", args=[YEAR]))
    draw = Draw.objects.get()
    answer = office.post(reverse("groups:draw-list", args=[YEAR]), list_data(draw))
    assert answer.url == reverse("groups:draw-rules", args=[YEAR])
    answer = office.post(answer.url, RULES)
    assert answer.url == reverse("groups:draw-seed", args=[YEAR])
    office.post(answer.url, witnesses())
    draw.refresh_from_db()
    assert draw.state == Draw.State.SEALED
    assert draw.attempts.get().digest[:4] in page(office, "draw-seed", YEAR)
    answer = office.post(reverse("groups:draw-seed", args=[YEAR]), words())
    result = page(office, "draw-result", YEAR)
    assert "Valider les 2\u00a0groupes" in result
    shown = result.partition('name="shown" value="')[2][:64]
    answer = office.post(reverse("groups:draw-validate", args=[YEAR]), {"shown": shown})
    assert answer.url == reverse("groups:draw-minutes", args=[YEAR])
    assert TutorialGroup.objects.filter(cohort=cohort).count() == 2
    assert "Chacun a reçu son groupe" in page(office, "draw-minutes", YEAR)
    minutes = office.get(reverse("groups:draw-minutes-json", args=[draw.pk])).content
    assert verify(minutes).ok


class TestTheList:
    def test_setting_aside_needs_a_reason_and_keeps_what_was_typed(self, office, draw):
        entry = draw.entries.order_by("pk")[0]
        data = list_data(draw, **{f"interne-{entry.pk}-drawn": "off"})
        answer = office.post(reverse("groups:draw-list", args=[YEAR]), data)
        assert answer.status_code == 422
        assert "Donnez le motif" in answer.content.decode()
        data[f"interne-{entry.pk}-set_aside"] = "Congé maternité"
        assert office.post(reverse("groups:draw-list", args=[YEAR]), data).status_code == 302
        entry.refresh_from_db()
        assert (entry.set_aside, entry.department_code) == ("Congé maternité", "37")

    def test_an_intern_who_joins_shows_and_the_list_is_taken_again(self, office, draw, cohort):
        InternFactory(cohort=cohort)
        assert "La promotion a changé" in page(office, "draw-list", YEAR)
        office.post(reverse("groups:draw-list-again", args=[YEAR]))
        assert draw.entries.count() == 11

    def test_the_tutors_may_be_chosen(self, office, draw, tutors):
        entry = draw.entries.order_by("pk")[0]
        office.post(reverse("groups:draw-list", args=[YEAR]), list_data(draw, tutor_mode="chosen"))
        assert "Tuteur voulu" in page(office, "draw-list", YEAR)
        data = list_data(draw, tutor_mode="chosen", **{f"interne-{entry.pk}-wanted": str(tutors[0].pk)})
        office.post(reverse("groups:draw-list", args=[YEAR]), data)
        entry.refresh_from_db()
        assert entry.wanted_id == tutors[0].pk


class TestTheTutorOneChooses:
    @pytest.fixture
    def chosen(self, draw):
        draw.tutor_mode = Draw.TutorMode.CHOSEN
        draw.save()
        return draw

    def entry(self, draw: Draw, intern: Intern) -> DrawEntry:
        return draw.entries.get(intern=intern)

    def test_it_is_chosen_from_the_home_page_and_the_secretary_reads_it(
        self, office, chosen, interns, tutors
    ):
        client = signed_in(interns[0].person)
        assert "Choisir mon tuteur" in client.get("/").content.decode()
        answer = client.post(reverse("groups:tutor-choice"), {"tutor": tutors[1].pk}, follow=True)
        assert f"{tutors[1].person.full_name} est noté" in answer.content.decode()
        assert self.entry(chosen, interns[0]).wanted_id == tutors[1].pk
        assert "Changer mon choix" in client.get("/").content.decode()
        assert "1 sur 10 avec un tuteur choisi" in page(office, "draw-list", YEAR)
        client.post(reverse("groups:tutor-choice"), {"tutor": ""})
        assert self.entry(chosen, interns[0]).wanted_id is None

    def test_nobody_else_reads_it(self, chosen, interns, tutors):
        signed_in(interns[0].person).post(reverse("groups:tutor-choice"), {"tutor": tutors[1].pk})
        client = signed_in(interns[1].person)
        for content in (client.get("/").content.decode(), page(client, "tutor-choice")):
            main = content.partition("<main")[2]
            assert "Vous avez choisi" not in main
            assert interns[0].person.full_name not in main
        assert "checked" not in page(client, "tutor-choice").partition(f'value="{tutors[1].pk}"')[2][:40]

    def test_a_tutor_who_is_tied_or_not_offered_is_refused(self, chosen, interns, tutors):
        TutorTie.objects.create(tutor=tutors[0], intern=interns[0])
        client = signed_in(interns[0].person)
        for tutor in (tutors[0], TutorFactory()):
            answer = client.post(reverse("groups:tutor-choice"), {"tutor": tutor.pk})
            assert answer.status_code == 422
            assert "n’est plus proposée" in answer.content.decode()
        assert self.entry(chosen, interns[0]).wanted_id is None

    @pytest.mark.parametrize("closing", ["drawn by lot", "sealed", "set aside"])
    def test_it_is_closed(self, draw, interns, tutors, closing):
        if closing != "drawn by lot":
            Draw.objects.update(tutor_mode=Draw.TutorMode.CHOSEN)
            draw.refresh_from_db()
        if closing == "sealed":
            make_sealed(draw)
        if closing == "set aside":
            draw.entries.filter(intern=interns[0]).update(set_aside="Congé")
        client = signed_in(interns[0].person)
        assert "Choisir mon tuteur" not in client.get("/").content.decode()
        answer = client.post(reverse("groups:tutor-choice"), {"tutor": tutors[0].pk})
        assert answer.status_code == 409
        assert self.entry(draw, interns[0]).wanted_id is None

    def test_a_list_read_before_does_not_undo_it(self, office, chosen, interns, tutors):
        entry = self.entry(chosen, interns[0])
        stale = list_data(chosen, tutor_mode="chosen")
        stale |= {f"interne-{entry.pk}-wanted": "", f"initial-interne-{entry.pk}-wanted": ""}
        signed_in(interns[0].person).post(reverse("groups:tutor-choice"), {"tutor": tutors[1].pk})
        assert office.post(reverse("groups:draw-list", args=[YEAR]), stale).status_code == 302
        assert self.entry(chosen, interns[0]).wanted_id == tutors[1].pk
        stale[f"initial-interne-{entry.pk}-wanted"] = str(tutors[1].pk)
        office.post(reverse("groups:draw-list", args=[YEAR]), stale)
        assert self.entry(chosen, interns[0]).wanted_id is None

    def test_it_survives_a_list_taken_again(self, office, chosen, interns, tutors):
        signed_in(interns[0].person).post(reverse("groups:tutor-choice"), {"tutor": tutors[1].pk})
        office.post(reverse("groups:draw-list-again", args=[YEAR]))
        assert self.entry(chosen, interns[0]).wanted_id == tutors[1].pk

    def test_a_choice_made_while_it_is_checked_stops_the_sealing(self, chosen, interns, tutors, monkeypatch):
        def prepare_while_somebody_chooses(document):
            choose_tutor(entry=self.entry(chosen, interns[0]), tutor=tutors[1], actor=interns[0].person)
            return prepare(document)

        monkeypatch.setattr("groups.actions.draws.prepare", prepare_while_somebody_chooses)
        with pytest.raises(DrawRefused, match="a changé pendant la vérification"):
            make_sealed(chosen)
        chosen.refresh_from_db()
        assert chosen.state == Draw.State.PREPARING
        assert not chosen.attempts.exists()


class TestTheRules:
    def test_a_contradiction_is_told_with_its_smallest_set(self, office, draw, interns):
        for kind in ("apart", "together"):
            wish_pair(kind=kind, one=interns[0], other=interns[1], reason="Trajet", actor=None)
        wish_pair(kind="apart", one=interns[2], other=interns[3], actor=None)
        answer = office.post(reverse("groups:draw-rules", args=[YEAR]), RULES)
        text = answer.content.decode()
        assert answer.status_code == 422
        told = text.partition("plus petit ensemble")[2].partition("</ul>")[0]
        assert told.count("<li>") == 2
        assert interns[2].person.full_name not in told

    def test_pairs_and_ties_are_entered_and_withdrawn(self, office, draw, interns, tutors):
        pair = {"kind": "together", "one": interns[0].pk, "other": interns[1].pk}
        answer = office.post(reverse("groups:draw-pair-new", args=[YEAR]), pair)
        assert answer.status_code == 422
        assert "Donnez le motif" in answer.content.decode()
        office.post(reverse("groups:draw-pair-new", args=[YEAR]), pair | {"reason": "Trajet"})
        tie = {"tutor": tutors[0].pk, "intern": interns[0].pk}
        office.post(reverse("groups:draw-tie-new", args=[YEAR]), tie)
        shown = page(office, "draw-rules", YEAR)
        assert "Trajet" in shown
        office.post(reverse("groups:draw-pair-remove", args=[PairWish.objects.get().pk]))
        office.post(reverse("groups:draw-tie-remove", args=[TutorTie.objects.get().pk]))
        assert not PairWish.objects.exists()
        assert not TutorTie.objects.exists()

    def test_the_coordination_reads_and_writes_nothing(self, draw):
        client = signed_in(coordinator())
        assert "disabled" in page(client, "draw-rules", YEAR)
        assert client.post(reverse("groups:draw-rules", args=[YEAR]), RULES).status_code == 404
        assert client.post(reverse("groups:draw-list", args=[YEAR]), {}).status_code == 404


class TestTheSeed:
    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"kind": "drand"}, "Donnez le moment"),
            ({"kind": "drand", "at": "2020-01-01T10:00"}, "à venir"),
            ({"kind": "lottery", "game": "Loto", "on": "2020-01-01"}, "à venir"),
            ({"kind": "lottery", "on": "2090-01-01"}, "nom du jeu"),
            ({"kind": "witnesses", "name_1": "A", "sealed_1": "ab" * 32}, "deux témoins"),
            ({"kind": "witnesses", "name_1": "A", "sealed_1": "mot"}, "64 chiffres"),
        ],
    )
    def test_a_source_that_proves_nothing_is_refused(self, office, draw, data, sentence):
        answer = office.post(reverse("groups:draw-seed", args=[YEAR]), data)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert draw.attempts.count() == 0

    def test_sealing_asks_first_and_says_what_follows(self, office, draw):
        url = reverse("groups:draw-seed", args=[YEAR])
        data = witnesses()
        del data["confirmed"]
        asked = page(office, "draw-seed", YEAR, data=data)
        assert "<dialog" in asked
        assert "Sceller le tirage de 10\u00a0internes" in asked
        assert "12\u00a0courriels partent" in asked
        assert data["sealed_1"] in asked
        assert not draw.attempts.exists()
        assert office.post(url, data | {"confirmed": "1"}).status_code == 302
        assert draw.attempts.count() == 1

    def test_a_round_to_come_is_awaited(self, office, draw):
        at = timezone.localtime() + timedelta(hours=2)
        data = {"kind": "drand", "at": f"{at:%Y-%m-%dT%H:%M}", "confirmed": "1"}
        office.post(reverse("groups:draw-seed", args=[YEAR]), data)
        shown = page(office, "draw-seed", YEAR)
        assert "En attente de la source" in shown
        assert "api.drand.sh" in shown
        assert "Tirer au sort" not in shown

    def test_a_wrong_word_is_told(self, office, draw):
        make_sealed(draw)
        answer = office.post(reverse("groups:draw-seed", args=[YEAR]), words() | {"word_2": "Coquelicot 42"})
        assert answer.status_code == 422
        assert "Camille Baron" in answer.content.decode()
        assert "Coquelicot 42" in answer.content.decode()

    def test_reopening_needs_a_reason(self, office, draw):
        make_sealed(draw)
        url = reverse("groups:draw-again", args=[YEAR])
        assert office.post(url, {"reason": ""}).status_code == 422
        office.post(url, {"reason": "Une interne manque"})
        assert "Une interne manque" in page(office, "draw-seed", YEAR)


class TestTheResult:
    def test_a_stale_page_does_not_validate(self, office, draw):
        make_drawn(draw)
        answer = office.post(reverse("groups:draw-validate", args=[YEAR]), {"shown": "0" * 64})
        assert answer.status_code == 409
        assert "ont changé" in answer.content.decode()
        assert not TutorialGroup.objects.exists()

    def test_a_swap_shows_on_its_groups(self, office, draw):
        attempt = make_drawn(draw)
        first, second = (
            Intern.objects.get(pk=group["interns"][0][1:]) for group in attempt.result["groups"][:2]
        )
        data = {"first": first.pk, "second": second.pk, "reason": "Même terrain de stage"}
        office.post(reverse("groups:draw-swap", args=[YEAR]), data)
        shown = page(office, "draw-result", YEAR)
        assert shown.count("Un échange consigné") == 2
        assert "Même terrain de stage" in shown
        assert "Ajustés à la main" in shown


class TestWhatOthersRead:
    """An intern or a tutor never sees a pair, nor a group before the validation."""

    @pytest.fixture
    def drawn(self, draw, interns, tutors):
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=interns[0].person)
        make_drawn(draw)
        return draw

    def public(self, client: Client, draw: Draw) -> list[str]:
        attempt = draw.attempts.get()
        addresses = [
            reverse("groups:draw-detail", args=[draw.pk]),
            reverse("groups:draw-document", args=[attempt.pk]),
        ]
        if draw.state == Draw.State.VALIDATED:
            addresses.append(reverse("groups:draw-minutes-json", args=[draw.pk]))
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.content.decode() for answer in answers]

    def validate(self, office: Client, draw: Draw) -> None:
        shown = page(office, "draw-result", YEAR).partition('name="shown" value="')[2][:64]
        office.post(reverse("groups:draw-validate", args=[YEAR]), {"shown": shown})
        draw.refresh_from_db()
        assert draw.state == Draw.State.VALIDATED

    @pytest.mark.parametrize("who", ["asked", "named", "mate", "tutor", "director"])
    def test_no_page_no_file_no_mail_tells_the_pair(self, office, drawn, interns, tutors, who):
        reader = {
            "asked": interns[0].person,
            "named": interns[1].person,
            "mate": interns[5].person,
            "tutor": tutors[0].person,
            "director": director(),
        }[who]
        self.validate(office, drawn)
        [secret] = drawn.attempts.get().openings
        for content in self.public(signed_in(reader), drawn):
            assert secret["salt"] not in content
            assert "openings" not in content
            assert "Binôme séparé" not in content
        [detail, document, _] = self.public(signed_in(reader), drawn)
        for other in (interns[0], interns[1]):
            assert other.person.full_name not in detail.partition("<main")[2]
        plain = json.loads(document)
        assert set(plain) & {"secrets", "openings", "apart"} == set()
        assert len(plain["commitments"]) == 1
        for message in Message.objects.all():
            assert secret["salt"] not in json.dumps(message.payload)
            assert "séparé" not in json.dumps(message.payload, ensure_ascii=False)

    def test_the_named_person_does_not_see_the_wish(self, draw, interns):
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=interns[0].person)
        shown = page(signed_in(interns[1].person), "apart-list")
        assert "Vos demandes" not in shown
        assert "Vos demandes" in page(signed_in(interns[0].person), "apart-list")

    def test_who_was_asked_about_may_ask_too_and_learns_nothing(self, draw, interns):
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=interns[0].person)
        client = signed_in(interns[1].person)
        answer = client.post(reverse("groups:apart-list"), {"other": interns[0].pk}, follow=True)
        assert "C’est noté" in answer.content.decode()
        assert PairWish.objects.count() == 2

    def test_a_wish_is_withdrawn_by_its_author_only(self, draw, interns):
        wish = wish_pair(kind="apart", one=interns[0], other=interns[1], actor=interns[0].person)
        url = reverse("groups:apart-withdraw", args=[wish.pk])
        assert signed_in(interns[1].person).post(url).status_code == 404
        assert signed_in(interns[0].person).post(url).status_code == 302
        assert not PairWish.objects.exists()

    def test_no_wish_once_it_is_sealed(self, draw, interns):
        make_sealed(draw)
        client = signed_in(interns[0].person)
        assert "ne prend plus de demande" in page(client, "apart-list", data={"other": interns[1].pk})
        assert not PairWish.objects.exists()

    def test_the_groups_are_read_after_the_validation_only(self, office, drawn, interns):
        client = signed_in(interns[0].person)
        minutes = reverse("groups:draw-minutes-json", args=[drawn.pk])
        assert client.get(minutes).status_code == 404
        assert client.get(reverse("groups:draw-minutes-pdf", args=[drawn.pk])).status_code == 404
        detail = page(client, "draw-detail", drawn.pk).partition("<main")[2].partition("</main>")[0]
        assert "Groupe" not in detail
        assert "proces-verbal" not in detail.replace("proces-verbal.json</p>", "")
        self.validate(office, drawn)
        assert client.get(minutes).status_code == 200
        assert client.get(reverse("groups:draw-minutes-full", args=[drawn.pk])).status_code == 404

    def test_a_stranger_reads_nothing(self, drawn):
        client = signed_in(make_person(Role.INTERN))
        assert client.get(reverse("groups:draw-detail", args=[drawn.pk])).status_code == 404
