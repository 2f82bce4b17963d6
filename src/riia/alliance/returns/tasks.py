"""What the worker does for the return desk: reading files that take long, and sending receipts.

Every task is safe to run twice and may come late: it looks at what is there, not at what was there when it was put in
line.
"""

from django.conf import settings
from django.tasks import task
from django.urls import reverse

from riia.alliance.access.mail import address, send
from riia.alliance.access.models import Person
from riia.alliance.returns.models import Upload, Version


@task
def read_upload(upload: int) -> str:
    """Read a file that waits, and put those back in line whose reading died."""
    # Here rather than above: the services put these tasks in line.
    from riia.alliance.returns.services import uploads

    uploads.take_up_dead()
    return uploads.read(upload=Upload.objects.get(pk=upload)).state


@task
def send_receipt(version: int, person: str) -> None:
    """Write to whoever submitted a version that it is in."""
    from riia.alliance.returns.services.submitting import Receipt

    found = Version.objects.select_related("council_return__round__alliance__region", "council_return__council")
    receipt = Receipt(found.get(pk=version))
    one = receipt.version.council_return
    to = Person.objects.get(reference=person)
    what = f"the return of {one.council.label} for {one.round.as_period.label}"
    context: dict[str, object] = {
        "name": to.name,
        "what": what,
        "receipt": receipt,
        "at": receipt.version.made_at,
        "answers": len(receipt.version.answers),
        "link": address(reverse("returns:submitted", args=[one.reference])),
        "service": settings.SERVICE_NAME,
        "simulated": one.round.simulated,
    }
    send("returns/mail/receipt.txt", to.email, f"Receipt: {what}", context)
