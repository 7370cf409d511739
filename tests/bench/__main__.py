"""Measure, print a table, keep the figures in test-results/bench.json.

python -m tests.bench [--profile R] [--seconds 4] [--only pages|mails]
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.installation import PROJECT, Installation
from tests.chromium import CHROMIUM, CHROMIUM_FLAGS
from tests.services import servers

RESULTS = PROJECT / "test-results" / "bench.json"
CLIENTS = 8
ROUNDS = 3


def measure_pages(installation: Installation, bare_cookie: str, seconds: float) -> list[dict]:
    """Return, for each page, its cost and its throughput as a share of the yardstick's, round by round."""
    pages = json.loads(installation.python("tests.bench.look"))
    with installation.serving() as (port, bare_port):
        for page in pages:
            if page.get("status") != 200:
                continue
            rounds = []
            for _ in range(ROUNDS):
                bare = installation.load(bare_port, "/rows/", bare_cookie, clients=CLIENTS, seconds=seconds)
                own = installation.load(port, page["url"], page["cookie"], clients=CLIENTS, seconds=seconds)
                rounds.append((own, bare))
            page |= {
                "ratio": statistics.median(own["rate"] / bare["rate"] for own, bare in rounds),
                "rate": statistics.median(own["rate"] for own, _ in rounds),
                "bare_rate": statistics.median(bare["rate"] for _, bare in rounds),
                "p95_ms": statistics.median(own["p95_ms"] for own, _ in rounds),
                "failures": sum(own["failures"] + bare["failures"] for own, bare in rounds),
            }
        cold_loads(pages, f"http://localhost:{port}")
    return pages


def cold_loads(pages: list[dict], origin: str) -> None:
    """Add the requests and kilobytes of a first visit in Chromium to each page."""
    from playwright.sync_api import sync_playwright

    from tests.bench.cold import cold_load

    if not CHROMIUM.exists():
        print(f"No cold loads: Chromium is not at {CHROMIUM}")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        for page in pages:
            if page.get("status") == 200:
                load = cold_load(browser, origin, page["url"], page["cookie"])
                page |= {"cold_requests": load.requests, "cold_kb": load.kilobytes}
        browser.close()


def measure_mails(installation: Installation) -> dict:
    """Publish, send to a sink, and compare with a bare loop."""
    port = servers.free_port()
    sink = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sink", str(port)], cwd=PROJECT, preexec_fn=servers.die_with_parent
    )
    try:
        servers.wait_until(lambda: servers.answers(port), sink, Path("/dev/null"))
        return json.loads(installation.python("tests.bench.mails", EMAIL_URL=f"smtp://127.0.0.1:{port}"))
    finally:
        servers.stop(sink)


def verdict(value: float, limit: float, *, at_least: bool = False) -> str:
    """Return the value followed by a mark when it misses its target."""
    good = value >= limit if at_least else value <= limit
    return f"{value:.2f}".rstrip("0").rstrip(".") + ("" if good else " ✗")


def show_pages(pages: list[dict]) -> None:
    print(f"\n{'page':<16}{'ratio':>9}{'req/s':>8}{'p95 ms':>8}{'queries':>9}{'writes':>8}", end="")
    print(f"{'HTML kB':>9}{'cold req':>10}{'cold kB':>10}")
    for page in pages:
        if page.get("status") != 200:
            print(f"{page['name']:<16} not measured: {page.get('missing') or page.get('status')}")
            continue
        print(
            f"{page['name']:<16}{verdict(page['ratio'], 0.3, at_least=True):>9}{page['rate']:>8.0f}"
            f"{page['p95_ms']:>8.0f}{verdict(page['queries'], 12):>9}{verdict(len(page['writes']), 0):>8}"
            f"{verdict(page['html_kb'], 12):>9}{verdict(page.get('cold_requests', 0), 10):>10}"
            f"{verdict(page.get('cold_kb', 0), 150):>10}"
        )
        if page["failures"]:
            print(f"{'':<16}{page['failures']} requests failed")
    print("Targets: ratio ≥ 0.3, queries ≤ 12, no write, HTML ≤ 12 kB, cold load ≤ 10 requests, ≤ 150 kB")


def show_mails(mails: dict) -> None:
    print(
        f"\npublishing {mails['messages']} convocations: request {verdict(mails['request_ms'], 150)} ms "
        f"({mails['request_queries']} queries)\n"
        f"sending: {mails['rate']:.0f} mails/s, bare loop {mails['bare_rate']:.0f}, "
        f"share {verdict(mails['share'], 0.45, at_least=True)}, "
        f"{verdict(mails['queries_per_mail'], 0.5)} queries a mail\n"
        "Targets: request ≤ 150 ms, share ≥ 0.45, ≤ 0.5 query a mail"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--profile", default="R", choices=["S", "R"])
    parser.add_argument("--seconds", type=float, default=4, help="of each of the 3 rounds of a page")
    parser.add_argument("--only", choices=["pages", "mails"])
    options = parser.parse_args()
    began = time.monotonic()
    results: dict = {"profile": options.profile, "clients": CLIENTS, "workers": 2}
    with Installation() as installation:
        results["database"] = installation.database
        print(f"Profile {options.profile} on {installation.database}…", flush=True)
        bare_cookie = installation.fill(options.profile)
        print(f"…filled in {time.monotonic() - began:.0f} s", flush=True)
        failed = False
        if options.only != "mails":
            results["pages"] = measure_pages(installation, bare_cookie, options.seconds)
            show_pages(results["pages"])
            failed = any(page.get("status") != 200 for page in results["pages"])
        if options.only != "pages":
            results["mails"] = measure_mails(installation)
            show_mails(results["mails"])
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2))
    print(f"\nKept in {RESULTS} after {time.monotonic() - began:.0f} s")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
