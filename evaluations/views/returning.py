"""Going back to where a form was filled, and saying what could not be done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from design.addresses import page_of_ours


def address_to_return_to(request: HttpRequest, default: str) -> str:
    """The page named by `next` when it is one of ours, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return page_of_ours(wanted, default)


def back(request: HttpRequest, default: str) -> HttpResponseRedirect:
    return redirect(address_to_return_to(request, default))


def back_to_the_page_asked_from(request: HttpRequest) -> HttpResponseRedirect:
    """Where the « Annuler » of a toast was pressed, which can be any page of ours; home otherwise."""
    asked_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(asked_from if is_ours else reverse("home"))


def say_refusal(request: HttpRequest, refusal: ValidationError) -> None:
    """Show the sentences of a refusal on the next page."""
    for sentence in refusal.messages:
        messages.error(request, sentence)
