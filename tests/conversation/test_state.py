"""The state between two texts goes into one column and comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smsinfo.conversation.state import LIFETIME, dump, load
from smsinfo.domain.conversation import Recent, State

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TEXTS = st.text(max_size=40)
MOMENTS = st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
RECENT = st.builds(Recent, MOMENTS, st.text("0123456789abcdef", min_size=8, max_size=8), st.booleans())
STATES = st.builds(
    State,
    options=st.lists(TEXTS, max_size=6).map(tuple),
    pages=st.lists(TEXTS, max_size=4).map(tuple),
    pending=st.none() | st.text(min_size=1, max_size=20),
    topic=st.none() | st.text(min_size=1, max_size=20),
    recent=st.lists(RECENT, max_size=10).map(tuple),
    version=st.integers(0, 10**9),
)


@given(STATES)
def test_a_state_comes_back_as_it_was(state: State) -> None:
    assert load(dump(state), state.version, NOW + LIFETIME, NOW) == state


@given(STATES)
def test_of_an_old_state_only_what_the_guards_saw_is_left(state: State) -> None:
    assert load(dump(state), state.version, NOW, NOW) == State(recent=state.recent, version=state.version)


def test_nobody_s_state_is_empty_and_small() -> None:
    assert load(None, None, None, NOW) == State()
    assert dump(State()) == "{}"
    assert load("{}", 3, NOW + timedelta(seconds=1), NOW) == State(version=3)
