"""What every page of the application carries around its content."""

from django.http import HttpRequest


def chrome(request: HttpRequest) -> dict[str, object]:
    return {"chrome": None}
