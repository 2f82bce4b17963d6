"""What a signature publishes: the signed figures, as a release of the alliance, not published by the Department."""

from riia.alliance.audit.actors import Acts
from riia.alliance.figures.services.in_year import Signed, publish_in_year, take_back_in_year
from riia.alliance.returns.models import Version
from riia.alliance.returns.queries.reading import form_for, population_of, version_answers
from riia.alliance.returns.timekeeping import now
from riia.indicators.returns.working_out import left_blank


def publish(*, version: Version, by: Acts) -> None:
    """Put the figures of a signed version into `figures`, inside the caller's transaction."""
    one = version.council_return
    form = form_for(one.round)
    answers = {cell: value for cell, value in version_answers(version).items() if form.asks(cell)}
    # A rate or percentage that a council leaves blank is worked out, as its form says and its pack has it.
    answers |= left_blank(form, answers, population_of(version))
    publish_in_year(
        signed=Signed(
            alliance=one.round.alliance,
            council=one.council,
            period=one.round.as_period,
            form=one.round.form,
            source=one.reference,
            version=version.number,
            fingerprint=version.fingerprint,
            population=version.population,
            simulated=one.round.simulated,
            answers={(cell.item, cell.measure): value for cell, value in answers.items()},
        ),
        at=now(),
        by=by,
    )


def take_back(*, version: Version, reason: str, by: Acts) -> None:
    """Take the figures of a version back out of `figures`, inside the caller's transaction."""
    take_back_in_year(source=version.council_return.reference, version=version.number, reason=reason, at=now(), by=by)
