"""The fastest SMTP server that is still one: it agrees to everything and keeps nothing.

`python -m tests.bench.sink PORT`
"""

import asyncio
import sys

GREETING = b"220 sink ESMTP\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


class Sink(asyncio.Protocol):
    def connection_made(self, transport) -> None:
        self.transport, self.pending, self.in_data = transport, b"", False
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while self.pending:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            unit, found, rest = self.pending.partition(end)
            if not found:
                return
            self.pending = rest
            if self.in_data:
                self.in_data = False
                self.transport.write(b"250 kept\r\n")
                continue
            verb = unit[:4].upper()
            self.in_data = verb == b"DATA"
            self.transport.write(ANSWERS.get(verb, b"250 ok\r\n"))


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
