"""The role a person wears at the moment: it chooses the home page and the navigation, not the rights."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.models import Role

SESSION_KEY = "role"


class RoleMiddleware:
    """Set `request.role` (a `Role` or None) lazily enough that an anonymous page costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.role = current_role(request) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        return self.get_response(request)


def current_role(request: HttpRequest) -> Role | None:
    """The role chosen in this session if still held, else the first held in the order of `Role`."""
    held = request.user.roles  # type: ignore[union-attr]
    chosen: str = request.session.get(SESSION_KEY, "")
    if chosen in held:
        return Role(chosen)
    return next((role for role in Role if role in held), None)
