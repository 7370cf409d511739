"""Writing what was said around the sessions: notes, themes, objectives, contacts, interviews."""

from collections.abc import Iterator
from datetime import timedelta

from accounts.models import FileAccess, Role
from evaluations.models import Commission, Contact, DiscussedTheme, GroupNote, Note, Objective, Theme
from groups.models import Intern
from meetings.models import Interview, TutorialSession
from tutorat.demo import people
from tutorat.demo.calendar import THURSDAY, first_worked
from tutorat.demo.content import set_in_type, words
from tutorat.demo.loading.world import GroupInHand, World, closing_of, dates_as_given

Held = tuple[GroupInHand, TutorialSession]
RECENTLY_HEARD = 0.86


def write_notes(world: World) -> None:
    notes, group_notes, themes = [], [], []
    for in_hand, session in world.held:
        author = in_hand.tutor.person
        written_at = closing_of(session)
        group_notes.append(
            GroupNote(
                session=session,
                author=author,
                text=set_in_type(world.chance.choice(words.GROUP_NOTES)),
                written_at=written_at,
                revision=1,
            )
        )
        for intern in in_hand.interns:
            if (session.pk, intern.pk) not in world.attended:
                continue
            themes += [
                DiscussedTheme(session=session, intern=intern, theme=theme) for theme in _themes(world)
            ]
            for audience, text in _notes(world, intern):
                notes.append(
                    Note(
                        session=session,
                        intern=intern,
                        author=author,
                        audience=audience,
                        text=set_in_type(text),
                        written_at=written_at,
                        revision=1,
                    )
                )
    with dates_as_given(Note, GroupNote):
        Note.objects.bulk_create(notes, batch_size=500)
        GroupNote.objects.bulk_create(group_notes, batch_size=500)
    DiscussedTheme.objects.bulk_create(themes, batch_size=1000)


def _notes(world: World, intern: Intern) -> Iterator[tuple[str, str]]:
    chance = world.chance
    if intern == world.star or chance.random() < 0.55:
        yield Note.Audience.SHARED, chance.choice(words.SHARED_NOTES)
    if chance.random() < 0.08:
        yield Note.Audience.PRIVATE, chance.choice(words.PRIVATE_NOTES)


def _themes(world: World) -> list[str]:
    themes = list(Theme)
    return world.chance.sample(themes, world.chance.choices((1, 2, 3), (30, 45, 25))[0])


def write_objectives(world: World) -> None:
    """Set in each session; those of the last one are still open, the others were looked at again."""
    chance, states, rows = world.chance, Objective.State, []
    last = {in_hand.group.pk: session.pk for in_hand, session in world.held}
    for in_hand, session in world.held:
        is_last = last[in_hand.group.pk] == session.pk
        for intern in in_hand.interns:
            if (session.pk, intern.pk) not in world.attended or chance.random() < 0.25:
                continue
            for text in chance.sample(words.OBJECTIVES, 2 if intern == world.star else chance.randint(1, 2)):
                weights = (62, 20, 12, 6) if is_last else (0, 70, 20, 10)
                state = chance.choices((states.OPEN, states.KEPT, states.PARTLY, states.DROPPED), weights)[0]
                due = session.starts_at.date() + timedelta(days=chance.randint(120, 210))
                if is_last:
                    due = world.calendar.today + timedelta(days=chance.randint(-10, 120))
                settled = None
                if state != states.OPEN:
                    settled = min(world.calendar.moment(due, 12), world.calendar.before_today(2))
                rows.append(
                    Objective(
                        intern=intern,
                        text=set_in_type(text),
                        due_on=due,
                        state=state,
                        set_in=session,
                        set_by=in_hand.tutor.person,
                        set_at=closing_of(session),
                        settled_at=settled,
                    )
                )
    with dates_as_given(Objective):
        Objective.objects.bulk_create(rows, batch_size=500)


def write_contacts(world: World) -> None:
    """One for each presence in a session, and what happened in between; most were heard from lately."""
    rows = [
        Contact(
            intern=intern,
            logged_by=in_hand.tutor.person,
            occurred_at=session.starts_at,
            channel=Contact.Channel.SESSION,
            initiative=Contact.Initiative.TUTOR,
            session=session,
            logged_at=closing_of(session),
        )
        for in_hand, session in world.held
        for intern in in_hand.interns
        if (session.pk, intern.pk) in world.attended
    ]
    for in_hand in world.groups:
        for intern in in_hand.interns:
            if intern != world.forgotten:
                rows += _exchanges(world, in_hand, intern)
    with dates_as_given(Contact):
        Contact.objects.bulk_create(rows, batch_size=1000)


