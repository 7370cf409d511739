"""What an intern asks of a draw: a tutor, or, in confidence, not to be in the same group as somebody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Role
from groups.actions.draw_lists import DrawRefused, choose_tutor
from groups.actions.ties import wish_pair, withdraw_wish
from groups.draw_forms import ApartForm, TutorChoiceForm
from groups.drawing.choices import offered_to, open_choice
from groups.models import Intern, PairWish
from groups.queries import takes_wishes
from groups.views import visitor


@roles_required(Role.INTERN)
@require_http_methods(["GET", "POST"])
def tutor_choice(request: HttpRequest) -> HttpResponse:
    """The tutor one wants, while the list of a draw by choice is not sealed."""
    intern = get_object_or_404(Intern.objects.select_related("person", "cohort"), person=visitor(request))
    entry = open_choice(intern)
    if entry is None:
        status = 409 if request.method == "POST" else 200
        return render(
            request, "groups/tutor_choice.html", {"cohort": intern.cohort, "entry": None}, status=status
        )
    offers = offered_to(entry)
    form = TutorChoiceForm(
        request.POST if request.method == "POST" else None,
        entry=entry,
        offered=[offer.tutor for offer in offers],
    )
    if form.is_valid():
        tutor = form.cleaned_data["tutor"]
        try:
            choose_tutor(entry=entry, tutor=tutor, actor=intern.person)
        except DrawRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            said = f"{tutor.person.full_name} est noté" if tutor else "Le tirage décidera"
            messages.success(request, f"{said}. Vous pouvez changer jusqu’au scellé.")
        return redirect("groups:tutor-choice")
    by_pk = {str(offer.tutor_id): offer for offer in offers}
    return render(
        request,
        "groups/tutor_choice.html",
        {
            "cohort": intern.cohort,
            "entry": entry,
            "form": form,
            "choices": [(radio, by_pk.get(str(radio.data["value"]))) for radio in form["tutor"]],
            "most": entry.draw.cohort.policy.group_max,
        },
        status=422 if form.errors else 200,
    )


@roles_required(Role.INTERN)
@require_http_methods(["GET", "POST"])
def apart_list(request: HttpRequest) -> HttpResponse:
    intern = get_object_or_404(Intern.objects.select_related("cohort"), person=visitor(request))
    is_open = takes_wishes(intern)
    mates = list(
        Intern.objects.filter(cohort=intern.cohort_id)
        .exclude(pk=intern.pk)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    form = ApartForm(request.POST if request.method == "POST" else None, mates=mates)
    if is_open and form.is_valid():
        wish_pair(
            kind=PairWish.Kind.APART, one=intern, other=form.cleaned_data["other"], actor=visitor(request)
        )
        messages.success(request, "C’est noté, en confidence.")
        return redirect("groups:apart-list")
    wishes = PairWish.objects.filter(entered_by=visitor(request), kind=PairWish.Kind.APART).select_related(
        "first__person", "second__person"
    )
    asked = [
        (wish, wish.second if wish.first_id == intern.pk else wish.first)
        for wish in wishes.order_by("-entered_at", "-pk")
        if intern.pk in (wish.first_id, wish.second_id)
    ]
    return render(
        request,
        "groups/apart_list.html",
        {"intern": intern, "is_open": is_open, "form": form, "asked": asked},
        status=422 if form.errors else 200,
    )


@roles_required(Role.INTERN)
@require_POST
def apart_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own only; somebody else's does not exist."""
    wish = get_object_or_404(PairWish, pk=pk, entered_by=visitor(request))
    intern = get_object_or_404(Intern, person=visitor(request))
    if takes_wishes(intern):
        withdraw_wish(wish=wish)
        messages.success(request, "Demande retirée : il n’en reste rien.")
    else:
        messages.warning(request, "Le tirage est scellé : la demande ne se retire plus.")
    return redirect("groups:apart-list")
