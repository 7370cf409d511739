"""What is written during a session. Each answer leads back to the screen; an autosave gets JSON."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from design.french import as_date, clock
from design.typed import number_in
from evaluations.actions.floor import correct_speaking_time
from evaluations.actions.holding import give_floor
from evaluations.actions.notes import (
    Typed,
    set_themes,
    settle_other_version,
    write_group_note,
    write_notes,
)
from evaluations.actions.objectives import set_objective
from evaluations.actions.presence import note_everybody_present
from evaluations.forms import GroupNoteForm, ItemForm, NotesForm, ObjectiveForm
from evaluations.models import GroupNote, Note
from evaluations.models.notes import WrittenText
from evaluations.views.access import get_member, get_session, signed_in, tutors_only
from evaluations.views.returning import address_to_return_to, back, say_refusal
from evaluations.views.session import Mistake, address, screen
from meetings.actions.interviews import propose_interview
from meetings.actions.presence import record_attendance, tick_item
from meetings.actions.programme import add_item, remove_item, rename_item
from meetings.models import Attendance, TutorialSession

TOO_LONG = "Note trop longue\u00a0: 20 000 signes au plus"
KEPT_BOTH = "Deux versions gardées\u00a0: relisez-les sous la note"


@tutors_only
@require_POST
def session_presence(request: HttpRequest, pk: int, intern_pk: int) -> HttpResponse:
    """Write one presence; an excuse without a reason takes the one given in the answer to the convocation."""
    session = get_session(request, pk)
    intern = get_member(session, intern_pk)
    status = request.POST.get("status", "")
    reason = request.POST.get("reason", "")[:200]
    if status == Attendance.Status.EXCUSED and not reason:
        reason = getattr(getattr(intern, "answered", None), "reason", "")
    _try(
        request,
        lambda: record_attendance(
            session=session,
            intern=intern,
            status=status,
            reason=reason,
            actor=signed_in(request),
        ),
    )
    return back(request, address(session))


@tutors_only
@require_POST
def session_everybody(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session(request, pk)
    _try(request, lambda: note_everybody_present(session=session, actor=signed_in(request)))
    return back(request, address(session))


@tutors_only
@require_POST
def session_floor(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the floor to `interne`, or to nobody; the first turn opens the session."""
    session = get_session(request, pk)
    chosen = number_in(request.POST.get("interne", ""))
    to = get_member(session, chosen) if chosen is not None else None

    _try(request, lambda: give_floor(session=session, to=to, actor=signed_in(request)))
    return back(request, address(session, to.pk if to else None))


@tutors_only
@require_POST
def session_minutes(request: HttpRequest, pk: int, intern_pk: int) -> HttpResponse:
    session = get_session(request, pk)
    intern = get_member(session, intern_pk)
    url = address(session, intern.pk)
    typed = request.POST.get("minutes", "").strip()
    if not (typed.isdecimal() and len(typed) < 5):
        return _again(request, session, "temps", ["Écrivez un nombre de minutes, par exemple 20."], url)
    try:
        correct_speaking_time(session=session, intern=intern, minutes=int(typed), actor=signed_in(request))
    except ValidationError as refusal:
        return _again(request, session, "temps", refusal.messages, url)
    return back(request, url)


@tutors_only
@require_POST
def session_notes(request: HttpRequest, pk: int, intern_pk: int) -> HttpResponse:
    """Both notes and the themes of one intern, by autosave or by the plain button."""
    session = get_session(request, pk)
    intern = get_member(session, intern_pk)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _too_long(request, session, "notes", address(session, intern.pk))
    typed = form.cleaned_data
    written = write_notes(
        session=session,
        intern=intern,
        author=signed_in(request),
        typed={
            audience: Typed(_lines(typed[audience]), typed[f"{audience}_base"] or 0)
            for audience in Note.Audience.values
        },
        page=typed["page"],
    )
    set_themes(session=session, intern=intern, themes=typed["themes"])
    apart = any(typed["page"] in note.others for note in written.values())
    bases = {
        f"{audience}_base": note.revision
        for audience, note in written.items()
        if typed["page"] not in note.others
    }
    return _saved(request, bases, apart, address(session, intern.pk))


