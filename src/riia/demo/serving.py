"""How gunicorn serves the demonstration: one process, which also does the work that is otherwise a worker's.

A real installation runs `./run worker` beside its web processes (docs/running.md). The demonstration is one command, so
the same worker runs as a thread of its one web process: large files are read and receipts are sent without another.
"""

import threading
from typing import Any

INTERVAL = 2.0
"""Seconds between two looks for work."""


def post_worker_init(worker: Any) -> None:
    """Called by gunicorn once the application is loaded in its process."""
    threading.Thread(target=work, name="background work", daemon=True).start()


def work() -> None:
    """Do what is in line, for as long as the process lives."""
    from django.db import close_old_connections
    from django_tasks_db.management.commands.db_worker import Worker

    from riia.alliance.returns.services.uploads import take_up_dead

    close_old_connections()
    take_up_dead()
    Worker(
        queue_names=["default"],
        interval=INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="demonstration",
        excluded_queue_names=[],
    ).run()
