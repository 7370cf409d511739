"""A small load generator in its own process: `python -m tests.bench.load PORT PATH COOKIE CLIENTS SECONDS`.

Each client is a thread that connects, asks, reads to the end and starts again. Prints one line of JSON.
"""

import json
import socket
import sys
import threading
import time


def ask(port: int, request: bytes) -> bool:
    """Send one request; return whether the answer is a 200, read to its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        first = connection.recv(65536)
        while connection.recv(65536):
            pass
    return first.startswith(b"HTTP/1.1 200")


def main(port: int, path: str, cookie: str, clients: int, seconds: float) -> None:
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        f"Cookie: sessionid={cookie}",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]
    request = "\r\n".join([*lines, "", ""]).encode()
    times: list[float] = []
    failures: list[str] = []
    began = time.perf_counter()
    deadline = began + seconds

    def client() -> None:
        while (start := time.perf_counter()) < deadline:
            try:
                if not ask(port, request):
                    failures.append("not a 200")
            except OSError as error:
                failures.append(str(error))
            times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    times.sort()
    print(
        json.dumps(
            {
                "rate": len(times) / elapsed,
                "median_ms": 1000 * times[len(times) // 2],
                "p95_ms": 1000 * times[int(len(times) * 0.95)],
                "failures": len(failures),
                "first_failure": failures[0] if failures else "",
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5]))
