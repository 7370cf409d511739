"""What axe finds on a page, in one shape for all tests."""

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[dict[str, Any]]:
    """The violations of WCAG 2.2 A and AA and of axe's best practices, as axe describes them.

    Only they cross over from the browser: handing over the whole report takes as long as making it.
    """
    page.evaluate(Axe().axe_script)
    return page.evaluate(f"axe.run({json.dumps(RULES)}).then(report => report.violations)")
