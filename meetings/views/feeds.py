"""Calendars of others: the list of those followed, a new one, what it would change."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Person, Role
from design.french import list_words, plural
from meetings.actions.feeds import (
    OVER,
    Source,
    abandon_reading,
    apply_reading,
    bring_calendar,
    plan_of_reading,
    refresh_feed,
    stop_following,
)
from meetings.calendars import CalendarRefused
from meetings.feeds.forms import COHORT, ROOM, CalendarForm
from meetings.feeds.planning import FeedPlan, State
from meetings.models import CalendarFeed, CalendarReading

PAGE = 50
NAMED = 4
"""Past that many sessions a warning says how many there are, without naming them."""


@roles_required(Role.SECRETARY)
@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    latest = CalendarReading.objects.exclude(state=CalendarReading.State.ABANDONED).defer("content")
    feeds = (
        CalendarFeed.objects.select_related("cohort", "room")
        .prefetch_related(Prefetch("readings", latest.order_by("-read_at", "-pk"), to_attr="latest"))
        .annotate(
            seminar_count=Count("seminars", distinct=True), closure_count=Count("closures", distinct=True)
        )
        .order_by("name", "pk")
    )
    page = Paginator(feeds, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/feed_list.html",
        {"page": page, "crumbs": [("Séminaires", reverse("meetings:seminar-list")), ("Agendas suivis", "")]},
    )


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def feed_new(request: HttpRequest) -> HttpResponse:
    form = CalendarForm(request.POST or None, request.FILES or None, initial=_initial(request))
    if form.is_valid():
        file = form.cleaned_data["file"]
        source = (
            Source(filename=file.name, content=file.read()) if file else Source(url=form.cleaned_data["url"])
        )
        try:
            reading = bring_calendar(
                source=source,
                name=form.cleaned_data["name"],
                cohort=form.cohort,
                room=form.room,
                actor=cast(Person, request.user),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("meetings:feed-preview", reading.pk)
    return render(
        request,
        "meetings/feed_new.html",
        {
            "form": form,
            "crumbs": [("Agendas suivis", reverse("meetings:feed-list")), ("Importer un agenda", "")],
        },
    )


def _initial(request: HttpRequest) -> dict[str, str]:
    """`?promotion=5` or `?salle=3` chooses what the calendar is about; `?nom=` its name."""
    initial = {"name": request.GET.get("nom", "")}
    for kind in (COHORT, ROOM):
        if kind in request.GET:
            initial["target"] = f"{kind}:{request.GET[kind]}"
    return initial


@roles_required(Role.SECRETARY)
@require_safe
def feed_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reading would change, or what became of it."""
    reading = _reading(pk)
    plan, refusal = _plan(reading)
    page = Paginator(plan.lines if plan else [], PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/feed_preview.html",
        {
            "reading": reading,
            "feed": reading.feed,
            "plan": plan,
            "refusal": refusal,
            "page": page,
            "confirm": _confirmation(plan) if plan else "",
            "counts": {state.value: plan.counts[state] for state in State} if plan else {},
            "crumbs": [("Agendas suivis", reverse("meetings:feed-list")), (reading.feed.name, "")],
        },
    )


def _reading(pk: int) -> CalendarReading:
    return get_object_or_404(
        CalendarReading.objects.select_related("feed__cohort", "feed__room", "read_by"), pk=pk
    )


def _plan(reading: CalendarReading) -> tuple[FeedPlan | None, str]:
    if reading.state != CalendarReading.State.PENDING:
        return None, ""
    try:
        return plan_of_reading(reading), ""
    except CalendarRefused as refused:
        return None, str(refused)


def _confirmation(plan: FeedPlan) -> str:
    """`Créer 12, modifier 1, retirer 2`; nothing when nothing would be written."""
    verbs = ((State.CREATED, "créer"), (State.CHANGED, "modifier"), (State.REMOVED, "retirer"))
    words = ", ".join(f"{verb} {plan.counts[state]}" for state, verb in verbs if plan.counts[state])
    return words[:1].upper() + words[1:]


@roles_required(Role.SECRETARY)
@require_POST
def feed_apply(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _reading(pk)
    try:
        plan = apply_reading(
            reading=reading, shown=request.POST.get("shown", ""), actor=cast(Person, request.user)
        )
    except (ValidationError, CalendarRefused) as refusal:
        messages.warning(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
        return redirect("meetings:feed-preview", pk)
    written = plural(plan.writes, "date écrite", "dates écrites")
    messages.success(request, f"Agenda « {reading.feed.name} » : {written}.")
    _warn(request, plan)
    return redirect("meetings:feed-list")


def _warn(request: HttpRequest, plan: FeedPlan) -> None:
    codes = sorted({code for line in plan.lines for code in line.sessions})
    if not codes:
        return
    falls = "Une séance tombe" if len(codes) == 1 else f"{len(codes)} séances tombent"
    named = f" ({list_words(codes)})" if len(codes) <= NAMED else ""
    messages.warning(request, f"{falls} sur ces dates{named}. Le planning les signale.")


@roles_required(Role.SECRETARY)
@require_POST
def feed_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _reading(pk)
    if reading.state != CalendarReading.State.PENDING:
        messages.warning(request, OVER)
    else:
        abandon_reading(reading=reading)
        messages.success(request, "Lecture abandonnée : rien n’est écrit.")
    return redirect("meetings:feed-list")


@roles_required(Role.SECRETARY)
@require_POST
def feed_refresh(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed.objects.exclude(url=""), pk=pk)
    plan = refresh_feed(feed=feed)
    feed.refresh_from_db()
    if feed.failure:
        messages.error(request, f"{feed.name} : {feed.failure}")
    elif plan and plan.writes:
        messages.success(request, f"{feed.name} : {plural(plan.writes, 'date changée', 'dates changées')}.")
        _warn(request, plan)
    else:
        messages.success(request, f"{feed.name} : rien n’a changé.")
    return redirect("meetings:feed-list")


@roles_required(Role.SECRETARY)
@require_POST
def feed_stop(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed, pk=pk)
    stop_following(feed=feed)
    messages.success(request, f"L’agenda « {feed.name} » n’est plus suivi. Ses dates restent.")
    return redirect("meetings:feed-list")