@tutors_only
@require_POST
def session_group_note(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session(request, pk)
    form = GroupNoteForm(request.POST)
    if not form.is_valid():
        return _too_long(request, session, "groupe", address(session))
    typed = form.cleaned_data
    note = write_group_note(
        session=session,
        author=signed_in(request),
        text=_lines(typed["text"]),
        page=typed["page"],
        based_on=typed["base"] or 0,
    )
    apart = typed["page"] in note.others
    return _saved(request, {} if apart else {"base": note.revision}, apart, address(session))


@tutors_only
@require_POST
def session_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep or set aside what another device wrote in a note of mine, or in that of the group."""
    session = get_session(request, pk)
    chosen = request.POST.get("note", "")
    note: WrittenText
    if chosen == "groupe":
        note = get_object_or_404(GroupNote, session=session)
    else:
        mine = Note.objects.filter(session=session, author=signed_in(request))
        note = get_object_or_404(mine, pk=number_in(chosen))
    settle_other_version(
        note=note,
        page=request.POST.get("version", ""),
        keep=request.POST.get("suite") == "garder",
    )
    return back(request, address(session))


@tutors_only
@require_POST
def session_objective(request: HttpRequest, pk: int, intern_pk: int) -> HttpResponse:
    session = get_session(request, pk)
    intern = get_member(session, intern_pk)
    next_at = session.next_at  # type: ignore[attr-defined]
    form = ObjectiveForm(request.POST, next_on=as_date(next_at) if next_at else None)
    url = address(session, intern.pk, "objectifs")
    if not form.is_valid():
        return _again(request, session, "objectif", _sentences(form), url)
    typed = form.cleaned_data
    try:
        objective = set_objective(
            intern=intern,
            text=typed["text"],
            due_on=typed["due_on"],
            actor=signed_in(request),
            session=session,
        )
    except ValidationError as refusal:
        return _again(request, session, "objectif", refusal.messages, url)
    undo = reverse("evaluations:objective-withdraw", args=[objective.pk])
    messages.success(request, "Objectif fixé.", extra_tags=f"undo:{undo}")
    return back(request, url)


@tutors_only
@require_POST
def session_interview(request: HttpRequest, pk: int, intern_pk: int) -> HttpResponse:
    session = get_session(request, pk)
    intern = get_member(session, intern_pk)
    person = signed_in(request)
    _try(request, lambda: propose_interview(intern=intern, tutor=person.tutor, actor=person))
    return back(request, address(session, intern.pk))


@tutors_only
@require_POST
def session_item_add(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session(request, pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _again(request, session, "point", _sentences(form), address(session))
    text = form.cleaned_data["text"]
    _try(request, lambda: add_item(session=session, text=text, actor=signed_in(request)))
    return back(request, address(session))


@tutors_only
@require_POST
def session_item(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Tick, reword or take out one line of the programme, for this session only."""
    session = get_session(request, pk)
    item = get_object_or_404(session.items.select_related("session"), pk=item_pk)
    person = signed_in(request)
    match request.POST.get("geste"):
        case "cocher":
            _try(request, lambda: tick_item(item=item, done=True, actor=person))
        case "decocher":
            _try(request, lambda: tick_item(item=item, done=False, actor=person))
        case "retirer":
            _try(request, lambda: remove_item(item=item, actor=person))
        case "renommer":
            form = ItemForm(request.POST)
            if not form.is_valid():
                return _again(request, session, "renommer", _sentences(form), address(session), item.pk)
            text = form.cleaned_data["text"]
            _try(request, lambda: rename_item(item=item, text=text, actor=person))
    return back(request, address(session))


def _try(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except ValidationError as refusal:
        say_refusal(request, refusal)


def _sentences(form: Form) -> list[str]:
    return [str(sentence) for errors in form.errors.values() for sentence in errors]


def _again(
    request: HttpRequest,
    session: TutorialSession,
    form: str,
    sentences: list[str],
    url: str,
    item: int | None = None,
) -> HttpResponse:
    """The screen with what was typed still in `form`, opened as the page it was sent from (else as `url`)."""
    asked = QueryDict(urlsplit(address_to_return_to(request, url)).query)
    return screen(request, session, asked, Mistake(form, sentences, request.POST, item))


def _saved(
    request: HttpRequest, bases: dict[str, int], apart: bool, url: str
) -> JsonResponse | HttpResponseRedirect:
    sentence = KEPT_BOTH if apart else f"Enregistré à {clock(timezone.now())}"
    if request.headers.get("X-Autosave"):
        return JsonResponse({"message": sentence, "fields": bases, "apart": apart})
    messages.success(request, f"{sentence}.")
    return back(request, url)


def _too_long(request: HttpRequest, session: TutorialSession, which: str, url: str) -> HttpResponse:
    if request.headers.get("X-Autosave"):
        return JsonResponse({"message": TOO_LONG}, status=422)
    return _again(request, session, which, [f"{TOO_LONG}."], url)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip()
