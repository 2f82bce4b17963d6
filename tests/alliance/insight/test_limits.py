"""The table behind a funnel: every council's limits are those at its own base, and all are worked out at once."""

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.insight import limits, queries
from riia.alliance.insight.chance import chance_of
from riia.alliance.insight.choices import Choice
from riia.indicators.model import Number
from riia.indicators.statistics.funnels import Funnel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_the_limits_of_all_councils_are_worked_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    standing = queries.standing_of(Scope.system("tests"), "cla-adopted", "831")
    chance = chance_of(standing)
    assert chance is not None
    assert chance.funnel is not None
    asked = []
    reckoned = Funnel.at

    def counted(funnel: Funnel, denominators: object) -> object:
        asked.append(denominators)
        return reckoned(funnel, denominators)

    monkeypatch.setattr(Funnel, "at", counted)
    sheet = limits.funnel(standing, Choice(place="831"))
    assert sheet is not None
    assert len(asked) == 1
    headings = [column.title for column in sheet.columns]
    first = headings.index("lower 95%")
    compared = [row for row in sheet.rows if row[0] in chance.in_funnel]
    assert 100 < len(compared) < len(sheet.rows)
    for row in compared[::20]:
        at = reckoned(chance.funnel, chance.grounds(str(row[0])).base)
        own = [end for level in (0.95, 0.998) for end in (at[level].lower, at[level].upper)]
        assert row[first : first + 4] == tuple(Number(round(float(end), limits.DECIMALS)) for end in own)
    assert all(row[first : first + 4] == (None,) * 4 for row in sheet.rows if row[0] not in chance.in_funnel)
