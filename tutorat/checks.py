"""What `check --deploy` says of settings Django knows nothing about."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def check_deployment(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(
            Warning(
                "DEMO is on: anybody enters without a password.",
                hint="Unset DEMO where there are real people.",
                id="tutorat.W001",
            )
        )
    if settings.PRIVATE_FEEDS:
        found.append(
            Warning(
                "PRIVATE_FEEDS is on: the address of a calendar may lead inside your network.",
                hint="Unset PRIVATE_FEEDS, and DEBUG.",
                id="tutorat.W003",
            )
        )
    if not settings.REDIS_URL:
        found.append(
            Warning(
                "REDIS_URL is not set: each process counts attempts to sign in on its own.",
                hint="Set REDIS_URL, so that the limits are those of docs/security.md.",
                id="tutorat.W002",
            )
        )
    return found
