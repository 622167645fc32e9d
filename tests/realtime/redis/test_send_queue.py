"""What waits for Redis is bounded, keeps its order, and says what it lost."""

import asyncio
from dataclasses import replace

from realtime.redis.send_queue import Item, Kind, SendQueue
from tests.support.fanouts import QUICK


def item(number: int, kind: Kind = Kind.HINT, size: int = 1, age: float = 0.0) -> Item:
    return Item(str(number), b"x" * size, kind, asyncio.get_running_loop().time() - age)


def numbers(items: list[Item]) -> list[int]:
    return [int(each.channel) for each in items]


async def test_it_gives_what_came_in_order_and_no_more_than_asked() -> None:
    send_queue = SendQueue(QUICK)
    for number in range(5):
        send_queue.put(item(number))
    assert numbers(await send_queue.take(3)) == [0, 1, 2]
    assert numbers(await send_queue.take(3)) == [3, 4]
    waiting = asyncio.create_task(send_queue.take(3))
    await asyncio.sleep(0)
    send_queue.put(item(5))
    assert numbers(await waiting) == [5]


async def test_the_oldest_make_room_and_are_counted() -> None:
    few, small = SendQueue(replace(QUICK, waiting=3)), SendQueue(replace(QUICK, waiting_bytes=30))
    for send_queue in (few, small):
        for number in range(10):
            send_queue.put(item(number, size=10))
        assert send_queue.dropped == 7
        assert numbers(await send_queue.take(10)) == [7, 8, 9]


async def test_what_has_waited_too_long_is_of_no_use() -> None:
    send_queue = SendQueue(QUICK)
    for number, kind in enumerate((Kind.HINT, Kind.ONCE)):
        send_queue.put(item(number, kind, age=QUICK.stale_seconds + 1))
    send_queue.put(item(2))
    assert numbers(await send_queue.take(10)) == [2]
    assert send_queue.dropped == 2


async def test_what_was_not_confirmed_goes_again_before_all_others_unless_it_is_told_once_only() -> None:
    send_queue = SendQueue(QUICK)
    for number, kind in enumerate((Kind.HINT, Kind.ONCE, Kind.HINT)):
        send_queue.put(item(number, kind))
    taken = await send_queue.take(10)
    send_queue.put(item(3))
    send_queue.back(taken)
    assert numbers(await send_queue.take(10)) == [0, 2, 3]
    assert send_queue.dropped == 1


async def test_a_heartbeat_goes_first_and_a_flood_does_not_push_it_out() -> None:
    send_queue = SendQueue(replace(QUICK, waiting=2))
    send_queue.put(item(9, Kind.BEAT))
    send_queue.put(item(10, Kind.BEAT))
    for number in range(5):
        send_queue.put(item(number))
    assert numbers(await send_queue.take(10)) == [10, 3, 4]
