"""A draw from its list to its groups: what each step writes, refuses and tells."""

import json
from datetime import timedelta

import pytest
import time_machine
from auditlog.models import LogEntry
from django.utils import timezone

from groups.actions.draw_lists import DrawRefused, correct_list, open_draw, take_list_again
from groups.actions.draws import give_seed, seal_draw, start_again, swap_interns, validate_draw
from groups.actions.ties import declare_tie, wish_pair
from groups.draw import WrongValue, verify
from groups.draw.canonical import sha256
from groups.drawing.documents import contradictions, document_of
from groups.drawing.minutes import minutes_json, minutes_pdf
from groups.drawing.results import final_groups, fingerprint, swaps_of
from groups.drawing.sources import drand_round, drand_source, round_time
from groups.models import Draw, DrawAttempt, Intern, Membership, TutorialGroup, Tutorship
from meetings.models import Placement
from outbox.composition import compose
from outbox.models import Message
from tests.factories.draws import PRESENT, SOURCE, VALUES, make_draw, make_drawn, make_sealed
from tests.factories.groups import (
    CohortFactory,
    CoTutorFactory,
    InternFactory,
    StageSupervisorFactory,
    TutorFactory,
    make_group,
)
from tests.factories.meetings import PlacementFactory, SemesterFactory
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(year=2026)


@pytest.fixture
def interns(cohort):
    return InternFactory.create_batch(12, cohort=cohort)


@pytest.fixture
def tutors():
    return TutorFactory.create_batch(2)


@pytest.fixture
def draw(cohort, interns, tutors):
    return make_draw(cohort, interns, tutors, places=2)


def shown(draw: Draw) -> str:
    attempt = draw.attempts.get(closed_at=None)
    return fingerprint(final_groups(attempt, swaps_of(attempt)))


class TestTheList:
    def test_it_holds_everybody_and_sets_aside_who_is_not_in_training(self, cohort, interns, tutors):
        Intern.objects.filter(pk=interns[0].pk).update(standing=Intern.Standing.RESEARCH)
        draw = open_draw(cohort=cohort, actor=secretary())
        aside = dict(draw.entries.exclude(set_aside="").values_list("intern", "set_aside"))
        assert aside == {interns[0].pk: "En année-recherche"}
        assert draw.entries.count() == 12
        assert set(draw.offers.values_list("tutor", "groups")) == {(tutor.pk, 3) for tutor in tutors}

    def test_it_takes_departments_from_the_placements(self, cohort, interns):
        PlacementFactory(intern=interns[0], semester=SemesterFactory(), department_code="41")
        draw = open_draw(cohort=cohort, actor=None)
        assert draw.entries.get(intern=interns[0]).department_code == "41"

    def test_a_cohort_has_one_open_draw(self, cohort, draw):
        with pytest.raises(DrawRefused, match="déjà en préparation"):
            open_draw(cohort=cohort, actor=None)

    def test_a_cohort_with_groups_is_not_drawn(self, cohort):
        make_group(cohort=cohort)
        with pytest.raises(DrawRefused, match="a déjà 1\u00a0groupe"):
            open_draw(cohort=cohort, actor=None)

    def test_nobody_to_draw(self, cohort):
        with pytest.raises(DrawRefused, match="aucun interne"):
            open_draw(cohort=cohort, actor=None)
        assert not Draw.objects.exists()

    def test_it_is_corrected_and_journaled(self, draw, tutors):
        entry = draw.entries.order_by("pk")[0]
        values = {"set_aside": "Congé maternité", "gender": "f", "department_code": "37"}
        changed = correct_list(
            draw=draw,
            tutor_mode="assigned",
            entries={entry.pk: values | {"wanted_id": tutors[0].pk}},
            offers={tutors[1].pk: {"groups": 0, "co_tutor_id": None}},
            actor=secretary(),
        )
        entry.refresh_from_db()
        assert (changed, entry.set_aside, entry.wanted_id) == (2, "Congé maternité", tutors[0].pk)
        assert list(draw.offers.values_list("tutor", flat=True)) == [tutors[0].pk]
        journaled = LogEntry.objects.get_for_object(entry).filter(action=LogEntry.Action.UPDATE).get()
        assert journaled.changes["set_aside"] == ["", "Congé maternité"]

    def test_nothing_changes_once_it_is_sealed(self, draw):
        make_sealed(draw)
        with pytest.raises(DrawRefused, match="changé d’étape"):
            take_list_again(draw=draw, actor=None)


