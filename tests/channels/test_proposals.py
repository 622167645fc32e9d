"""Who is proposed for a lesson whose teacher is away."""

from hypothesis import given
from hypothesis import strategies as st

from channels.substitutions.proposals import Colleague, proposals
from channels.timetable.clashes import HeldLesson

LESSON = HeldLesson(1, 60, 105, frozenset({1}), classes=frozenset({5}))
OF_SUBJECT = Colleague(2, frozenset({"физика"}), frozenset({9}))
OF_CLASS = Colleague(3, frozenset({"химия"}), frozenset({5}))
OF_NEITHER = Colleague(4, frozenset({"музыка"}), frozenset({9}))
BOTH = Colleague(5, frozenset({"физика"}), frozenset({5}))
ALL = [OF_NEITHER, OF_CLASS, OF_SUBJECT, BOTH]


def test_those_of_the_subject_come_first_then_those_of_the_class() -> None:
    assert [one.colleague for one in proposals(LESSON, "Физика", ALL, [LESSON], (), {})] == [5, 2, 3, 4]


def test_of_equals_the_one_who_covers_least_comes_first() -> None:
    other = Colleague(6, frozenset({"физика"}), frozenset({9}))
    assert [one.colleague for one in proposals(LESSON, "физика", [OF_SUBJECT, other], [], (), {2: 3, 6: 1})] == [6, 2]


def test_who_is_away_teaches_then_or_is_the_one_to_replace_is_not_proposed() -> None:
    then = HeldLesson(7, 100, 145, frozenset({2}))  # five minutes of it are at the same time
    next_hour = HeldLesson(8, 105, 150, frozenset({3}))
    own = Colleague(1, frozenset({"физика"}), frozenset({5}))
    found = proposals(LESSON, "физика", [*ALL, own], [LESSON, then, next_hour], {4}, {})
    assert [one.colleague for one in found] == [5, 3]


DAY = st.lists(
    st.builds(
        HeldLesson,
        st.integers(10, 99),
        starts := st.integers(0, 150),
        starts.map(lambda minute: 151 + minute),
        st.frozensets(st.integers(1, 6), max_size=2),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(DAY, st.sets(st.integers(1, 6)))
def test_nobody_is_proposed_who_would_be_in_two_places(day: list[HeldLesson], away: set[int]) -> None:
    colleagues = [Colleague(number, frozenset(), frozenset()) for number in range(1, 7)]
    found = {one.colleague for one in proposals(LESSON, "физика", colleagues, day, away, {})}
    for number in range(1, 7):
        teaches = any(
            number in one.teachers and one.starts < LESSON.ends and LESSON.starts < one.ends for one in [*day, LESSON]
        )
        assert (number in found) is not (teaches or number in away)
