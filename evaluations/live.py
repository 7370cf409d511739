"""The live session as its screen reads it: rows, clocks, counts. No query is made here (screen 05)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from accounts.models import Person
from design.french import NBSP, as_date, capitalized, clock, day_and_month, in_words, plural_word
from evaluations.models import Floor, GroupNote, Note, Objective, Theme
from evaluations.ribbon import Ribbon, draw
from groups.models import Intern, Policy
from meetings.models import Attendance, Convocation, Placement, SessionItem, TutorialSession
from portfolios.models import Trace

LIVE_AFTER = timedelta(hours=3)


@dataclass
class Row:
    """One intern in the session."""

    intern: Intern
    attendance: Attendance | None
    convocation: Convocation | None
    placement: Placement | None
    levels: tuple[int, ...]
    seconds: int
    is_speaking: bool
    speaking_since: datetime | None
    shared: Note | None = None
    private: Note | None = None
    others: list[Note] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    set_now: list[Objective] = field(default_factory=list)
    set_before: list[Objective] = field(default_factory=list)

    @property
    def was_there(self) -> bool:
        return self.attendance is not None and self.attendance.was_there

    @property
    def is_away(self) -> bool:
        return self.attendance is not None and not self.attendance.was_there

    @property
    def is_prevented(self) -> bool:
        """Said beforehand that he or she could not come."""
        return self.convocation is not None and self.convocation.answer == Convocation.Answer.PREVENTED

    @property
    def is_expected(self) -> bool:
        """There, or coming as far as one knows."""
        return self.was_there or (self.attendance is None and not self.is_prevented)

    @property
    def ring_minutes(self) -> int | None:
        """Whole minutes spoken; None when the intern is not there."""
        return None if self.is_away else self.seconds // 60

    @property
    def ring_text(self) -> str:
        """`12:18` for who has the floor, else the minutes as they are."""
        return f"{self.seconds // 60}:{self.seconds % 60:02d}" if self.is_speaking else ""

    @property
    def mine(self) -> list[Note]:
        """My notes about the intern, in the order in which they are shown."""
        return [note for note in (self.shared, self.private) if note is not None]

    @property
    def shared_text(self) -> str:
        return self.shared.text if self.shared else ""

    @property
    def shared_revision(self) -> int:
        return self.shared.revision if self.shared else 0

    @property
    def private_text(self) -> str:
        return self.private.text if self.private else ""

    @property
    def private_revision(self) -> int:
        return self.private.revision if self.private else 0

    @property
    def summary(self) -> str:
        """`Thèse, Projet professionnel. Deux notes, un objectif.`, or why the intern is not there."""
        if self.is_away and self.attendance is not None:
            label = self.attendance.get_status_display()
            return f"{label}, {self.attendance.reason}." if self.attendance.reason else f"{label}."
        parts = []
        if self.attendance is None and self.is_prevented and self.convocation is not None:
            parts.append(f"Empêchement annoncé{NBSP}: {self.convocation.reason or 'sans motif'}.")
        if self.themes:
            parts.append(f"{', '.join(Theme(theme).label for theme in self.themes)}.")
        notes = sum(1 for note in self.mine if note.text) + len(self.others)
        counts = [(notes, "note"), (len(self.set_now), "objectif")]
        words = [
            f"{in_words(count, word == 'note')} {plural_word(count, word)}" for count, word in counts if count
        ]
        if words:
            parts.append(f"{capitalized(', '.join(words))}.")
        return " ".join(parts)


@dataclass
class LiveSession:
    """Everything the screen needs; built by `live_session` in nine queries."""

    session: TutorialSession
    person: Person
    now: datetime
    rows: list[Row]
    items: list[SessionItem]
    opened: Row | None
    traces: list[Trace]
    floor: Floor | None
    readers: str

    @property
    def policy(self) -> Policy:
        return self.session.group.cohort.policy

    @property
    def group_note(self) -> GroupNote | None:
        return getattr(self.session, "group_note", None)

    @property
    def is_closed(self) -> bool:
        return self.session.state == TutorialSession.State.CLOSED

    @property
    def can_begin(self) -> bool:
        """The day has come: before, one only prepares."""
        return self.session.is_open and as_date(self.session.starts_at) <= as_date(self.now)

    @property
    def is_running(self) -> bool:
        """Opened, not closed, and not forgotten since hours."""
        session = self.session
        return session.is_open and session.opened_at is not None and self.now < session.ends_at + LIVE_AFTER

    @property
    def is_forgotten(self) -> bool:
        return self.session.is_open and self.now >= self.session.ends_at + LIVE_AFTER

    @property
    def elapsed(self) -> int:
        """Seconds since it was opened; of a session held, how long it lasted."""
        if self.session.opened_at is None:
            return 0
        end = self.session.closed_at or self.now
        return max(0, int((end - self.session.opened_at).total_seconds()))

    @property
    def elapsed_clock(self) -> tuple[str, str]:
        """(`1:02`, `18`)."""
        minutes, seconds = divmod(self.elapsed, 60)
        return f"{minutes // 60}:{minutes % 60:02d}", f"{seconds:02d}"

    @property
    def saved_text(self) -> str:
        """What is true of the notes when the page opens."""
        written = [note.written_at for row in self.rows for note in row.mine]
        if self.group_note is not None:
            written.append(self.group_note.written_at)
        if not written:
            return "Tout s’enregistre au fil de l’eau"
        last = max(written)
        if as_date(last) == as_date(self.now):
            return f"Enregistré à {clock(last)}"
        return f"Enregistré le {day_and_month(last)}"

    @property
    def group_text(self) -> str:
        return self.group_note.text if self.group_note else ""

    @property
    def group_revision(self) -> int:
        return self.group_note.revision if self.group_note else 0

    @property
    def present(self) -> int:
        return sum(1 for row in self.rows if row.was_there)

    @property
    def ring_sub(self) -> str:
        """`sur 20 à 30`."""
        least = self.policy.speaking_minutes
        return f"sur {least} à 30" if least < 30 else f"sur {least}"

    @property
    def overrun(self) -> int:
        """Whole minutes beyond the end."""
        return max(0, -self.remaining)

    @property
    def remaining(self) -> int:
        """Whole minutes until the end; negative beyond."""
        return int((self.session.ends_at - self.now).total_seconds() // 60)

    @property
    def waiting(self) -> list[Row]:
        """Who has not spoken yet and is expected."""
        return [row for row in self.rows if row.is_expected and not row.is_speaking and not row.seconds]

    @property
    def waiting_words(self) -> str:
        """`une personne`, `trois personnes`."""
        count = len(self.waiting)
        return f"{in_words(count, feminine=True)} {plural_word(count, 'personne')}"

    @property
    def speaker(self) -> Row | None:
        return next((row for row in self.rows if row.is_speaking), None)

    @property
    def next_row(self) -> Row | None:
        """To whom the floor goes next: the first after the opened one who has not spoken."""
        waiting = self.waiting
        if not waiting:
            return None
        rows = [row for row in self.rows if row is self.opened or row in waiting]
        if self.opened not in rows:
            return waiting[0]
        after = rows[rows.index(self.opened) + 1 :] + rows[: rows.index(self.opened)]
        return after[0] if after else None

    @property
    def done_items(self) -> int:
        return sum(1 for item in self.items if item.is_done)

    @property
    def items_left(self) -> int:
        return len(self.items) - self.done_items

    @property
    def note_count(self) -> int:
        """My notes, with that of the group."""
        return sum(1 for row in self.rows for note in row.mine if note.text) + bool(self.group_text)

    @property
    def unmarked(self) -> list[Row]:
        return [row for row in self.rows if row.attendance is None]

    @cached_property
    def ribbon(self) -> Ribbon:
        session = self.session
        names = {row.intern.pk: row.intern.person.first_name for row in self.rows}
        start = int(session.starts_at.timestamp())
        if session.opened_at is not None:
            start = min(start, int(session.opened_at.timestamp()))
        turns = [
            (names.get(intern_id, ""), begin, stop)
            for intern_id, begin, stop in (self.floor.turns if self.floor else [])
        ]
        speaker = self.speaker
        return draw(
            start=start,
            end=int(session.ends_at.timestamp()),
            now=int(self.now.timestamp()) if self.is_running else None,
            turns=turns or self._in_a_row(start),
            speaking=(
                (speaker.intern.person.first_name, int(speaker.speaking_since.timestamp()))
                if speaker and speaker.speaking_since
                else None
            ),
            waiting=[] if self.is_closed else [row.intern.person.first_name for row in self.waiting],
            each=self.policy.speaking_minutes * 60,
        )

    def _in_a_row(self, start: int) -> list[tuple[str, int, int]]:
        """Times written by hand have no hour: one after the other from the start."""
        turns = []
        for row in self.rows:
            if row.seconds and not row.is_speaking:
                turns.append((row.intern.person.first_name, start, start + row.seconds))
                start += row.seconds
        return turns
