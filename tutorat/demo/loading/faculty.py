"""Writing the people, the cohorts and their groups."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Max

from accounts.models import Person, Role, RoleAssignment
from groups.models import (
    Cohort,
    Constitution,
    Intern,
    Membership,
    Policy,
    StageSupervisor,
    Tutor,
    TutorialGroup,
    Tutorship,
)
from groups.policies import preset_values
from tutorat.demo import people
from tutorat.demo.loading.world import GroupInHand, World, dates_as_given
from tutorat.demo.people import Identity, TutorIdentity
from tutorat.demo.portraits import portrait, recipe_for

# Who tutors which cohort of profile S, newest of the three first; last names (C.3).
DEALT_TUTORS = (
    ("Nadaud", "Marchand", "Berthomier", "Casteix", "Sablon", "Orvault"),
    ("Berthomier", "Nadaud", "Casteix", "Marchand", "Pitaud", "Anselmi"),
    ("Marchand", "Berthomier", "Dumercy", "Nadaud", "Pitaud", "Sablon"),
)
# (age of the cohort, number of the group): who had it before, and why it changed hands.
TAKEN_OVER = {
    (2, 5): ("Vauzelle", "Retrait progressif, groupe confié après la deuxième séance"),
    (3, 6): ("Loubière", "Congé de longue durée"),
}
PORTRAIT_SHARE = 0.62
LATELY = 20
"""How many days ago somebody joined another group, and somebody left for a tutor alone."""
CONTACT_MODES = ("", "mail", "phone", "text", "", "video", "mail")
"""How interns prefer to be reached, in turn."""


def write_people(world: World) -> None:
    """The staff, the tutors, the supervisors."""
    tutors = [*people.TUTORS, *people.CO_TUTORS, *_more_tutors(world)]
    supervisors = [each.who for each in people.SUPERVISORS]
    _write_persons(world, [*people.STAFF, *supervisors, *(tutor.who for tutor in tutors)])
    rows = [
        Tutor(
            person=world.person(tutor.who.email),
            status=tutor.status,
            availability=tutor.availability,
            on_board=tutor.on_board,
            since_year=tutor.since,
            rpps=people.rpps(number),
            town=tutor.town,
            department_code=tutor.department,
            driving_minutes=tutor.minutes,
            motto=tutor.motto,
        )
        for number, tutor in enumerate(tutors, start=1)
    ]
    world.tutors = {tutor.person.last_name: tutor for tutor in Tutor.objects.bulk_create(rows)}
    world.supervisors = StageSupervisor.objects.bulk_create(
        StageSupervisor(
            person=world.person(each.who.email),
            kind=each.kind,
            place=each.place,
            town=each.town,
            department_code=each.department,
        )
        for each in people.SUPERVISORS
    )


def write_cohorts(world: World) -> None:
    """Four cohorts with the policy of Tours; the newest has nobody yet in profile S: she imports it."""
    calendar = world.calendar
    world.cohorts = Cohort.objects.bulk_create(
        Cohort(year=year, entered_on=calendar.entry_of(year)) for year in calendar.cohort_years
    )
    for cohort in world.cohorts:
        Policy.objects.create(cohort=cohort, preset=Policy.Preset.TOURS, **preset_values(Policy.Preset.TOURS))


def write_groups(world: World) -> None:
    """The interns, drawn into groups with a stored seed, each group with its tutor."""
    identities = iter(intern_identities(world))
    for age, (cohort, size, count) in enumerate(
        zip(world.cohorts, world.profile.interns, world.profile.groups, strict=True)
    ):
        if size is None:
            continue
        chosen = [next(identities) for _ in range(size)]
        if age == 1:
            chosen[0] = people.STAR
        interns = _write_interns(world, cohort, chosen)
        _write_cohort_groups(world, cohort, age, count, interns)
    if world.profile.is_readable:
        _let_life_happen(world)


def intern_identities(world: World) -> Iterator[Identity]:
    """Everybody who may be an intern, in the order names were drawn; the star is not among them."""
    for first, last in people.drawn_names():
        drawn = world.profile.portraits and world.chance.random() < PORTRAIT_SHARE
        yield Identity(first, last, people.gender_of(first), "", (Role.INTERN,), "drawn" if drawn else "")


def _more_tutors(world: World) -> list[TutorIdentity]:
    """The other tutors of profile R, with names drawn like those of the interns."""
    wanted = [Role.TUTOR] * world.profile.extra_tutors + [Role.CO_TUTOR] * world.profile.extra_co_tutors
    found: list[TutorIdentity] = []
    for number, role in enumerate(wanted):
        first = people.FIRST_NAMES[number * 7 % len(people.FIRST_NAMES)]
        last = f"{people.LAST_NAMES[number % 28]}-{people.LAST_NAMES[(number * 5 + 9 + number // 28) % 28]}"
        who = Identity(first, last, people.gender_of(first), "Dr", (role,))
        status = "MSU" if role == Role.TUTOR else "CO_TUTOR"
        found.append(TutorIdentity(who, status, 2022, False, "Tours", "37", 10 + number * 7 % 100, 3))
    return found


def _write_persons(world: World, identities: Iterable[Identity]) -> None:
    identities = list(identities)
    first = len(world.people)
    unusable = make_password(None)
    persons = Person.objects.bulk_create(
        Person(
            email=who.email,
            title=who.title,
            first_name=who.first_name,
            last_name=who.last_name,
            gender=who.gender,
            phone=people.mobile(first + rank + 1),
            contact_mode=CONTACT_MODES[rank % len(CONTACT_MODES)] if Role.INTERN in who.roles else "",
            photo=_photo(who) if world.profile.portraits and who.portrait else "",
            password=unusable,
        )
        for rank, who in enumerate(identities)
    )
    world.people |= {person.email: person for person in persons}
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=person, role=role)
        for who, person in zip(identities, persons, strict=True)
        for role in who.roles
    )


def _photo(who: Identity) -> str:
    wishes = "" if who.portrait == "drawn" else who.portrait
    content = portrait(recipe_for(who.email, who.gender, wishes))
    return default_storage.save(f"photos/{uuid.uuid4().hex}.webp", ContentFile(content))


def _write_interns(world: World, cohort: Cohort, identities: list[Identity]) -> list[Intern]:
    _write_persons(world, identities)
    known = Intern.objects.aggregate(last=Max("pk"))["last"] or 0
    return Intern.objects.bulk_create(
        Intern(
            person=world.person(who.email),
            cohort=cohort,
            student_number=people.student_number(cohort.year, rank),
            ine=people.ine(known + rank),
            eppn=f"{people.student_number(cohort.year, rank)}t@{people.STUDENT_DOMAIN}",
        )
        for rank, who in enumerate(identities, start=1)
    )


def _write_cohort_groups(world: World, cohort: Cohort, age: int, count: int, interns: list[Intern]) -> None:
    since = cohort.entered_on + timedelta(days=21)
    made_at = world.calendar.moment(since, 9)
    with dates_as_given(Constitution, TutorialGroup):
        constitution = Constitution.objects.create(
            cohort=cohort,
            seed=people.SEED,
            roster={"interns": [intern.pk for intern in interns]},
            made_by=world.person(people.SECRETARY.email),
            made_at=made_at,
        )
        groups = TutorialGroup.objects.bulk_create(
            TutorialGroup(cohort=cohort, number=number, constitution=constitution, created_at=made_at)
            for number in range(1, count + 1)
        )
    in_hand = [GroupInHand(group, cohort, *_leading(world, age, group.number)) for group in groups]
    for rank, intern in enumerate(_without_namesakes(interns, count)):
        in_hand[rank % count].interns.append(intern)
    world.groups += in_hand
    if age == 1:
        world.star = interns[0]
        world.forgotten = in_hand[-1].interns[-1]
    Membership.objects.bulk_create(
        Membership(group=each.group, intern=intern, starts_on=since)
        for each in in_hand
        for intern in each.interns
    )
    Tutorship.objects.bulk_create(row for each in in_hand for row in _tutorships(world, each, age, since))


def _let_life_happen(world: World) -> None:
    """One intern changed group, others are new in one, followed alone, on leave, or a semester late."""
    older = [each for each in world.groups if each.cohort == world.cohorts[2]]
    left, joined = older[1], older[4]
    moved = left.interns.pop()
    joined.interns.append(moved)
    early = world.cohorts[2].entered_on + timedelta(days=28)
    reason = "Permutation demandée avant la première séance : stages éloignés"
    _change_seat(world, moved, early, reason, group=joined.group)
    lately = world.now.date() - timedelta(days=LATELY)
    newest = [each for each in world.groups if each.cohort == world.cohorts[1]]
    _change_seat(
        world, newest[1].interns[-1], lately, "Rapprochement du terrain de stage", group=newest[2].group
    )
    oldest = [each for each in world.groups if each.cohort == world.cohorts[3]]
    far = oldest[4]
    reason = "Stage à La Réunion : les séances sont impossibles à distance"
    _change_seat(world, far.interns[-1], lately, reason, tutor=far.tutor)
    on_leave, lagging = oldest[1].interns[-1], oldest[2].interns[-1]
    on_leave.standing, lagging.semester_lag = Intern.Standing.LEAVE, 1
    Intern.objects.bulk_update([on_leave, lagging], ["standing", "semester_lag"])


def _change_seat(world: World, intern: Intern, on: date, reason: str, **place: TutorialGroup | Tutor) -> None:
    """End the seat of an intern and give another, in a group or alone with a tutor."""
    membership = Membership.objects.get(intern=intern, ends_on=None)
    membership.ends_on, membership.reason = on, reason
    membership.save()
    decided_by = world.person(people.SECRETARY.email)
    Membership.objects.create(intern=intern, starts_on=on, reason=reason, decided_by=decided_by, **place)


def _without_namesakes(interns: list[Intern], groups: int) -> list[Intern]:
    """The same interns, the first staying first, in an order that puts no two first names in one group."""
    waiting = list(interns)
    placed: list[Intern] = []
    inside: list[set[str]] = [set() for _ in range(groups)]
    while waiting:
        group = inside[len(placed) % groups]
        at = next((rank for rank, one in enumerate(waiting) if one.person.first_name not in group), 0)
        chosen = waiting.pop(at)
        group.add(chosen.person.first_name)
        placed.append(chosen)
    return placed


def _leading(world: World, age: int, number: int) -> tuple[Tutor, Tutor | None]:
    if not world.profile.is_readable:
        everybody = list(world.tutors.values())
        tutors = [one for one in everybody if one.status != Tutor.Status.CO_TUTOR]
        co_tutors = [one for one in everybody if one.status == Tutor.Status.CO_TUTOR]
        rank = sum(world.profile.groups[:age]) + number - 1
        co_tutor = co_tutors[rank // 7 % len(co_tutors)] if rank % 7 == 0 else None
        return tutors[rank % len(tutors)], co_tutor
    name = DEALT_TUTORS[age - 1][number - 1]
    co_name = people.CO_TUTORED.get(name) if age < 3 else None
    return world.tutors[name], world.tutors[co_name] if co_name else None


def _tutorships(world: World, in_hand: GroupInHand, age: int, since: date) -> Iterator[Tutorship]:
    before = TAKEN_OVER.get((age, in_hand.group.number)) if world.profile.is_readable else None
    started = since
    if before:
        name, reason = before
        started = since + timedelta(days=430)
        yield Tutorship(
            group=in_hand.group, tutor=world.tutors[name], starts_on=since, ends_on=started, reason=reason
        )
    yield Tutorship(group=in_hand.group, tutor=in_hand.tutor, starts_on=started)
    if in_hand.co_tutor:
        yield Tutorship(
            group=in_hand.group, tutor=in_hand.co_tutor, part=Tutorship.Part.CO_TUTOR, starts_on=since
        )
