"""Is this installation well? Monitors ask at `/sante`; the answer is JSON, 200 when all is well, else 500."""

import dataclasses

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView
from kombu.exceptions import OperationalError

from tutorat.celery import app


@dataclasses.dataclass
class Broker(HealthCheck):
    """The message broker accepts a connection, so that tasks can be published."""

    def run(self) -> None:
        try:
            with app.connection_for_write(connect_timeout=2) as connection:
                connection.ensure_connection(max_retries=1, timeout=3)
        except (OSError, OperationalError) as error:
            raise ServiceUnavailable("The broker does not answer") from error


@method_decorator(login_not_required, name="dispatch")
class HealthView(HealthCheckView):
    """Database, cache, files and broker. `?format=openmetrics` for Prometheus, `?format=text` for people."""

    checks = (
        "health_check.checks.Database",
        "health_check.checks.Cache",
        "health_check.checks.Storage",
        Broker,
    )

    def render_to_response(self, context, status: int = 200, **kwargs):
        return self.render_to_response_json(status)
