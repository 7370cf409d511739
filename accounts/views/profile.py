"""What everybody may do with their own account."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import remove_photo, set_photo
from accounts.forms import PhotoForm, ProfileForm
from accounts.middleware import SESSION_KEY
from accounts.models import Person
from accounts.photos import PhotoRefused
from accounts.queries import openings_of
from design.addresses import page_of_ours

OPENINGS_SHOWN = 20


@cache_control(private=True, max_age=604_800, immutable=True)
def photo(request: HttpRequest, name: str) -> HttpResponseBase:
    try:
        return FileResponse(default_storage.open(f"photos/{name}.webp"), content_type="image/webp")
    except FileNotFoundError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Votre profil est enregistré.")
        return redirect("accounts:profile")
    return _profile_page(request, form=form, photo_form=PhotoForm())


@require_POST
def profile_photo(request: HttpRequest) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    if "remove" in request.POST:
        remove_photo(person=person)
        messages.success(request, "Votre photo est retirée.")
        return redirect("accounts:profile")
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["photo"]
        try:
            set_photo(person=person, file=upload, size=upload.size)
        except PhotoRefused as refusal:
            form.add_error("photo", str(refusal))
        else:
            messages.success(request, "Votre photo est en place.")
            return redirect("accounts:profile")
    return _profile_page(request, form=ProfileForm(instance=person), photo_form=form)


def _profile_page(request: HttpRequest, *, form: ProfileForm, photo_form: PhotoForm) -> HttpResponse:
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "photo_form": photo_form,
            "openings": openings_of(request.user)[:OPENINGS_SHOWN],  # type: ignore[arg-type]
        },
    )


@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    role = request.POST.get("role", "")
    if not request.user.has_role(role):  # type: ignore[union-attr]
        raise Http404
    request.session[SESSION_KEY] = role
    return redirect("home")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen not in Person.Theme.values:
        raise Http404
    person: Person = request.user  # type: ignore[assignment]
    Person.objects.filter(pk=person.pk).update(theme=chosen)
    return redirect(page_of_ours(request.POST.get("next", ""), reverse("home")))
