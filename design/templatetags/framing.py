"""The bars around a page, drawn once for all that they say."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from design.chrome import Frame, frame_of

register = template.Library()

CSRF = "[csrf]"
PATH = "[path]"
"""Stand in a kept drawing for what differs from page to page. A frame holding these words would only be
told the address and the token of its own reader."""


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """`{% frame "components/_topbar.html" %}`: drawn from the `chrome` of the page and nothing else."""
    chrome = context["chrome"]
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    drawing = draw(name, frame_of(chrome, PATH), settings.ROOT_URLCONF)
    token = str(context.get("csrf_token", ""))
    return mark_safe(drawing.replace(CSRF, token).replace(PATH, escape(chrome.path)))


@lru_cache(maxsize=512)
def _drawn(name: str, chrome: Frame, urlconf: str) -> str:
    """The drawing, whose addresses are those of `urlconf`."""
    return get_template(name).render({"chrome": chrome, "csrf_token": CSRF})
