"""Load the demo faculty on a chosen day, walk through it as everybody, and write the PNG files.

    python -m tests.screens [NAME…] [--to FOLDER]

Exit code 1 when a screen could not be photographed; the reason is printed.
"""

import argparse
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.screens.settings"

import django

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

from accounts.models import Person  # noqa: E402
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402
from tests.screens.scenes import LOADED, SCENES, Scene  # noqa: E402

PROJECT = Path(__file__).resolve().parent.parent.parent
SHAPES = {"": (1440, 900, 1.5), "-mobile": (390, 844, 1.5)}
COLOURS = 256
TALLEST = 6000


class NotTaken(Exception):
    """The screen is not there, or is not the one expected."""


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def server() -> Iterator[str]:
    """The application on a free port; gives its address."""
    httpd = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    httpd.set_app(get_wsgi_application())
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    if not Person.objects.exists():
        call_command("demo", profile="S")


class Photographer:
    """One signed-in context a person, shape and theme; each is opened once."""

    def __init__(self, browser: Browser, base: str, folder: Path) -> None:
        self.browser, self.base, self.folder = browser, base, folder
        self.contexts: dict[tuple[str, str, bool], BrowserContext] = {}

    def take(self, scene: Scene) -> None:
        """Every shape of a scene, in the light, and in the dark when it asks for it."""
        for suffix in SHAPES:
            self._shoot(scene, suffix, dark=False)
        if scene.dark:
            self._shoot(scene, "", dark=True)

    def _shoot(self, scene: Scene, suffix: str, *, dark: bool) -> None:
        moment = scene.at()
        with time_machine.travel(moment, tick=False):
            page = self._context(scene.who, suffix, dark).new_page()
            try:
                page.clock.set_fixed_time(moment)
                self._open(page, scene)
                name = f"{scene.name}{'-sombre' if dark else ''}{suffix}.png"
                self._stand_back(page, suffix)
                (self.folder / name).write_bytes(lightened(page.screenshot()))
            finally:
                page.close()

    def _stand_back(self, page: Page, suffix: str) -> None:
        """Make the window as tall as the page, so that what sticks to its edges stays there."""
        width, least, _ = SHAPES[suffix]
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(tall, least), TALLEST)})
        page.wait_for_timeout(150)

    def _open(self, page: Page, scene: Scene) -> None:
        try:
            address = scene.where()
        except (NoReverseMatch, ImportError) as error:
            raise NotTaken(str(error)) from error
        answer = page.goto(self.base + address, wait_until="load")
        if answer is None or answer.status >= 400:
            raise NotTaken(f"{address} answers {answer.status if answer else 'nothing'}")
        if scene.who and page.url.startswith(self.base + reverse("account_login")):
            raise NotTaken(f"{address} asks {scene.who} to sign in")
        if scene.before:
            scene.before(page)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(250)

    def _context(self, who: str, suffix: str, dark: bool) -> BrowserContext:
        key = (who, suffix, dark)
        if key not in self.contexts:
            width, height, scale = SHAPES[suffix]
            context = self.browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=scale,
                is_mobile=suffix == "-mobile",
                has_touch=suffix == "-mobile",
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                locale="fr-FR",
                timezone_id="Europe/Paris",
            )
            context.set_default_timeout(15_000)
            if who:
                self._sign_in(context, who)
            self.contexts[key] = context
        return self.contexts[key]

    def _sign_in(self, context: BrowserContext, who: str) -> None:
        """Through the door of the demo, like anybody."""
        person = Person.objects.get(email=who)
        page = context.new_page()
        page.goto(self.base + reverse("account_login"))
        with page.expect_navigation(wait_until="load"):
            page.locator(f"form:has(input[name=person][value='{person.pk}']) button").click()
        page.close()


def lightened(png: bytes) -> bytes:
    """The same picture with 256 colours."""
    with Image.open(BytesIO(png)) as picture:
        flat = picture.convert("RGB")
        small = flat.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("names", nargs="*", help="only the screens whose name begins so")
    parser.add_argument("--to", type=Path, default=PROJECT / "docs" / "screens")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    wanted = [scene for scene in SCENES if not options.names or scene.name.startswith(tuple(options.names))]
    failures = []
    with time_machine.travel(LOADED, tick=False):
        prepare()
    with server() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        photographer = Photographer(browser, base, options.to)
        for scene in wanted:
            try:
                photographer.take(scene)
                print(f"{scene.name}", flush=True)
            except Exception as error:
                reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
                failures.append(scene.name)
                print(f"{scene.name}: NOT TAKEN, {reason}", flush=True)
        browser.close()
    connection.close()
    if "TUTORAT_SCREENS" not in os.environ:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
    total = sum(path.stat().st_size for path in options.to.glob("*.png"))
    print(
        f"{len(wanted) - len(failures)} of {len(wanted)} screens in {options.to}, {total / 1e6:.1f} MB in all"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
