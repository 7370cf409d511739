from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from accounts.models import Person


@cache_control(private=True, max_age=86_400)
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    person = get_object_or_404(Person, pk=pk)
    if not person.photo:
        raise Http404
    return FileResponse(person.photo.open(), content_type="image/webp")
