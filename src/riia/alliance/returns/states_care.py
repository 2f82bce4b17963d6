"""The states of what looks after the data function: surveys, collection reviews, and the log of national groups.

Data, not code, as in `states`: each table says which state may follow which.
"""

from enum import StrEnum


class SurveyState(StrEnum):
    """Where a year's survey of those who asked the desk stands. A closed one is frozen."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


SURVEY_TRANSITIONS: dict[SurveyState, frozenset[SurveyState]] = {
    SurveyState.OPEN: frozenset({SurveyState.CLOSED, SurveyState.WITHDRAWN}),
    # Only results typed in from elsewhere are ever withdrawn after closing: what was answered here stays.
    SurveyState.CLOSED: frozenset({SurveyState.WITHDRAWN}),
    SurveyState.WITHDRAWN: frozenset(),
}


class ReviewState(StrEnum):
    """Where a review of collection and validation stands. A published one is frozen."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SET_ASIDE = "set aside"


REVIEW_TRANSITIONS: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.DRAFT: frozenset({ReviewState.PUBLISHED, ReviewState.SET_ASIDE}),
    ReviewState.PUBLISHED: frozenset(),
    ReviewState.SET_ASIDE: frozenset(),
}


class AreaState(StrEnum):
    """How far an improvement area of a published review is."""

    NOT_STARTED = "not started"
    UNDER_WAY = "under way"
    DONE = "done"
    STOPPED = "stopped"


AREA_TRANSITIONS: dict[AreaState, frozenset[AreaState]] = {
    AreaState.NOT_STARTED: frozenset({AreaState.UNDER_WAY, AreaState.DONE, AreaState.STOPPED}),
    AreaState.UNDER_WAY: frozenset({AreaState.UNDER_WAY, AreaState.DONE, AreaState.STOPPED}),
    AreaState.DONE: frozenset({AreaState.UNDER_WAY}),
    AreaState.STOPPED: frozenset({AreaState.UNDER_WAY}),
}
"""Under way may follow itself: that is a word on how far it is."""


class MeetingState(StrEnum):
    """Where the meeting of a national group stands in the log."""

    EXPECTED = "to be logged"
    LOGGED = "logged"
    CANCELLED = "not held"


MEETING_TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.EXPECTED: frozenset({MeetingState.LOGGED, MeetingState.CANCELLED}),
    MeetingState.LOGGED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}


class PointState(StrEnum):
    """What became of a point of feedback. Considered includes what was considered and decided against."""

    WAITING = "waiting"
    CONSIDERED = "considered"
    ACTIONED = "actioned"


POINT_TRANSITIONS: dict[PointState, frozenset[PointState]] = {
    PointState.WAITING: frozenset({PointState.CONSIDERED, PointState.ACTIONED}),
    PointState.CONSIDERED: frozenset({PointState.ACTIONED}),
    PointState.ACTIONED: frozenset({PointState.CONSIDERED}),
}
