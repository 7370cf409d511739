"""Who may open a page: what is out of scope does not exist (404), for anybody."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def roles_required(*roles: str) -> Callable[[View], View]:
    """Let in the people who hold one of `roles`; the page is not found for the others."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.has_role(*roles):  # type: ignore[union-attr]
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
