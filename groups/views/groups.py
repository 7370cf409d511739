"""Groups and their members."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import plural
from groups import rules
from groups.actions import ChangeRefused, MoveRefused, leave_group, move_member, place_intern, undo_move
from groups.filters import GroupFilter
from groups.forms import LEAVE, MoveForm
from groups.models import Intern, Membership, TutorialGroup
from groups.queries import (
    WHOLE_DEPARTMENT,
    free_seats,
    group_as_seen_by,
    groups_open_to,
    groups_visible_to,
    past_memberships,
    with_people,
)
from groups.views import visitor

PAGE = 12
NEW_FOR = timedelta(days=182)
"""How long a late arrival stays « nouveau »: a semester (A-113)."""


@roles_required(*WHOLE_DEPARTMENT, Role.TUTOR, Role.CO_TUTOR, Role.INTERN)
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    person = visitor(request)
    visible = groups_visible_to(person).filter(closed_at=None)
    is_staff = person.has_role(*WHOLE_DEPARTMENT)
    filters = GroupFilter(request.GET, queryset=visible) if is_staff else None
    groups = with_people(filters.qs if filters else visible).order_by("-cohort__year", "number")
    page = Paginator(groups, PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1 and not person.has_role(*WHOLE_DEPARTMENT, Role.TUTOR, Role.CO_TUTOR):
        return group_detail(request, page.object_list[0].pk)
    return render(
        request,
        "groups/group_list.html",
        {
            "page": page,
            "cards": [(group, free_seats(group)) for group in page],
            "filters": filters,
            "is_staff": is_staff,
        },
    )


@require_safe
def group_detail(request: HttpRequest, pk: int) -> HttpResponse:
    group = group_as_seen_by(visitor(request), pk)
    if group is None:
        raise Http404
    today = timezone.localdate()
    is_staff = visitor(request).has_role(*WHOLE_DEPARTMENT)
    return render(
        request,
        "groups/group_detail.html",
        {
            "group": group,
            "policy": group.cohort.policy,
            "members": [
                (membership, group.since < membership.starts_on > today - NEW_FOR)
                for membership in group.active_memberships
            ],
            "people": [membership.intern.person for membership in group.active_memberships],
            "free": len(free_seats(group)),
            "past": past_memberships(group) if is_staff else (),
            "is_staff": is_staff,
            "may_organise": rules.organises(visitor(request)),
            "follows": any(each.tutor.person_id == visitor(request).pk for each in group.active_tutorships),
            "crumbs": [("Groupes", reverse("groups:group-list")), (str(group), "")],
        },
    )


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def member_move(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(
        Membership.objects.select_related(
            "intern__person", "intern__cohort__policy", "group__cohort", "tutor__person"
        ),
        pk=pk,
    )
    return _seat(request, membership.intern, membership)


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def intern_place(request: HttpRequest, pk: int) -> HttpResponse:
    intern = get_object_or_404(Intern.objects.select_related("person", "cohort__policy"), pk=pk)
    return _seat(request, intern, None)


def _seat(request: HttpRequest, intern: Intern, membership: Membership | None) -> HttpResponse:
    """Move somebody from a group, or place somebody who has none: the same page."""
    policy = intern.cohort.policy
    groups = [
        group for group in groups_open_to(intern) if membership is None or group.pk != membership.group_id
    ]
    form = MoveForm(
        request.POST or None, groups=groups, maximum=policy.group_max, may_leave=membership is not None
    )
    if membership is None:
        form.fields["reason"].required = False
    if form.is_valid():
        try:
            address = _write(request, form, intern, membership)
        except ChangeRefused as refusal:
            is_full = isinstance(refusal, MoveRefused) and refusal.is_full
            form.add_error("override" if is_full else None, str(refusal))
        else:
            return redirect(address)
    left = membership.group if membership else None
    home = _page_of(membership) if membership else reverse("groups:cohort-detail", args=[intern.cohort.year])
    return render(
        request,
        "groups/member_move.html",
        {
            "intern": intern,
            "membership": membership,
            "policy": policy,
            "groups": groups,
            "form": form,
            "home": home,
            "remaining": _size(left) - 1 if left else None,
            "crumbs": [
                (str(left or (intern.person.full_name if membership else intern.cohort)), home),
                ("Déplacer" if membership else "Placer", ""),
            ],
        },
    )


def _size(group: TutorialGroup) -> int:
    return group.memberships.filter(ends_on=None).count()


def _write(request: HttpRequest, form: MoveForm, intern: Intern, membership: Membership | None) -> str:
    """Do what the form says and tell it; returns where to go next. Raises MoveRefused."""
    chosen, reason = form.cleaned_data["group"], form.cleaned_data["reason"]
    if membership is not None and chosen == LEAVE:
        leave_group(membership=membership, reason=reason, actor=visitor(request))
        return _left(request, membership)
    group = form.groups[chosen]
    override = form.cleaned_data["override"]
    if membership is None:
        place_intern(intern=intern, group=group, reason=reason, override=override, actor=visitor(request))
        messages.success(request, f"{intern.person} rejoint le {str(group).lower()}.")
    else:
        moved = move_member(
            membership=membership, group=group, reason=reason, override=override, actor=visitor(request)
        )
        undo = reverse("groups:member-move-undo", args=[moved.pk])
        messages.success(
            request, f"{intern.person} rejoint le {str(group).lower()}.", extra_tags=f"undo:{undo}"
        )
        _warn_when_small(request, membership.group, intern)
    return reverse("groups:group-detail", args=[group.pk])


def _left(request: HttpRequest, membership: Membership) -> str:
    """Say what somebody left without going elsewhere; returns where to go next."""
    intern, group = membership.intern, membership.group
    if group is None:
        messages.success(request, f"Le tutorat individuel de {intern.person} est terminé.")
        return _page_of(membership)
    messages.success(request, f"{intern.person} ne fait plus partie du {str(group).lower()}.")
    _warn_when_small(request, group, intern)
    return _page_of(membership)


def _warn_when_small(request: HttpRequest, group: TutorialGroup | None, intern: Intern) -> None:
    if group is None:
        return
    size, smallest = _size(group), intern.cohort.policy.group_min
    if size < smallest:
        messages.warning(
            request,
            f"Le {str(group).lower()} ne compte plus que {plural(size, 'interne')} "
            f"(taille minimale : {smallest}).",
        )


@roles_required(Role.SECRETARY)
@require_POST
def member_move_undo(request: HttpRequest, pk: int) -> HttpResponse:
    membership = Membership.objects.select_related("group").filter(pk=pk).first()
    if membership is None:
        messages.warning(request, "Ce déplacement est déjà annulé.")
        return redirect("groups:group-list")
    try:
        membership = undo_move(membership=membership)
    except ChangeRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Déplacement annulé.")
    return redirect(_page_of(membership))


def _page_of(membership: Membership) -> str:
    """The page of the group, or of the intern who is alone with a tutor."""
    if membership.group_id is None:
        return reverse("groups:intern-card", args=[membership.intern_id])
    return reverse("groups:group-detail", args=[membership.group_id])
