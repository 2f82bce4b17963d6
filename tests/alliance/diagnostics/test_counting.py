"""Properties of the sums: every council is counted once, and what is missing is never counted at a level."""

from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.diagnostics.answers import Answer, Kind, fingerprint, missing
from riia.alliance.diagnostics.counting import (
    LEAST,
    Moved,
    furthest_behind,
    may_publish,
    may_show_others,
    moved,
    moves,
    spread_of,
    spreads_of,
)
from riia.alliance.diagnostics.presenters.words import mark_of, spread_words
from riia.alliance.diagnostics.topic import topic_of

NOW, THEN = topic_of("agency-rules", "2024"), topic_of("agency-rules", "2023")
KEYS = [one.key for one in NOW.statements]
answer = st.one_of(
    st.just(Answer()),
    st.builds(Answer, level=st.integers(1, 4), evidence=st.text(max_size=5)),
    st.builds(Answer, not_applicable=st.just(True), why=st.just("none here")),
    st.builds(Answer, evidence=st.just("begun")),
)
answers = st.dictionaries(st.sampled_from(KEYS), answer)
councils = st.lists(st.one_of(st.none(), answers), max_size=12)


@given(councils)
def test_every_council_stands_in_one_place(found: list) -> None:
    for key, spread in spreads_of(NOW, found).items():
        assert spread.asked == len(found)
        assert spread.rated + spread.not_applicable + spread.not_answered + spread.not_in == len(found)
        given_ = [each.get(key, Answer()) for each in found if each is not None]
        for level in range(1, 5):
            assert spread.levels[level - 1] == sum(one.level == level for one in given_)
        assert spread.not_answered == sum(one.kind is Kind.NOT_ANSWERED for one in given_)


@given(councils)
def test_a_council_without_an_answer_moves_no_level(found: list) -> None:
    """Missing is not 0: whoever says nothing changes neither the levels nor how many are ready of how many."""
    with_more = [*found, None, {}]
    for key in KEYS:
        before, after = spread_of(NOW, key, found), spread_of(NOW, key, with_more)
        assert (before.levels, before.rated, before.ready(NOW)) == (after.levels, after.rated, after.ready(NOW))
        assert (after.not_in, after.not_answered) == (before.not_in + 1, before.not_answered + 1)


@given(councils)
def test_the_sentence_holds_every_number(found: list) -> None:
    spread = spread_of(NOW, KEYS[0], found)
    words = spread_words(NOW, spread)
    assert words.startswith(f"{spread.answered} of {len(found)} ")
    for number, count in enumerate(spread.levels, 1):
        assert (f"{count} {NOW.level(number).word}" in words) or not count


@given(councils)
def test_nobody_is_behind_on_what_nobody_rated(found: list) -> None:
    spreads = spreads_of(NOW, found)
    assert all(spreads[one.key].rated for one in furthest_behind(NOW, spreads))


@given(answers, answers)
def test_moves_add_up_and_a_missing_rating_is_neither_up_nor_down(after: dict, before: dict) -> None:
    found = moves(NOW, THEN, after, before)
    assert len(found) == len(THEN.statements)
    assert sum(moved(found).values()) == len(found)
    for move in found:
        if move.before.level is None or move.after.level is None:
            assert move.kind in {Moved.NEWLY, Moved.NO_LONGER, Moved.NEITHER}
        assert move.reworded == (move.statement.key == "data-return")


@given(st.integers(0, 12), st.integers(0, 12))
def test_what_is_left_after_taking_names_away_is_none_or_enough(named: int, unnamed: int) -> None:
    if may_show_others(named, unnamed):
        assert unnamed == 0 or unnamed >= LEAST
        assert named + unnamed >= LEAST
    if may_publish(named, unnamed):
        # Whoever reads it may be one of the councils: by name, or one of the others.
        assert unnamed == 0 or may_show_others(named, unnamed - 1)
        assert named == 0 or may_show_others(named - 1, unnamed)


@given(answers)
def test_a_fingerprint_is_that_of_what_is_said(said: dict) -> None:
    heading = {"council": "831"}
    first = fingerprint(heading, said, "")
    assert first == fingerprint(heading, dict(reversed(said.items())) | {"more": Answer()}, "")
    assert first != fingerprint(heading, said, "because")
    assert first != fingerprint({"council": "856"}, said, "")
    assert set(missing(NOW, said)) == {key for key in KEYS if not said.get(key, Answer()).answered}


def test_an_answer_is_shown_by_shape_and_word() -> None:
    assert (mark_of(NOW, Answer(level=2)).dots, mark_of(NOW, Answer(level=2)).word) == ("●●○○", "Begun")
    assert mark_of(NOW, None).word == "not answered"
    assert mark_of(NOW, Answer(not_applicable=True, why="x")).word == "not applicable"
