"""The largest body anybody may send, known from its announced length and refused unread."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

LARGEST_BODY = 25 * 1024 * 1024
TOO_LARGE = "Cet envoi dépasse 25 Mo. Réduisez le fichier, puis recommencez."


class BodyLimitMiddleware:
    """Without it a file of any size would be written to the disk before a view could refuse it.

    A body without an announced length is not read at all by WSGI.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = str(request.META.get("CONTENT_LENGTH") or 0)
        if len(announced) > 15 or (announced.isdecimal() and int(announced) > LARGEST_BODY):
            return HttpResponse(TOO_LARGE, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
