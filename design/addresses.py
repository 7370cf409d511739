"""Addresses found once, for Django walks its patterns each time `reverse` is asked; and those people send."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def address(name: str, *args: int | str) -> str:
    """`reverse(name, args=args)`, remembered."""
    return _found(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, *args)


@lru_cache(maxsize=8192, typed=True)
def _found(urlconf: str, prefix: str, name: str, *args: int | str) -> str:
    return reverse(name, urlconf=urlconf, args=args)


def page_of_ours(typed: str, otherwise: str) -> str:
    """The page of this site that a form asks to go to next, as a path; `otherwise` for anything else.

    Anything else is another site, or a word that `redirect` would take for the name of a view.
    """
    is_ours = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, allowed_hosts=None)
    return typed if is_ours else otherwise
