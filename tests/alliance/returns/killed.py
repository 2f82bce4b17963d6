"""A process that is killed in the middle of its work: what the tests of power cuts start, and ask afterwards.

`python -m tests.alliance.returns.killed WORK REFERENCE PERSON` does one piece of work on the return and stops where
HOLD_AT says, inside the transaction, until it is killed. It says "holding" when it is there.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django


def main(work: str, reference: str, person: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "riia.alliance.config.settings"
    django.setup()
    from riia.alliance.access.models import Person
    from riia.alliance.returns.models import Return, Source, Upload
    from riia.alliance.returns.queries.reading import form_for
    from riia.alliance.returns.services import answers, submitting, uploads
    from tests.alliance.returns.filled import whole

    by = Person.objects.get(reference=person)
    if work in ("read", "use"):
        upload = Upload.objects.get(reference=reference)
        if work == "read":
            hold(uploads, "read_return")
            uploads.read(upload=upload)
        else:
            hold(uploads, "_move")
            uploads.use_upload(upload=upload, base_revision=0, by=by)
        return
    one = Return.objects.get(reference=reference)
    if work == "save":
        hold(answers.Entry.objects, "bulk_create", afterwards=True)
        typed = whole(form_for(one.round))
        answers.save_answers(one=one, typed=typed, base_revision=0, source=Source.FORM, by=by)
    elif work == "submit":
        hold(submitting, "move")
        submitting.submit(one=one, by=by)
    elif work == "serve":
        hold(answers.Entry.objects, "bulk_create", afterwards=True)
        serve()


def hold(where: Any, name: str, *, afterwards: bool = False) -> None:
    """Stand still at a function, before it does its work or after."""
    real: Callable[..., Any] = getattr(where, name)

    def held(*args: Any, **kwargs: Any) -> Any:
        if afterwards:
            real(*args, **kwargs)
        print("holding", flush=True)
        time.sleep(600)
        raise AssertionError("nobody killed this process")

    setattr(where, name, held)


def serve() -> None:
    """The application as a web server of one thread, on a port of the system's choice, which it prints."""
    from wsgiref.simple_server import make_server

    from riia.alliance.config.wsgi import application

    server = make_server("127.0.0.1", 0, application)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
