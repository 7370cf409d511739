"""Parts of a page drawn once for all that they say."""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from design.chrome import frame_of

register = template.Library()

CSRF = "[csrf]"
PATH = "[path]"
"""Stand in a kept drawing for what differs from page to page. A frame holding these words would only be
told the address and the token of its own reader."""


@register.simple_tag
def drawn(name: str, **values: Hashable) -> SafeString:
    """`{% drawn "meetings/_convocation_row.html" line=line %}`: the template drawn of these values alone.

    Equal values have equal drawings, which are kept: give plain values that compare by what they say, as a
    NamedTuple does. A model, which compares by its key, raises TypeError.
    """
    return mark_safe(_drawing(name, **values))


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """`{% frame "components/_topbar.html" %}`: drawn from the `chrome` of the page and nothing else."""
    chrome = context["chrome"]
    drawing = _drawing(name, chrome=frame_of(chrome, PATH), csrf_token=CSRF)
    token = str(context.get("csrf_token", ""))
    return mark_safe(drawing.replace(CSRF, token).replace(PATH, escape(chrome.path)))


def _drawing(name: str, **values: Hashable) -> str:
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(name, settings.ROOT_URLCONF, **values)


@lru_cache(maxsize=4096)
def _drawn(name: str, urlconf: str, **values: Hashable) -> str:
    """The drawing, whose addresses are those of `urlconf`."""
    _refuse_models(values.values())
    return get_template(name).render(values)


def _refuse_models(values: Iterable[Hashable]) -> None:
    for value in values:
        if isinstance(value, Model):
            raise TypeError(f"{value!r} compares by its key: its drawing would be kept when it has changed")
        if isinstance(value, tuple):
            _refuse_models(value)
