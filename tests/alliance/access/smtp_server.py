"""A real SMTP server in a process of its own: prints its port, then each message it takes as one line of JSON.

Run by `test_mail`. With the argument `refuse` it answers every message with a permanent error.
"""

import asyncio
import email
import email.policy
import json
import sys
from typing import Any

from aiosmtpd.controller import UnthreadedController


class Handler:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if "refuse" in sys.argv:
            return "554 Transaction failed"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        facts = {"to": envelope.rcpt_tos, "from": envelope.mail_from, "subject": message["Subject"],
                 "text": message.get_content()}  # fmt: skip
        print(json.dumps(facts), flush=True)
        return "250 OK"


def main() -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    controller = UnthreadedController(Handler(), hostname="127.0.0.1", port=0, loop=loop)
    controller.begin()
    assert controller.server is not None
    print(controller.server.sockets[0].getsockname()[1], flush=True)
    loop.run_forever()


if __name__ == "__main__":
    main()
