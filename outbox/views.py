"""The outbox as the secretariat and the technician see it."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rules
from accounts.access import roles_required
from accounts.models import Person
from accounts.queries import matching
from design.addresses import page_of_ours
from outbox import actions
from outbox.composition import label_of, labels
from outbox.forms import AddressForm
from outbox.letters import letter_of
from outbox.models import Message
from outbox.queries import READERS, counts_by_state, in_list, messages_visible_to

PAGE = 50


@roles_required(*READERS)
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    found = messages_visible_to(request.user)  # type: ignore[arg-type]
    state, kind, words = (request.GET.get(name, "") for name in ("etat", "nature", "q"))
    if kind in labels():
        found = found.filter(kind=kind)
    if words.strip():
        found = found.filter(recipient__in=matching(Person.objects.all(), words))
    counts = counts_by_state(found)
    if state in Message.State.values:
        found = found.filter(state=state)
    paginator = Paginator(in_list(found), PAGE)
    is_state = state in Message.State.values
    paginator.count = counts.get(state, 0) if is_state else sum(counts.values())
    page = paginator.get_page(request.GET.get("page"))
    kept = {name: value for name, value in (("nature", kind), ("q", words)) if value}
    pills = [("Tous", "", sum(counts.values()))] + [
        (label, code, counts.get(code, 0)) for code, label in Message.State.choices if counts.get(code)
    ]
    context = {
        "page": page,
        "pills": [
            (
                label,
                "?" + urlencode(kept | ({"etat": code} if code else {})),
                count,
                code == state,
            )
            for label, code, count in pills
        ],
        "rows": [(message, label_of(message.kind)) for message in page],
        "kinds": labels().items(),
        "kind": kind,
        "words": words,
        "state": state,
    }
    return render(request, "outbox/message_list.html", context)


@roles_required(*READERS)
@require_http_methods(["GET", "HEAD"])
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    message = _message(request, pk)
    return _detail(request, message, AddressForm(message=message))


@roles_required(*READERS)
@require_POST
def message_send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed message again, to the address typed if there is one; or an uncertain one, as it is."""
    message = _message(request, pk)
    if "address" in request.POST:
        form = AddressForm(request.POST, message=message)
        if not form.is_valid():
            return _detail(request, message, form, status=422)
        known = message.recipient is not None and rules.edits_identity(request.user, message.recipient)
        done = actions.correct_address(
            message=message, address=form.cleaned_data["address"], whole_person=known
        )
    else:
        done = actions.send_again(message=message)
    if done:
        messages.success(request, "Le message repart.")
    else:
        messages.info(request, "Ce message n’attendait plus rien : quelqu’un s’en est déjà occupé.")
    return redirect(_back(request, message))


@roles_required(*READERS)
@require_POST
def message_consider_sent(request: HttpRequest, pk: int) -> HttpResponse:
    message = _message(request, pk)
    if actions.consider_sent(message=message, actor=request.user):  # type: ignore[arg-type]
        messages.success(request, "Le message est considéré comme envoyé.")
    else:
        messages.info(request, "Ce message n’était plus à vérifier : quelqu’un s’en est déjà occupé.")
    return redirect(_back(request, message))


def _message(request: HttpRequest, pk: int) -> Message:
    visible = messages_visible_to(request.user).select_related("recipient")  # type: ignore[arg-type]
    return get_object_or_404(visible, pk=pk)


def _back(request: HttpRequest, message: Message) -> str:
    return page_of_ours(request.POST.get("next", ""), message.get_absolute_url())


def _detail(request: HttpRequest, message: Message, form: AddressForm, status: int = 200) -> HttpResponse:
    context = {
        "letter": letter_of(message),
        "message": message,
        "sender": settings.DEPARTMENT["secretariat"],
        "day": None,
        "form": form,
        "label": label_of(message.kind),
        "back": "",
    }
    return render(request, "outbox/message_detail.html", context, status=status)
