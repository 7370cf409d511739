"""Finding a person or a group by name, among those one may know."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Person
from groups.models import Intern, TutorialGroup
from groups.queries import groups_visible_to, interns_known_to, with_people

PAGE = 25


def interns_found(person: Person, words: str) -> QuerySet[Intern]:
    """Interns known to `person` whose name or student number contains every word."""
    found = interns_known_to(person)
    for word in words.split()[:5]:
        found = found.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(student_number__startswith=word)
        )
    return found.select_related("person", "cohort")


def groups_found(person: Person, words: str) -> QuerySet[TutorialGroup]:
    """The group whose code was typed (`25-07`, `2507`), if visible."""
    digits = "".join(filter(str.isdigit, words))
    if len(digits) not in (3, 4):
        return TutorialGroup.objects.none()
    return groups_visible_to(person).filter(cohort__year=2000 + int(digits[:2]), number=int(digits[2:]))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    person: Person = request.user  # type: ignore[assignment]
    interns = interns_found(person, words) if words else Intern.objects.none()
    groups = groups_found(person, words) if words else TutorialGroup.objects.none()
    return render(
        request,
        "tutorat/search.html",
        {
            "words": words,
            "page": Paginator(interns, PAGE).get_page(request.GET.get("page")),
            "groups": with_people(groups),
        },
    )
