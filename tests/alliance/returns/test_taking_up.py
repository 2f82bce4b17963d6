"""The nightly run of the return desk: what a dead worker left is put in line again, and what is going on is not."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from riia.alliance.returns.services.taking_up import take_up_receipts

pytestmark = pytest.mark.django_db
RECEIPT = "riia.alliance.returns.tasks.send_receipt"


def row(status: str, began: timedelta, path: str = RECEIPT, enqueued: timedelta = timedelta(hours=1)) -> DBTaskResult:
    moment = timezone.now()
    made = DBTaskResult.objects.create(
        status=status, started_at=moment - began, task_path=path, args_kwargs={"args": [], "kwargs": {}},
        backend_name="default", run_after=moment, exception_class_path="x", traceback="x",
    )  # fmt: skip
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=moment - enqueued)
    return made


@pytest.mark.parametrize(
    ("status", "began", "enqueued", "taken"),
    [
        ("RUNNING", timedelta(hours=1), timedelta(hours=1), True),
        ("RUNNING", timedelta(minutes=1), timedelta(hours=1), False),
        ("FAILED", timedelta(minutes=1), timedelta(hours=1), True),
        ("FAILED", timedelta(days=8), timedelta(days=8), False),
        ("SUCCESSFUL", timedelta(hours=1), timedelta(hours=1), False),
        ("READY", timedelta(hours=1), timedelta(hours=1), False),
    ],
)
def test_a_receipt_whose_sending_died_or_failed_is_sent_again(
    status: str, began: timedelta, enqueued: timedelta, taken: bool
) -> None:
    made = row(status, began, enqueued=enqueued)
    assert take_up_receipts() == int(taken)
    made.refresh_from_db()
    assert (made.status == "READY") == (taken or status == "READY")
    if taken:
        assert (made.started_at, made.finished_at, made.traceback) == (None, None, "")


def test_other_work_is_left_alone() -> None:
    row("FAILED", timedelta(hours=1), path="riia.alliance.returns.tasks.read_upload")
    assert take_up_receipts() == 0


def test_the_nightly_run(capsys: pytest.CaptureFixture[str]) -> None:
    row("RUNNING", timedelta(hours=1))
    call_command("returns_nightly")
    said = capsys.readouterr().out
    assert "0 files put back in line" in said
    assert "1 receipt put back in line" in said
