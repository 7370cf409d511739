"""Writing what was said: notes, the note of the group, themes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from evaluations.models import DiscussedTheme, GroupNote, Note
from evaluations.models.notes import WrittenText
from groups.models import Intern
from meetings.models import TutorialSession


@dataclass(frozen=True)
class Typed:
    """What was typed in one note, and the revision it was typed from."""

    text: str
    based_on: int = 0


@transaction.atomic
def write_notes(
    *,
    session: TutorialSession,
    intern: Intern,
    author: Person,
    typed: Mapping[str, Typed],
    page: str = "",
) -> dict[str, Note]:
    """Keep what `page` typed in the notes of `author` about `intern`; `typed` and the answer go by audience.

    The newest text wins when it was written from the last revision, or by the page that wrote that one.
    Otherwise both are kept: the note stays and `note.others[page]` holds the newcomer until a person decides.
    An empty text makes no row.
    """
    key = {"session": session, "intern": intern, "author": author}
    Note.objects.bulk_create(
        [Note(**key, audience=audience) for audience, one in typed.items() if one.text],
        ignore_conflicts=True,
    )
    notes = {
        note.audience: note
        for note in Note.objects.select_for_update().filter(**key, audience__in=list(typed))
    }
    for audience, one in typed.items():
        if audience in notes:
            _write(notes[audience], one.text, page, one.based_on)
        else:
            notes[audience] = Note(**key, audience=audience)
    return notes


@transaction.atomic
def write_group_note(
    *, session: TutorialSession, author: Person, text: str, page: str = "", based_on: int = 0
) -> GroupNote:
    """The same for the note of the group; its author is whoever wrote last. Never evidence (A-108)."""
    if not text and not GroupNote.objects.filter(session=session).exists():
        return GroupNote(session=session, author=author)
    note, _ = GroupNote.objects.get_or_create(session=session, defaults={"author": author})
    note = GroupNote.objects.select_for_update().get(pk=note.pk)
    note.author = author
    _write(note, text, page, based_on)
    return note


def _write(note: WrittenText, text: str, page: str, based_on: int) -> None:
    if text == note.text:
        if note.others.pop(page, None):
            note.save()
    elif not note.text or note.revision == based_on or (page and page == note.page):
        note.text = text
        note.page = page
        note.revision += 1
        note.others.pop(page, None)
        note.save()
    elif text:
        note.others[page or "?"] = {"text": text, "at": timezone.now().isoformat()}
        note.save()


@transaction.atomic
def settle_other_version(*, note: Note | GroupNote, page: str, keep: bool) -> bool:
    """Add the text that `page` wrote apart to the end of the note (`keep`), or set it aside for good.

    Return False when there is no such text any more.
    """
    locked = type(note).objects.select_for_update().get(pk=note.pk)
    other = locked.others.pop(page, None)
    if other is None:
        return False
    if keep:
        locked.text = f"{locked.text}\n\n{other['text']}".strip()
        locked.revision += 1
        locked.page = ""
    locked.save()
    return True


@transaction.atomic
def set_themes(*, session: TutorialSession, intern: Intern, themes: Collection[str]) -> None:
    """Make `themes` (codes of Encadré 1) the themes discussed with `intern` in this session."""
    wanted = set(themes)
    DiscussedTheme.objects.filter(session=session, intern=intern).exclude(theme__in=wanted).delete()
    DiscussedTheme.objects.bulk_create(
        [DiscussedTheme(session=session, intern=intern, theme=theme) for theme in sorted(wanted)],
        ignore_conflicts=True,
    )
