"""Work that a worker began and did not end, because its process or the mail server died: it is put in line again.

Files whose reading died are taken up by `services.uploads`; here are the receipts of submitted versions.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from riia.alliance.returns import tasks

_DEAD_AFTER: Final = timedelta(minutes=30)
"""An e-mail takes seconds, so a sending that began longer ago has died."""
_GIVEN_UP_AFTER: Final = timedelta(days=7)


@transaction.atomic
def take_up_receipts() -> int:
    """Put receipts in line again whose sending died or failed, for a week. Gives how many.

    Of one that died nobody knows whether it went. A receipt that comes twice does no harm; one that never comes does.
    """
    moment = timezone.now()
    died = Q(status=TaskResultStatus.RUNNING, started_at__lt=moment - _DEAD_AFTER)
    ended_badly = DBTaskResult.objects.filter(
        died | Q(status=TaskResultStatus.FAILED),
        task_path=tasks.send_receipt.module_path,
        enqueued_at__gt=moment - _GIVEN_UP_AFTER,
    )
    keys = list(ended_badly.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return DBTaskResult.objects.filter(pk__in=keys).update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None, exception_class_path="", traceback=""
    )
