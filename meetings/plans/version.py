"""Which plan is in force, which one is being prepared, and who else is at it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import Person
from design.french import as_date, clock, day_and_month
from meetings.models import Plan, PlanEdit, Semester
from meetings.plans.live import draft_of, versions_of

AT_WORK = timedelta(minutes=10)
"""Somebody who changed the draft so recently is still at it."""


@dataclass(frozen=True)
class Version:
    draft: Plan | None
    published: Plan | None
    undoable: PlanEdit | None
    """The last change of one's own that can be taken back."""
    others: tuple[str, ...] = ()

    @property
    def revision(self) -> int | str:
        """What a form sends along; empty without a draft."""
        return self.draft.revision if self.draft else ""

    @property
    def next_number(self) -> int:
        return (self.published.number or 0) + 1 if self.published else 1

    @property
    def modified(self) -> str:
        """`modifié à 10 h 42`, or the day when it was another."""
        return f"modifié {when(self.draft.modified_at, timezone.localdate())}" if self.draft else ""


def version_of(semester: Semester, actor: Person) -> Version:
    """The draft and the version in force, as `actor` meets them: three queries at most."""
    draft = draft_of(semester)
    return Version(
        draft=draft,
        published=versions_of(semester).first(),
        undoable=_last_edit(draft, actor) if draft else None,
        others=_others(draft, actor) if draft else (),
    )


def when(moment: datetime, today: date) -> str:
    """`à 10 h 42` today, `le 24 novembre` before."""
    return f"à {clock(moment)}" if as_date(moment) == today else f"le {day_and_month(moment)}"


def _last_edit(draft: Plan, actor: Person) -> PlanEdit | None:
    not_mine_to_undo = (PlanEdit.Kind.UNDONE, PlanEdit.Kind.FOLLOWED)
    mine = PlanEdit.objects.filter(plan=draft, made_by=actor, undone_at=None)
    return mine.exclude(kind__in=not_mine_to_undo).order_by("-revision").first()


def _others(draft: Plan, actor: Person) -> tuple[str, ...]:
    who = draft.modified_by
    if who is None or who == actor or timezone.now() - draft.modified_at > AT_WORK:
        return ()
    return (
        f"{who} travaille aussi à ce brouillon : dernier changement à {clock(draft.modified_at)}. "
        "Vos changements et les siens s’ajoutent ; une même séance ne se change pas à deux.",
    )
