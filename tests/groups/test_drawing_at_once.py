"""Two secretaries at the same moment: one draw is opened, one seed is given, one validation is written."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from groups.actions import NotPossible, constitute_groups
from groups.actions.draw_lists import DrawRefused, open_draw
from groups.actions.draws import give_seed, swap_interns, validate_draw
from groups.drawing.results import final_groups, fingerprint, swaps_of
from groups.models import Constitution, Draw, DrawAttempt, Intern, Membership, TutorialGroup
from outbox.models import Message
from tests.factories.draws import PRESENT, VALUES, make_draw, make_drawn, make_sealed
from tests.factories.groups import CohortFactory, InternFactory, TutorFactory
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 6


def all_at_once(attempts):
    """Run every callable at the same time, each on its own connection; return what it gave or raised."""
    barrier = Barrier(len(attempts))

    def run(attempt):
        barrier.wait(timeout=30)
        try:
            return attempt()
        except (DrawRefused, NotPossible) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


@pytest.fixture
def draw():
    cohort = CohortFactory(year=2026)
    return make_draw(cohort, InternFactory.create_batch(10, cohort=cohort), [TutorFactory()], places=2)


def one_of(outcomes, model):
    """The only one who got through; the others were told in words."""
    refusals = [each for each in outcomes if isinstance(each, DrawRefused | NotPossible)]
    assert all(str(each).endswith(".") for each in refusals)
    assert len(refusals) == len(outcomes) - 1
    [winner] = [each for each in outcomes if isinstance(each, model)]
    return winner


def test_one_draw_is_opened(draw):
    cohort = CohortFactory(year=2025)
    InternFactory.create_batch(4, cohort=cohort)
    opened = all_at_once([lambda: open_draw(cohort=cohort, actor=None)] * WRITERS)
    assert one_of(opened, Draw).cohort == cohort
    assert Draw.objects.filter(cohort=cohort).count() == 1


def test_one_seed_is_given(draw):
    make_sealed(draw)

    def give():
        mine = Draw.objects.get(pk=draw.pk)
        return give_seed(draw=mine, values=VALUES, provenance="", attendance=PRESENT, actor=None)

    one_of(all_at_once([give] * WRITERS), DrawAttempt)
    assert DrawAttempt.objects.get().drawn_at


def test_two_secretaries_cannot_both_validate(draw):
    make_drawn(draw)
    seen = fingerprint(final_groups(draw.attempts.get(), []))
    actors = [secretary() for _ in range(WRITERS)]

    def validate(actor):
        return lambda: validate_draw(draw=Draw.objects.get(pk=draw.pk), shown=seen, actor=actor)

    winner = one_of(all_at_once([validate(actor) for actor in actors]), Constitution)
    assert Constitution.objects.get() == winner
    assert Draw.objects.get().validated_by == winner.made_by
    assert TutorialGroup.objects.count() == 2
    assert Membership.objects.count() == 10
    assert Message.objects.filter(kind="draw-groups").count() == 12


def test_a_draw_and_a_quick_shuffle_do_not_both_make_groups(draw):
    make_drawn(draw)
    seen = fingerprint(final_groups(draw.attempts.get(), []))
    outcomes = all_at_once(
        [
            lambda: validate_draw(draw=Draw.objects.get(pk=draw.pk), shown=seen, actor=None),
            lambda: constitute_groups(cohort=draw.cohort, seed="1", actor=None),
        ]
    )
    one_of(outcomes, Constitution)
    assert TutorialGroup.objects.count() == 2
    assert Membership.objects.count() == 10


def test_a_swap_is_never_lost_by_a_validation(draw):
    make_drawn(draw)
    first, second = final_groups(draw.attempts.get(), [])
    swapped = [Intern.objects.get(pk=group.interns[0][1:]) for group in (first, second)]
    seen = fingerprint((first, second))
    swap, validated = all_at_once(
        [
            lambda: swap_interns(
                draw=Draw.objects.get(pk=draw.pk),
                first=swapped[0],
                second=swapped[1],
                reason="Stage",
                actor=None,
            ),
            lambda: validate_draw(draw=Draw.objects.get(pk=draw.pk), shown=seen, actor=None),
        ]
    )
    assert isinstance(swap, DrawRefused) is not isinstance(validated, DrawRefused)
    kept = final_groups(draw.attempts.get(), swaps_of(draw.attempts.get()))
    for group in TutorialGroup.objects.all():
        expected = next(each for each in kept if each.number == group.number)
        assert {f"i{pk}" for pk in group.memberships.values_list("intern", flat=True)} == set(
            expected.interns
        )