class TestTheDocument:
    def test_pairs_and_links_are_only_committed_to(self, draw, interns, tutors):
        supervisor = StageSupervisorFactory(person=tutors[0].person)
        PlacementFactory(intern=interns[3], semester=SemesterFactory(), supervisor=supervisor)
        wish_pair(kind="apart", one=interns[1], other=interns[0], actor=interns[1].person)
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=interns[0].person)
        declare_tie(tutor=tutors[1], intern=interns[5], actor=None)
        document = document_of(draw, SOURCE)
        assert {(each.kind, each.first, each.second) for each in document.secrets} == {
            ("apart", f"i{interns[0].pk}", f"i{interns[1].pk}"),
            ("link", f"i{interns[3].pk}", f"t{tutors[0].pk}"),
            ("link", f"i{interns[5].pk}", f"t{tutors[1].pk}"),
        }
        published = document.published()
        assert "secrets" not in published
        assert published["commitments"] == sorted(each.commitment() for each in document.secrets)

    def test_who_is_set_aside_is_counted_by_reason_only(self, draw):
        draw.entries.filter(pk=draw.entries.order_by("pk")[0].pk).update(set_aside="Congé")
        document = document_of(draw, SOURCE)
        assert [(each.reason, each.count) for each in document.aside] == [("Congé", 1)]
        assert len(document.people) == 11

    def test_wishes_about_somebody_set_aside_are_left_out(self, draw, interns):
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=None)
        draw.entries.filter(intern=interns[0]).update(set_aside="Congé")
        assert document_of(draw, SOURCE).secrets == ()

    def test_a_contradiction_is_named_before_anything_is_sealed(self, draw, interns):
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=None)
        wish_pair(kind="together", one=interns[0], other=interns[1], reason="Trajet", actor=None)
        sentences = contradictions(draw)
        assert len(sentences) == 2
        assert all(interns[0].person.full_name in sentence for sentence in sentences)
        with pytest.raises(DrawRefused, match="ne peuvent pas tenir ensemble"):
            make_sealed(draw)
        assert not DrawAttempt.objects.exists()
        assert not Message.objects.exists()


class TestSealing:
    def test_the_digest_is_of_the_bytes_kept_and_goes_to_those_concerned(self, draw, interns, tutors):
        attempt = make_sealed(draw)
        assert attempt.digest == sha256(json.loads(attempt.document))
        assert draw.state == Draw.State.SEALED
        letters = Message.objects.filter(kind="draw-sealed")
        assert {letter.recipient_id for letter in letters} == {each.person_id for each in (*interns, *tutors)}
        mail = compose("draw-sealed", letters[0].payload)
        assert attempt.digest in mail.text
        assert "Dr Sylvie Nadaud et Camille Baron" in mail.text

    def test_the_seed_is_refused_before_its_moment(self, draw):
        source, expected_at = drand_source(timezone.now() + timedelta(hours=1))
        seal_draw(draw=draw, source=source, expected_at=expected_at, actor=None)
        give = {"draw": draw, "values": ["ab" * 32], "provenance": "", "attendance": "", "actor": None}
        with pytest.raises(WrongValue, match="pas encore"):
            give_seed(**give)
        with time_machine.travel(expected_at + timedelta(seconds=1)):
            assert give_seed(**give).drawn_at

    def test_a_word_which_is_not_the_sealed_one_is_refused(self, draw):
        make_sealed(draw)
        with pytest.raises(WrongValue, match="Camille Baron"):
            give_seed(
                draw=draw, values=[VALUES[0], "cd" * 16 + ":rose"], provenance="", attendance="", actor=None
            )
        assert draw.attempts.get().drawn_at is None

    def test_rounds_of_the_beacon(self):
        moment = round_time(1)
        assert (drand_round(moment), drand_round(moment + timedelta(seconds=1))) == (1, 2)
        later = moment + timedelta(days=1000, seconds=2)
        assert later <= round_time(drand_round(later)) < later + timedelta(seconds=3)


class TestDrawing:
    def test_the_minutes_hold_and_a_changed_byte_shows(self, draw, interns):
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=None)
        make_drawn(draw)
        content = minutes_json(draw)
        assert verify(content).ok
        assert not verify(content.replace(b'"number":1', b'"number":2', 1)).ok
        assert verify(minutes_json(draw, full=True)).ok

    def test_kept_apart_is_kept(self, draw, interns):
        wish_pair(kind="apart", one=interns[0], other=interns[1], actor=None)
        attempt = make_drawn(draw)
        together = {f"i{interns[0].pk}", f"i{interns[1].pk}"}
        assert not any(together <= set(group.interns) for group in final_groups(attempt, []))

    def test_drawing_again_needs_a_reason_and_keeps_everything(self, draw):
        first = make_drawn(draw)
        with pytest.raises(DrawRefused, match="motif"):
            start_again(draw=draw, reason="  ", actor=None)
        start_again(draw=draw, reason="Une interne manquait à la liste", actor=secretary())
        second = make_drawn(draw)
        document = json.loads(second.document)
        assert (document["attempt"], document["previous"]) == (2, first.digest)
        assert document["reason"] == "Une interne manquait à la liste"
        plain = json.loads(minutes_json(draw))
        assert [attempt["seal"] for attempt in plain["attempts"]] == [first.digest, second.digest]
        assert verify(minutes_json(draw)).ok

    def test_a_document_given_up_before_its_seed_stays_in_minutes_that_hold(self, draw):
        first = make_sealed(draw)
        start_again(draw=draw, reason="Une interne manquait à la liste", actor=secretary())
        second = make_drawn(draw)
        plain = json.loads(minutes_json(draw))
        assert [attempt["seal"] for attempt in plain["attempts"]] == [first.digest, second.digest]
        assert plain["attempts"][0]["result"] == {}
        verdict = verify(minutes_json(draw))
        assert verdict.ok, verdict.sentence
        assert "abandonnés avant la graine : 1" in verdict.sentence

    def test_a_swap_needs_a_reason_and_two_groups(self, draw, interns):
        attempt = make_drawn(draw)
        groups = final_groups(attempt, [])
        of = {intern: each.number for each in groups for intern in each.interns}
        first = interns[0]
        mate = next(i for i in interns[1:] if of[f"i{i.pk}"] == of[f"i{first.pk}"])
        other = next(i for i in interns if of[f"i{i.pk}"] != of[f"i{first.pk}"])
        with pytest.raises(DrawRefused, match="motif"):
            swap_interns(draw=draw, first=first, second=other, reason=" ", actor=None)
        with pytest.raises(DrawRefused, match="deux groupes"):
            swap_interns(draw=draw, first=first, second=mate, reason="Stage", actor=None)
        swap_interns(draw=draw, first=first, second=other, reason="Stage", actor=secretary())
        after = {i: g.number for g in final_groups(attempt, swaps_of(attempt)) for i in g.interns}
        assert after[f"i{first.pk}"] == of[f"i{other.pk}"]
        assert verify(minutes_json(draw)).ok

    def test_the_pdf_names_everybody_who_was_there(self, draw):
        make_drawn(draw)
        content = minutes_pdf(draw)
        assert content.startswith(b"%PDF-1.7")
        assert b"/StructTreeRoot" in content


