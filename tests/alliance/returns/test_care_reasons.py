"""A reason that somebody types fits where it is kept: PostgreSQL refuses what is longer, SQLite does not."""

import pytest
from django.db.models import Model

from riia.alliance.returns.forms.care import WhyForm
from riia.alliance.returns.models import CollectionReview, FundedPost, GroupMeeting, Survey


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Survey, "withdrawn_because"),
        (CollectionReview, "set_aside_because"),
        (GroupMeeting, "cancelled_because"),
        (FundedPost, "withdrawn_because"),
    ],
)
def test_the_longest_reason_fits(model: type[Model], field: str) -> None:
    most = model._meta.get_field(field).max_length
    assert not WhyForm({"reason": "x" * (most + 1)}).is_valid()
    assert WhyForm({"reason": "x" * 300}).is_valid()
