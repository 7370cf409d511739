"""Which plan is in force, which one is being prepared, and who else is at it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Subquery
from django.utils import timezone

from accounts.models import Person
from design.french import as_date, clock, day_and_month
from groups.rules import organises
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
    mine, theirs = _last_edits(draft, actor) if draft else (None, None)
    return Version(
        draft=draft,
        published=versions_of(semester).first(),
        undoable=mine,
        others=_others(draft, actor, theirs) if draft else (),
    )


def when(moment: datetime, today: date) -> str:
    """`à 10 h 42` today, `le 24 novembre` before."""
    return f"à {clock(moment)}" if as_date(moment) == today else f"le {day_and_month(moment)}"


def _last_edits(draft: Plan, actor: Person) -> tuple[PlanEdit | None, PlanEdit | None]:
    """The last change `actor` can take back, and the last one that somebody else made; one query."""
    not_mine_to_undo = (PlanEdit.Kind.UNDONE, PlanEdit.Kind.FOLLOWED)
    edits = PlanEdit.objects.filter(plan=draft).order_by("-revision")
    mine = edits.filter(made_by=actor, undone_at=None).exclude(kind__in=not_mine_to_undo)
    theirs = edits.exclude(made_by=actor).exclude(made_by=None)
    last = Q(pk=Subquery(mine.values("pk")[:1])) | Q(pk=Subquery(theirs.values("pk")[:1]))
    found = list(edits.filter(last).select_related("made_by"))
    return (
        next((edit for edit in found if edit.made_by == actor), None),
        next((edit for edit in found if edit.made_by != actor), None),
    )


def _others(draft: Plan, actor: Person, theirs: PlanEdit | None) -> tuple[str, ...]:
    """Who else is at the draft: the author of its last change that is not one's own, or who opened it."""
    who, at = (theirs.made_by, theirs.made_at) if theirs else (draft.modified_by, draft.modified_at)
    if who is None or who == actor or timezone.now() - at > AT_WORK:
        return ()
    if not organises(actor):
        return (f"{who} travaille à ce brouillon : dernier changement à {clock(at)}.",)
    return (
        f"{who} travaille aussi à ce brouillon : dernier changement à {clock(at)}. "
        "Vos changements et les siens s’ajoutent ; une même séance ne se change pas à deux.",
    )
