"""Taking a draft for one change, and keeping what was there before, so that it can be undone."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Person
from design.french import NBSP, clock, list_words, plural, plural_word
from groups.models import TutorialGroup
from meetings.models import Plan, PlanEdit, PlanEntry
from meetings.plans.positions import Held, held, position_in, position_of

States = Mapping[int, Held | None]
"""The entries of some groups as JSON keeps them; None where there is none."""
GROUPS_NAMED = 3


class PlanChanged(ValidationError):
    """Somebody else changed the draft, or published it, since the page was loaded."""


def take_draft(plan: Plan) -> Plan:
    """Hold the draft until the end of the transaction, as it is now.

    Raises `PlanChanged` when it was published or dropped meanwhile.
    """
    drafts = Plan.objects.select_for_update(of=("self",)).select_related("semester")
    draft = drafts.filter(pk=plan.pk, state=Plan.State.DRAFT).first()
    if draft is None:
        raise PlanChanged(gone(plan))
    return draft


def _raise_revision(draft: Plan, actor: Person | None) -> None:
    """Note that the draft taken is changed, and by whom."""
    raised = Plan.objects.filter(pk=draft.pk, state=Plan.State.DRAFT, revision=draft.revision).update(
        revision=draft.revision + 1, modified_at=timezone.now(), modified_by=actor
    )
    if not raised:
        raise PlanChanged(gone(draft))
    draft.revision += 1


def gone(plan: Plan) -> str:
    """Why this draft cannot be changed any more, and what to do."""
    published = Plan.objects.filter(pk=plan.pk).select_related("published_by").first()
    if published is None:
        return "Ce brouillon a été abandonné. Rechargez la page pour voir le planning en vigueur."
    who = f" par {published.published_by}" if published.published_by else ""
    return (
        f"Ce brouillon vient d’être publié{who}{NBSP}: c’est la version {published.number}. "
        "Rechargez la page, puis refaites votre changement dans un nouveau brouillon."
    )


def require_untouched(draft: Plan, groups: Collection[int], seen: int) -> None:
    """Raise `PlanChanged` when one of these groups changed after the revision that the page showed."""
    since = PlanEdit.objects.filter(plan=draft, revision__gt=seen).select_related("made_by")
    for edit in since.order_by("-revision"):
        touched = [group for group in groups if str(group) in edit.after]
        if touched:
            group = TutorialGroup.objects.select_related("cohort").get(pk=touched[0])
            who = f" par {edit.made_by}" if edit.made_by else ""
            raise PlanChanged(
                f"La séance du groupe {group.code} a été changée{who} à {clock(edit.made_at)}. "
                "Rechargez la page pour voir où elle est, puis recommencez si besoin."
            )


def states_of(draft: Plan, groups: Iterable[int] | None = None) -> dict[int, Held | None]:
    """The entries of these groups as JSON keeps them, None for who has none; all entries without `groups`."""
    entries = PlanEntry.objects.filter(plan=draft)
    if groups is not None:
        entries = entries.filter(group__in=(wanted := set(groups)))
    found: dict[int, Held | None] = dict.fromkeys(wanted) if groups is not None else {}
    for entry in entries.order_by("pk"):
        found[entry.group_id] = held(
            position_of(entry), is_locked=entry.is_locked, resolution=entry.resolution
        )
    return found


def write_states(draft: Plan, after: States) -> None:
    """Make the entries of these groups what `after` says; two queries, whatever their number."""
    gone = [group for group, state in after.items() if state is None]
    if gone:
        PlanEntry.objects.filter(plan=draft, group__in=gone).delete()
    PlanEntry.objects.bulk_create(
        (
            PlanEntry(plan=draft, group_id=group, **_fields(state))
            for group, state in after.items()
            if state is not None
        ),
        update_conflicts=True,
        unique_fields=["plan", "group"],
        update_fields=["starts_at", "ends_at", "room", "place", "is_locked", "resolution"],
    )


def record_edit(
    draft: Plan,
    kind: PlanEdit.Kind,
    before: States,
    after: States,
    actor: Person | None,
    day: date | None = None,
) -> PlanEdit:
    """Raise the revision of the draft taken, and keep what this change did to groups or to a day."""
    _raise_revision(draft, actor)
    return PlanEdit.objects.create(
        plan=draft,
        revision=draft.revision,
        kind=kind,
        before={str(group): state for group, state in before.items()},
        after={str(group): state for group, state in after.items()},
        day=day,
        made_by=actor,
    )


def name_groups(groups: Collection[int]) -> str:
    """« Le groupe 25-07 », « Les groupes 25-07, 25-08 et 26-01 »; beyond three, how many more."""
    known = TutorialGroup.objects.filter(pk__in=groups).select_related("cohort")
    codes = [group.code for group in known.order_by("-cohort__year", "number")]
    shown = codes[:GROUPS_NAMED]
    if len(codes) > GROUPS_NAMED:
        shown.append(plural(len(codes) - GROUPS_NAMED, "autre"))
    return f"{plural_word(len(codes), 'Le groupe', 'Les groupes')} {list_words(shown)}"


def _fields(state: Held) -> dict:
    position = position_in(state)
    return {
        "starts_at": position.starts_at,
        "ends_at": position.ends_at,
        "room_id": position.room_id,
        "place": position.place,
        "is_locked": state["is_locked"],
        "resolution": state["resolution"],
    }
