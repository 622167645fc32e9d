"""What a fault expects has failed once as well, each of them."""

from collections.abc import Sequence

from tests.faults.faults import (
    Files,
    Slow,
    files_are_given_back,
    it_went_and_others_felt_nothing,
    its_readers_moved_and_others_felt_nothing,
    its_readers_moved_on,
    other_chats_felt_nothing,
)
from tests.faults.history import Attempt, History, Outcome, Stay, Stored, Told, Window
from tests.faults.measures import acknowledged

HERE, THERE = "http://here", "http://there"
BROKEN = Window(10.0, 12.0)


def published(*took: float, channel: str = "chat:1", server: str = THERE, begun: float = 10.5) -> list[Attempt]:
    before = Attempt(channel, f"{channel}-before", 1.0, 1.1, Outcome.OK, 1, server)
    now = [
        Attempt(channel, f"{channel}-{number}", begun, begun + seconds, Outcome.OK, number + 2, server)
        for number, seconds in enumerate(took)
    ]
    return [before, *now]


def moved(*after: float) -> list[Stay]:
    """Readers that were subscribed elsewhere so many seconds after the beginning."""
    stays = []
    for number, seconds in enumerate(after):
        stays += [Stay(f"{number}", HERE, 1.0, 10.1), Stay(f"{number}", THERE, 10.0 + seconds, 99.0)]
    return stays


def wrong(attempts: Sequence[Attempt] = (), stays: Sequence[Stay] = ()) -> list[str]:
    history = History(attempts=list(attempts), stays=list(stays))
    return list(its_readers_moved_and_others_felt_nothing(history, BROKEN, HERE))


def test_f1_readers_come_back_in_time_and_publishes_elsewhere_are_not_slower() -> None:
    assert wrong(published(0.1, 0.4), moved(0.5, 4.9)) == []
    assert len(wrong(stays=moved(0.5, 5.1))) == 1
    assert len(wrong(stays=moved(0.5)[:1])) == 1  # never
    assert len(wrong(published(0.1, 0.9))) == 1
    assert wrong(published(0.1, 0.9, server=HERE)) == []
    assert wrong(published(0.9, begun=13.0)) == []  # after it


def test_f2_readers_notice_that_their_server_stands_still() -> None:
    assert list(its_readers_moved_on(History(stays=moved(36.0)), BROKEN, HERE)) == []
    assert len(list(its_readers_moved_on(History(stays=moved(36.0, 38.0)), BROKEN, HERE))) == 1


def test_f14_a_slow_reader_costs_little_and_nobody_else_waits() -> None:
    history = History(attempts=published(0.1), stored={"chat:1": {2: Stored("x", "chat:1-0")}})
    told = Told("chat:1", 2, "x", 10.7)
    history.readers = {"olga": [told]}
    assert list(it_went_and_others_felt_nothing(history, BROKEN, Slow(1_000_000))) == []
    assert len(list(it_went_and_others_felt_nothing(history, BROKEN, Slow(2_000_000)))) == 1
    history.readers = {"olga": [Told("chat:1", 2, "x", 11.5)]}
    assert len(list(it_went_and_others_felt_nothing(history, BROKEN, Slow(1_000_000)))) == 1


def test_f15_files_are_given_back() -> None:
    assert list(files_are_given_back(History(), BROKEN, Files(7, 7))) == []
    assert len(list(files_are_given_back(History(), BROKEN, Files(7, 12)))) == 1


def test_f21_only_the_chat_that_is_held_waits() -> None:
    held, free = published(2.9), published(0.2, channel="chat:2")
    assert list(other_chats_felt_nothing(History(attempts=held + free), BROKEN, "chat:1")) == []
    assert len(list(other_chats_felt_nothing(History(attempts=held + free), BROKEN, "chat:2"))) == 1


def test_a_publish_lasts_from_its_first_try_to_its_first_acknowledgement() -> None:
    tries = [
        Attempt("chat:1", "a", 9.0, 11.0, Outcome.INFO, server=HERE),
        Attempt("chat:1", "a", 11.1, 11.5, Outcome.OK, 1, THERE),
        Attempt("chat:1", "a", 11.2, 11.9, Outcome.OK, 1, HERE),
        Attempt("chat:1", "b", 11.2, 11.9, Outcome.INFO, server=HERE),
    ]
    [publish] = acknowledged(History(attempts=tries))
    assert (publish.begun, publish.acked, publish.took) == (9.0, 11.5, 2.5)
    assert publish.servers == {HERE, THERE}
    assert [publish.meets(window) for window in (Window(0, 8.9), Window(9, 10), BROKEN, Window(11.6, 12))] == [
        False,
        True,
        True,
        False,
    ]
