"""The cahier des charges: what each session number deals with, for everybody or for one cohort."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from accounts.models import Role
from groups.models import Cohort
from groups.queries import WHOLE_DEPARTMENT
from meetings.actions.programme import replace_programme
from meetings.forms import ProgrammeFormSet
from meetings.models import ProgrammeItem

NUMBERS = range(1, 9)
EDITORS = (Role.SECRETARY, Role.COORDINATOR)


@roles_required(*WHOLE_DEPARTMENT)
@require_http_methods(["GET", "POST"])
def programme_edit(request: HttpRequest) -> HttpResponse:
    """Edit one session number (`?seance=3`), of one cohort (`?promotion=2025`) or common to all."""
    may_edit = request.user.has_role(*EDITORS)  # type: ignore[union-attr]
    if request.method == "POST" and not may_edit:
        raise Http404
    number = _number(request)
    cohorts = list(Cohort.objects.filter(archived_at=None))
    cohort = _cohort(request, cohorts)
    lines = list(ProgrammeItem.objects.filter(cohort=cohort).order_by("session_number", "position", "pk"))
    of_number = [line for line in lines if line.session_number == number]
    formset = ProgrammeFormSet(
        request.POST or None,
        initial=[{"text": line.text, "is_mandatory": line.is_mandatory} for line in of_number],
    )
    if formset.is_valid():
        typed = [form.cleaned_data for form in formset if form.cleaned_data.get("text")]
        replace_programme(
            cohort=cohort,
            session_number=number,
            lines=[(line["text"].strip(), line["is_mandatory"]) for line in typed],
            actor=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, f"Programme de la séance {number} enregistré.")
        return redirect(_url(number, cohort))
    counts = {each: sum(line.session_number == each for line in lines) for each in NUMBERS}
    return render(
        request,
        "meetings/programme_edit.html",
        {
            "formset": formset,
            "lines": of_number,
            "may_edit": may_edit,
            "number": number,
            "cohort": cohort,
            "numbers": [(each, counts[each], _url(each, cohort), each == number) for each in NUMBERS],
            "cohorts": [(each, _url(number, each), each == cohort) for each in cohorts],
            "common_url": _url(number, None),
        },
    )


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("seance", "1")
    if not asked.isdecimal() or len(asked) > 2 or int(asked) not in NUMBERS:
        raise Http404
    return int(asked)


def _cohort(request: HttpRequest, cohorts: list[Cohort]) -> Cohort | None:
    asked = request.GET.get("promotion", "")
    if not asked:
        return None
    found = next((cohort for cohort in cohorts if str(cohort.year) == asked), None)
    return found or get_object_or_404(Cohort, year=int(asked) if asked.isdecimal() and len(asked) < 5 else 0)


def _url(number: int, cohort: Cohort | None) -> str:
    of_cohort = f"&promotion={cohort.year}" if cohort else ""
    return f"{reverse('meetings:programme-edit')}?seance={number}{of_cohort}"
