"""Open each page through Django's test client: queries, writes, weight. Prints JSON for the load test."""

import json
import logging

import django
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import NoReverseMatch


def main() -> None:
    django.setup()
    logging.disable()
    setup_test_environment()
    from tests.bench.pages import PAGES

    print(json.dumps([look_at(page) for page in PAGES]))


def look_at(page) -> dict:
    """Return what the load test needs to open the page, and what one GET of it costs."""
    from accounts.middleware import SESSION_KEY
    from tests.bench.signing_in import session_of

    try:
        person, url = page.pick()
    except (NoReverseMatch, AttributeError, ObjectDoesNotExist) as error:
        return {"name": page.name, "missing": str(error)}
    cookie = session_of(person, **{SESSION_KEY: page.role})
    client = Client(raise_request_exception=False, headers={"host": "localhost", "accept-encoding": "gzip"})
    client.cookies["sessionid"] = cookie
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    statements = [query["sql"] for query in captured]
    return {
        "name": page.name,
        "url": url,
        "cookie": cookie,
        "status": response.status_code,
        "queries": len(statements),
        "writes": [sql for sql in statements if not sql.lstrip("( ").upper().startswith("SELECT")],
        "html_kb": len(response.content) / 1000,
        "compressed": response.get("Content-Encoding") == "gzip",
    }


if __name__ == "__main__":
    main()
