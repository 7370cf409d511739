"""The contact ledger: noted in two taps, completed when there is time, read as one logbook (A-079, A-083)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.actions.contacts import complete_contact, log_contact, withdraw_contact
from evaluations.dossier.thread import ICONS
from evaluations.forms import LOGGED_CHANNELS, ContactForm, LogbookFilter
from evaluations.models import Contact, Theme
from evaluations.queries.contacts import contacts_completed_by, logbook_of
from evaluations.views.access import signed_in, tutors_only
from evaluations.views.returning import address_to_return_to, back, back_to_the_page_asked_from
from groups.queries import interns_followed_by

A_PAGE = 30


@tutors_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of channels; the one that is pressed logs the contact, now."""
    person = signed_in(request)
    intern = get_object_or_404(interns_followed_by(person).select_related("person"), pk=pk)
    here = address_to_return_to(request, reverse("evaluations:logbook"))
    refusal = ""
    if request.method == "POST":
        try:
            contact = log_contact(intern=intern, channel=request.POST.get("channel", ""), actor=person)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(
                request,
                format_html(
                    'Contact noté\u00a0: {}, {}. <a href="{}">Compléter</a>',
                    contact.get_channel_display().lower(),
                    intern.person.full_name,
                    f"{reverse('evaluations:contact-edit', args=[contact.pk])}",
                ),
                extra_tags=f"undo:{reverse('evaluations:contact-withdraw', args=[contact.pk])}",
            )
            return back(request, here)
    in_dialog = request.htmx and not refusal  # type: ignore[attr-defined]
    return render(
        request,
        "evaluations/_contact_sheet.html" if in_dialog else "evaluations/contact_new.html",
        {
            "intern": intern,
            "channels": [(code, label, ICONS[Contact.Channel(code)]) for code, label in LOGGED_CHANNELS],
            "next": here,
            "refusal": refusal,
        },
        status=422 if refusal else 200,
    )


@tutors_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    contact = get_object_or_404(
        contacts_completed_by(person).select_related("intern__person", "session"), pk=pk
    )
    form = ContactForm(request.POST or None, contact=contact)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            complete_contact(
                contact=contact,
                actor=person,
                channel=typed.get("channel", contact.channel),
                occurred_at=typed.get("occurred_at", contact.occurred_at),
                initiative=typed["initiative"],
                themes=typed["themes"],
                minutes=typed["minutes"],
                summary=typed["summary"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Contact complété.")
            return back(request, reverse("evaluations:logbook"))
    return render(
        request,
        "evaluations/contact_edit.html",
        {
            "form": form,
            "contact": contact,
            "next": address_to_return_to(request, reverse("evaluations:logbook")),
        },
        status=422 if form.is_bound else 200,
    )


@tutors_only
@require_POST
def contact_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(contacts_completed_by(signed_in(request)), pk=pk)
    if withdraw_contact(contact=contact, actor=signed_in(request)):
        messages.success(request, "Contact retiré.")
    else:
        messages.warning(
            request,
            "Ce contact ne se retire plus\u00a0: il vient d’une séance, date de plus d’un jour "
            "ou sert déjà de preuve. Vous pouvez le compléter.",
        )
    return back_to_the_page_asked_from(request)


@tutors_only
@require_safe
def logbook(request: HttpRequest) -> HttpResponse:
    """« Cahier du tutorat »: every exchange across one's tutees, latest first."""
    person = signed_in(request)
    filters = LogbookFilter(request.GET)
    filters.is_valid()
    chosen = {name: value for name, value in filters.cleaned_data.items() if value}
    page = Paginator(_narrowed(logbook_of(person), chosen), A_PAGE).get_page(request.GET.get("page"))
    contacts = list(page.object_list)
    return render(
        request,
        "evaluations/logbook.html",
        {
            "page": page,
            "entries": [
                (contact, ICONS[Contact.Channel(contact.channel)], _themes_of(contact))
                for contact in contacts
            ],
            "channels": [
                (code, label, ICONS[Contact.Channel(code)]) for code, label in Contact.Channel.choices
            ],
            "themes": Theme.choices,
            "interns": list(interns_followed_by(person).select_related("person")),
            "chosen": chosen,
            "mine": set(
                contacts_completed_by(person)
                .filter(pk__in=[each.pk for each in contacts])
                .values_list("pk", flat=True)
            ),
        },
    )


def _narrowed(contacts: QuerySet[Contact], chosen: dict[str, Any]) -> QuerySet[Contact]:
    if "channel" in chosen:
        contacts = contacts.filter(channel=chosen["channel"])
    if "intern" in chosen:
        contacts = contacts.filter(intern=chosen["intern"])
    if "theme" in chosen:
        contacts = contacts.annotate(theme_codes=Cast("themes", TextField())).filter(
            theme_codes__contains=f'"{chosen["theme"]}"'
        )
    return contacts


def _themes_of(contact: Contact) -> list[str]:
    return [Theme(theme).label for theme in contact.themes if theme in Theme.values]
