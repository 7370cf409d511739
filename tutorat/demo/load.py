"""Loading the demo faculty, all or nothing."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from design.french import PARIS
from portfolios.models import Competency
from tutorat.demo.calendar import calendar_on
from tutorat.demo.loading import (
    calendars,
    convening,
    faculty,
    followup,
    levels,
    plans,
    portfolios,
    sessions,
    terms,
    wishes,
)
from tutorat.demo.loading.world import Profile, World


class AlreadyInhabited(Exception):
    """Somebody lives here: the demo never mixes with people who exist."""


@transaction.atomic
def load_demo(profile: Profile, today: date | None = None) -> World:
    """Write the faculty of `profile` as seen on `today` (default: now). Raises `AlreadyInhabited`."""
    if Person.objects.exists():
        raise AlreadyInhabited
    today = today or timezone.localdate()
    world = World(profile, calendar_on(today), datetime.combine(today, time(8), tzinfo=PARIS))
    world.competencies = {one.code: one for one in Competency.objects.order_by("position")}
    faculty.write_people(world)
    faculty.write_cohorts(world)
    faculty.write_groups(world)
    terms.write_terms(world)
    terms.write_rooms(world)
    terms.write_obstacles(world)
    terms.write_meetings(world)
    terms.write_placements(world)
    sessions.write_held_sessions(world)
    portfolios.write_traces(world)
    portfolios.write_projects_and_theses(world)
    followup.write_notes(world)
    followup.write_objectives(world)
    followup.write_contacts(world)
    followup.write_interviews(world)
    followup.write_commissions(world)
    followup.write_journal(world)
    levels.write_placement_evaluations(world)
    levels.write_levels(world)
    levels.write_shifts(world)
    convening.convene(world, sessions.write_campaign(world))
    wishes.write_wishes(world)
    wishes.write_duties(world)
    calendars.write_followed_calendar(world)
    calendars.write_complaint(world)
    plans.write_plans(world)
    return world
