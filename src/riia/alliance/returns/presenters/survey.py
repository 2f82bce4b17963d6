"""What the pages of surveys say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.returns.in_time import Share
from riia.alliance.returns.models import Survey, SurveyInvitation
from riia.alliance.returns.presenters.threads import kpi_tag
from riia.alliance.returns.queries import survey as queries
from riia.alliance.returns.states_care import SurveyState
from riia.alliance.returns.survey_results import COMMENTS_FROM, DECIDES, Result
from riia.alliance.returns.survey_scale import Opinion, SurveyQuestion

TONES: dict[SurveyState, Tone] = {
    SurveyState.OPEN: "moving", SurveyState.CLOSED: "done", SurveyState.WITHDRAWN: "quiet",
}  # fmt: skip


@dataclass(frozen=True)
class SurveyLine:
    """One survey in the list."""

    title: str
    href: str
    tag: tuple[str, Tone]
    words: str
    simulated: bool


@dataclass(frozen=True)
class QuestionRow:
    """How one question was answered. `counts` are in the order of the scale; a question not asked has none."""

    question: str
    counts: Sequence[int]
    words: str
    decides: bool


@dataclass(frozen=True)
class ResultPage:
    """A closed survey."""

    title: str
    tag: tuple[str, Tone]
    words: Sequence[str]
    warning: str
    rows: Sequence[QuestionRow]
    scale: Sequence[str]
    no_comments: str


def survey_line(survey: Survey) -> SurveyLine:
    """A survey with its result, or how far it is."""
    state = SurveyState(survey.state)
    result = queries.result(survey)
    if result is not None:
        tag, words = kpi_tag(result.decides, "no opinion given"), share_words(result.decides)
    else:
        tag, words = (state.value, TONES[state]), _running_words(survey)
    return SurveyLine(
        title=f"{survey.period.short_label}{', held elsewhere' if survey.elsewhere else ''}",
        href=reverse("returns:survey", args=[survey.reference]),
        tag=tag,
        words=words,
        simulated=survey.simulated,
    )


def _running_words(survey: Survey) -> str:
    if survey.state == SurveyState.WITHDRAWN:
        return f"Withdrawn: {survey.withdrawn_because}"
    far = queries.sending(survey)
    return f"{far.answers} of {plural(far.invited, 'invited asker')} answered so far."


def share_words(share: Share) -> str:
    """The share of positive answers in a sentence, with both numbers."""
    silent = f" {share.running} gave no opinion and {'counts' if share.running == 1 else 'count'} in neither number."
    silent = silent if share.running else ""
    if share.percent is None:
        return f"Nobody gave an opinion, so there is no share.{silent}"
    return (
        f"{share.good} of {share.of} who gave an opinion said good or very good: {share.percent}%. "
        f"The plan says {share.target}%.{silent}"
    )


def result_page(survey: Survey, result: Result) -> ResultPage:
    """The result with its numbers, warnings where few answered, and each question."""
    share = result.decides
    met = {True: "met", False: "not met", None: "cannot be told"}[share.is_met]
    shown = f"{share.percent}% positive" if share.percent is not None else "No opinion was given"
    return ResultPage(
        title=f"{shown} in the survey of {survey.period.short_label}",
        tag=(f"target {met}", {True: "done", False: "problem", None: "quiet"}[share.is_met]),  # type: ignore[arg-type]
        words=[share_words(share), response_words(result)],
        warning=few_words(result),
        rows=[_row(question, result) for question in SurveyQuestion],
        scale=[opinion.words for opinion in Opinion],
        no_comments=_no_comments(survey, result),
    )


def response_words(result: Result) -> str:
    """How many of the invited answered; that it is not known, where it is not."""
    if result.response_rate is None:
        return f"{plural(result.answers, 'person', 'people')} answered; how many were invited is not known."
    return f"{result.answers} of {plural(result.invited or 0, 'invited asker')} answered: {result.response_rate}%."


def few_words(result: Result) -> str:
    """A warning where few answered."""
    if not result.is_few:
        return ""
    counted = plural(result.answers, "person answered", "people answered") if result.answers else "Nobody answered"
    return f"{counted}. This is few: one answer more or less would move the share far, so read it with care."


def _row(question: SurveyQuestion, result: Result) -> QuestionRow:
    tally = result.tallies.get(question)
    if tally is None:
        return QuestionRow(question.words, [], "Not asked.", question is DECIDES)
    share = tally.share
    left_out = f"; {tally.missing} left it out" if tally.missing else ""
    words = f"{share.good} of {share.of}, {share.percent}%" if share.percent is not None else "no opinion"
    return QuestionRow(
        question.words, [tally.counts.get(one, 0) for one in Opinion], f"{words}{left_out}", question is DECIDES
    )


def _no_comments(survey: Survey, result: Result) -> str:
    if survey.elsewhere:
        return "Comments are where the survey was held."
    if not result.shows_comments:
        return f"With fewer than {COMMENTS_FROM} answers a comment would say who wrote it, so none is shown."
    return "Nobody wrote a comment."


def sent_words(invitation: SurveyInvitation) -> tuple[str, Tone]:
    """What became of an invitation's message."""
    if invitation.sent_at:
        return "sent", "done"
    return (
        ("not taken by the mail server", "problem") if invitation.problem else ("not known whether sent", "attention")
    )
