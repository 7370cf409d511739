"""Addresses found once: Django walks its patterns again each time `reverse` is asked."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse


def address(name: str, *args: int | str) -> str:
    """`reverse(name, args=args)`, remembered."""
    return _found(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, *args)


@lru_cache(maxsize=8192, typed=True)
def _found(urlconf: str, prefix: str, name: str, *args: int | str) -> str:
    return reverse(name, urlconf=urlconf, args=args)