class TestValidating:
    def test_it_makes_the_groups_of_the_draw_and_tells_everybody(self, draw, interns, tutors):
        companion = CoTutorFactory()
        draw.offers.filter(tutor=tutors[0]).update(co_tutor=companion)
        attempt = make_drawn(draw)
        expected = {
            each.number: {int(person[1:]) for person in each.interns} for each in final_groups(attempt, [])
        }
        constitution = validate_draw(draw=draw, shown=shown(draw), actor=secretary())
        groups = TutorialGroup.objects.filter(constitution=constitution)
        assert {
            group.number: set(group.memberships.values_list("intern", flat=True)) for group in groups
        } == expected
        led = Tutorship.objects.filter(tutor=tutors[0], part="tutor").values("group")
        accompanied = Tutorship.objects.filter(part="co_tutor")
        assert {each.tutor_id for each in accompanied} == {companion.pk}
        assert {each.group_id for each in accompanied} == {each["group"] for each in led}
        told = Message.objects.filter(kind="draw-groups")
        assert told.count() == 12 + Tutorship.objects.count()
        assert constitution.draw == Draw.objects.get()
        mail = compose("draw-groups", told.get(recipient=interns[0].person).payload)
        assert interns[0].groups.get().code in mail.text

    def test_nobody_is_told_before(self, draw):
        make_drawn(draw)
        assert not Message.objects.filter(kind="draw-groups").exists()
        assert not Membership.objects.exists()

    def test_groups_which_changed_since_are_not_validated(self, draw, interns):
        make_drawn(draw)
        seen = shown(draw)
        attempt = draw.attempts.get()
        first, second, *_ = final_groups(attempt, [])
        swap_interns(
            draw=draw,
            first=Intern.objects.get(pk=first.interns[0][1:]),
            second=Intern.objects.get(pk=second.interns[0][1:]),
            reason="Stage",
            actor=None,
        )
        with pytest.raises(DrawRefused, match="ont changé"):
            validate_draw(draw=draw, shown=seen, actor=None)
        assert not TutorialGroup.objects.exists()

    def test_it_happens_once(self, draw):
        make_drawn(draw)
        stale = Draw.objects.get(pk=draw.pk)
        seen = shown(draw)
        validate_draw(draw=draw, shown=seen, actor=None)
        with pytest.raises(DrawRefused):
            validate_draw(draw=stale, shown=seen, actor=None)
        with pytest.raises(DrawRefused):
            start_again(draw=stale, reason="Encore", actor=None)
        assert TutorialGroup.objects.count() == len({group.number for group in TutorialGroup.objects.all()})

    def test_the_attendance_is_in_the_minutes(self, draw):
        make_drawn(draw)
        assert json.loads(minutes_json(draw))["present"] == PRESENT.splitlines()


def test_the_supervisor_of_a_placement_is_never_the_tutor(cohort, interns, tutors):
    supervisor = StageSupervisorFactory(person=tutors[0].person)
    semester = SemesterFactory()
    for intern in interns[:6]:
        PlacementFactory(intern=intern, semester=semester, supervisor=supervisor, kind=Placement.Kind.N1)
    draw = make_draw(cohort, interns, tutors, places=2)
    attempt = make_drawn(draw)
    supervised = {f"i{intern.pk}" for intern in interns[:6]}
    for group in final_groups(attempt, []):
        if group.tutor == f"t{tutors[0].pk}":
            assert supervised.isdisjoint(group.interns)
