"""A first visit in Chromium with an empty cache: how many requests, how many kilobytes over the wire."""

from dataclasses import dataclass

from playwright.sync_api import Browser


@dataclass
class ColdLoad:
    requests: int
    kilobytes: float


def cold_load(browser: Browser, origin: str, path: str, cookie: str) -> ColdLoad:
    """Open a page as somebody signed in who has never been here; count what crosses the wire."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
    try:
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": origin}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        sizes: dict[str, float] = {}

        def finished(event: dict) -> None:
            sizes[event["requestId"]] = event["encodedDataLength"]

        wire.on("Network.loadingFinished", finished)
        page.goto(origin + path, wait_until="networkidle")
        return ColdLoad(len(sizes), sum(sizes.values()) / 1000)
    finally:
        context.close()