def _exchanges(world: World, in_hand: GroupInHand, intern: Intern) -> Iterator[Contact]:
    chance, age = world.chance, world.cohorts.index(in_hand.cohort)
    since = max(2, (world.calendar.today - in_hand.cohort.entered_on).days)
    moments = []
    if intern == world.star or chance.random() < RECENTLY_HEARD:
        moments.append(world.recent(min(40, since), 1))
    if age and world.profile.is_readable:
        moments += [world.recent(since, 45) for _ in range(chance.randint(0, 3))]
    if intern == world.star:
        moments += [world.recent(35, 20), world.recent(120, 80), world.recent(220, 150)]
    for moment in moments:
        channel = chance.choices(list(words.CONTACTS), (55, 25, 15, 5))[0]
        initiative, summary = chance.choice(words.CONTACTS[channel])
        yield Contact(
            intern=intern,
            logged_by=in_hand.tutor.person,
            occurred_at=moment,
            channel=channel,
            initiative=initiative,
            themes=sorted(_themes(world)),
            minutes=None if channel == "mail" else chance.choice((10, 15, 20, 30)),
            summary=set_in_type(summary),
            logged_at=moment + timedelta(minutes=5),
        )


def write_interviews(world: World) -> None:
    """Some held, with what was said; some asked for; one set for next week."""
    states, reasons, chance = Interview.State, list(Interview.Reason), world.chance
    chosen = [each for each in world.groups if world.cohorts.index(each.cohort) in (1, 2)]
    interviews: list[Interview] = []
    for rank, in_hand in enumerate(chosen[:12]):
        intern = in_hand.interns[1 + rank % 3]
        state = (states.HELD, states.HELD, states.REQUESTED, states.HELD, states.SCHEDULED, states.DROPPED)[
            rank % 6
        ]
        asked = world.recent(140, 60) if state in (states.HELD, states.DROPPED) else world.recent(9, 2)
        held_at = world.calendar.moment(asked.date() + timedelta(days=8), 18)
        coming = world.calendar.moment(world.calendar.today + timedelta(days=6 + rank), 18, 30)
        starts_at = {states.HELD: held_at, states.SCHEDULED: coming}.get(state)
        interviews.append(
            Interview(
                intern=intern,
                tutor=in_hand.tutor,
                initiative=Interview.Initiative.INTERN if rank % 3 else Interview.Initiative.TUTOR,
                reason=chance.choice(reasons),
                message=set_in_type(words.INTERVIEW_REQUESTS[rank % len(words.INTERVIEW_REQUESTS)]),
                state=state,
                starts_at=starts_at,
                requested_by=intern.person,
                requested_at=asked,
            )
        )
    with dates_as_given(Interview, Contact):
        Interview.objects.bulk_create(interviews)
        Contact.objects.bulk_create(
            Contact(
                intern=one.intern,
                logged_by=one.tutor.person,
                occurred_at=one.starts_at or world.now,
                channel=Contact.Channel.INTERVIEW,
                initiative=one.initiative,
                themes=sorted(_themes(world)),
                minutes=chance.choice((30, 35, 45)),
                summary=set_in_type(chance.choice(words.INTERVIEW_SUMMARIES)),
                interview=one,
                logged_at=(one.starts_at or world.now) + timedelta(hours=1),
            )
            for one in interviews
            if one.state == states.HELD
        )


def write_commissions(world: World) -> None:
    """One is open for the oldest cohort, one was held six months ago."""
    calendar, oldest = world.calendar, world.cohorts[-1]
    member = world.person(people.COMMISSION_MEMBER.email)
    coordinator = world.tutors["Dumercy"].person
    coming = first_worked(THURSDAY, calendar.today + timedelta(days=24))
    for name, cohort, day in (
        ("Commission de suivi", world.cohorts[2], calendar.today - timedelta(days=170)),
        ("Commission de validation", oldest, coming),
    ):
        commission = Commission.objects.create(
            cohort=cohort,
            name=name,
            held_on=day,
            opens_on=day - timedelta(days=50),
            closes_on=day + timedelta(days=20),
        )
        commission.members.set([member, coordinator])


def write_journal(world: World) -> None:
    """Who opened whose file lately."""
    rows, seen = [], set()
    for in_hand in world.groups[:8]:
        readers = [in_hand.tutor.person, world.tutors["Dumercy"].person]
        for intern in in_hand.interns[:3]:
            reader = world.chance.choice(readers)
            hour = world.recent(20, 1).replace(minute=0)
            if (reader.pk, intern.person_id, hour) not in seen and Role.INTERN not in reader.roles:
                seen.add((reader.pk, intern.person_id, hour))
                rows.append(FileAccess(actor=reader, subject=intern.person, part="dossier", hour=hour))
    FileAccess.objects.bulk_create(rows)
