"""What every test gets: a hostile environment, an empty cache, Debian's Chromium, and no silent skip."""

import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from hypothesis import settings as hypothesis_settings

from tests import hostility
from tests.chromium import CHROMIUM, CHROMIUM_FLAGS

pytest_plugins = ["tests.services.fixtures"]

hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


class SkipsAreFailures:
    """With CI=true a skipped test fails the run: whatever is missing has to be installed."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter) -> None:
        if self.skipped:
            terminalreporter.section("skipped, which CI does not allow", red=True)
            terminalreporter.write_line("\n".join(self.skipped))


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipsAreFailures(), "skips-are-failures")


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"page", "context", "browser", "new_context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.fixture(autouse=True, scope="session")
def hostile_environment():
    with (
        hostility.undefined_variables_fail(),
        hostility.unordered_querysets_are_shuffled(),
        hostility.only_this_machine_answers(),
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let every connection know what the migrations wrote: Playwright's event loop opens one of its own."""
    wrapper = connections["default"]
    with django_db_blocker.unblock():
        type(wrapper)._test_serialized_contents = wrapper.creation.serialize_db_to_string()


@pytest.fixture(autouse=True)
def data_of_migrations(django_db_serialized_rollback):
    """A test that empties the tables afterwards gives back what the migrations had put there."""


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(scope="session")
def base_url() -> str:
    """Stands in for the fixture of pytest-base-url, whose form pytest 9.2 deprecates."""
    return "http://tutorat.test"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not at {CHROMIUM} (on Debian: apt-get install chromium)")
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1440, "height": 900},
    }
