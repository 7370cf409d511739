"""The newest cohort imported, listed, sealed, drawn and validated, one step further at each call."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import Person
from groups.actions import apply_import, start_import
from groups.actions.draw_lists import open_draw
from groups.actions.draws import swap_interns, validate_draw
from groups.actions.ties import wish_pair
from groups.drawing.results import final_groups, fingerprint, swaps_of
from groups.imports import kind_named
from groups.models import Cohort, Draw, Intern
from tests.factories.draws import make_sealed, reveal
from tutorat.demo import people
from tutorat.demo.files import demo_files
from tutorat.demo.portraits import portrait, recipe_for

YEAR = 2026
DEPARTMENTS = ("37", "41", "45", "28", "36", "18")


def _secretary() -> Person:
    return Person.objects.get(email=people.SECRETARY.email)


def listed() -> Draw:
    """The list taken, some faces given, one intern set aside, three confidential wishes."""
    cohort = Cohort.objects.get(year=YEAR)
    draw = Draw.objects.filter(cohort=cohort).first()
    if draw is not None:
        return draw
    kind = kind_named("interns")
    assert kind is not None
    content = demo_files()["demo_etudiants.csv"]
    file = start_import(kind=kind, filename="internes.csv", content=content, cohort=cohort, actor=None)
    apply_import(file=file, actor=None)
    for rank, intern in enumerate(cohort.interns.select_related("person").order_by("pk")):
        _give_a_face(intern.person, rank)
    draw = open_draw(cohort=cohort, actor=_secretary())
    entries = list(draw.entries.order_by("pk"))
    for rank, entry in enumerate(entries):
        entry.department_code = DEPARTMENTS[rank * rank % 6]
    entries[7].set_aside = Intern.Standing.LEAVE.label
    draw.entries.bulk_update(entries, ["department_code", "set_aside"])
    for one, other in ((0, 3), (5, 8), (10, 14)):
        wish_pair(
            kind="apart",
            one=entries[one].intern,
            other=entries[other].intern,
            actor=entries[one].intern.person,
        )
    return draw


def _give_a_face(person: Person, rank: int) -> None:
    person.gender = people.gender_of(person.first_name)
    if rank % 4:
        content = portrait(recipe_for(person.email, person.gender, ""))
        person.photo = default_storage.save(f"photos/{uuid.uuid4().hex}.webp", ContentFile(content))
    person.save()


def sealed() -> Draw:
    draw = listed()
    if draw.state == Draw.State.PREPARING:
        make_sealed(draw, _secretary())
    return draw


def drawn() -> Draw:
    """Drawn with the words of the two witnesses, and one swap by hand."""
    draw = sealed()
    if draw.state == Draw.State.SEALED:
        reveal(draw, _secretary())
        first, second, *_ = final_groups(draw.attempts.get(), [])
        swap_interns(
            draw=draw,
            first=Intern.objects.get(pk=first.interns[1][1:]),
            second=Intern.objects.get(pk=second.interns[2][1:]),
            reason="même terrain de stage que le tuteur",
            actor=_secretary(),
        )
    return draw


def validated() -> Draw:
    draw = drawn()
    if draw.state == Draw.State.DRAWN:
        attempt = draw.attempts.get()
        seen = fingerprint(final_groups(attempt, swaps_of(attempt)))
        validate_draw(draw=draw, shown=seen, actor=_secretary())
    return draw


def page(name: str, prepared: Draw) -> str:
    return reverse(name, args=[prepared.cohort.year])
