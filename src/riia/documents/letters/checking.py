"""The check of a letter: every rule once, findings in the order of the document."""

from collections.abc import Iterator

from riia.documents.letters import (
    check_annex,
    check_dates,
    check_form,
    check_purposes,
    check_recipients,
    check_totals,
    check_whole,
)
from riia.documents.letters.material import Material
from riia.documents.model import Finding

_CHECKS = (
    check_form.references,
    check_form.variation,
    check_form.ministers,
    check_form.power_and_consent,
    check_form.clauses,
    check_form.annexes,
    check_form.ring_fence,
    check_form.redacted,
    check_dates.letter_date,
    check_dates.every_date,
    check_dates.years,
    check_dates.payments,
    check_dates.instalments,
    check_purposes.amounts,
    check_purposes.counts,
    check_whole.whole,
    check_whole.payee,
    check_whole.deadlines,
    check_whole.signed_on,
    check_whole.numbering,
    check_dates.order,
    check_annex.forms,
    check_annex.rows,
    check_totals.totals,
    check_recipients.parties,
    check_recipients.names,
    check_recipients.twice,
    check_recipients.regions,
)


def check(material: Material) -> list[Finding]:
    """What is wrong with a letter."""
    found: list[Finding] = list(_all(material))
    return sorted(found, key=lambda item: item.where.order)


def _all(material: Material) -> Iterator[Finding]:
    for part in _CHECKS:
        yield from part(material)
