"""A browser signed in as somebody, without going through the page for it."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from accounts.models import Person


def sign_in(context: BrowserContext, live_server: LiveServer, person: Person) -> None:
    """Give a browser a session of that person, in place of the one it may have."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.clear_cookies(name=name)
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
