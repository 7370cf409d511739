"""A worker is killed in mid-plan: the draft is as it was, and one plans again."""

import os
import signal
from datetime import timedelta

import pytest

from meetings.actions.planning import LOST_AFTER, adopt_run, carry_out, request_run, stop_run
from meetings.actions.plans import open_draft
from meetings.models import Plan, PlanningRun
from meetings.plans.positions import positions_of
from tests.factories.groups import make_group
from tests.factories.meetings import PublishedSessionFactory, RoomFactory, SemesterFactory
from tests.factories.people import secretary
from tests.services.workers import celery_worker, filesystem_broker, publishing_to

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
State = PlanningRun.State


def test_the_draft_is_as_it_was_and_one_plans_again():
    semester, room, anne = SemesterFactory(), RoomFactory(capacity=8), secretary()
    session = PublishedSessionFactory(semester=semester, group=make_group(size=2), room=room)
    group = make_group(size=2)
    draft = open_draft(semester=semester, actor=anne)
    before = positions_of(draft.entries.order_by("pk"))

    with celery_worker(include="tests.faults.endless_planner") as worker:
        with publishing_to(filesystem_broker(worker.log.parent)):
            run = request_run(semester=semester, actor=anne)
            worker.wait_for(lambda: PlanningRun.objects.get().best is not None)
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()

    draft.refresh_from_db()
    assert draft.revision == 0
    assert positions_of(draft.entries.order_by("pk")) == before == positions_of([session])
    run.refresh_from_db()
    assert run.state == State.RUNNING

    PlanningRun.objects.update(heartbeat_at=run.heartbeat_at - LOST_AFTER - timedelta(seconds=1))
    again = request_run(semester=semester, actor=anne, seconds=1)
    run.refresh_from_db()
    assert run.state == State.FAILED
    carry_out(run=again.pk)
    assert adopt_run(run=again, actor=anne).taken == {group.pk}
    assert Plan.objects.get().entries.count() == 2


def test_a_search_is_followed_from_elsewhere_and_stopped():
    semester, anne = SemesterFactory(), secretary()
    RoomFactory(capacity=8)
    make_group(size=2)
    with (
        celery_worker(include="tests.faults.endless_planner") as worker,
        publishing_to(filesystem_broker(worker.log.parent)),
    ):
        run = request_run(semester=semester, actor=anne)
        worker.wait_for(lambda: PlanningRun.objects.get().best is not None)
        stop_run(run=run, actor=secretary())
        worker.wait_for(lambda: PlanningRun.objects.get().state == State.STOPPED)
    run.refresh_from_db()
    assert run.progress
    assert not run.is_active
