"""A school's other systems ring: what they may, and what they may not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from handlers.metrics import COUNTERS, FANOUT, GAUGES
from handlers.settings import Settings, WrongSetting
from tests.handlers.test_chats import chat_with
from tests.support.school import School
from tests.support.serving import API_KEY, Served
from tests.support.wire import wire

BUS = {"type": "x-bus", "minutes": 20}
METHODS = ("publish", "broadcast", "subscribe", "unsubscribe", "disconnect", "presence", "presence_stats", "history",
           "channels", "info", "batch")  # fmt: skip


async def api(served: Served, method: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    sent = {"X-API-Key": API_KEY} | {name.replace("_", "-"): value for name, value in headers.items()}
    async with served.http.post(f"{served.base}/api/{method}", json=body or {}, headers=sent) as response:
        text = await response.text()
        return response.status, json.loads(text) if text else None


@pytest.mark.parametrize("method", METHODS)
async def test_nobody_rings_without_the_key(shared: Served, method: str) -> None:
    for headers in ({}, {"X-API-Key": "wrong"}, {"Authorization": "apikey wrong"}, {"X-API-Key": "ключ"}):
        sent = {name: value.encode().decode("latin-1") for name, value in headers.items()}
        async with shared.http.post(f"{shared.base}/api/{method}", json={}, headers=sent) as response:
            assert response.status == 401
    async with shared.http.post(f"{shared.base}/api/{method}?api_key={API_KEY}", json={}) as response:
        assert response.status == 401  # an address is written down on the way


def test_a_key_must_be_hard_to_guess() -> None:
    with pytest.raises(WrongSetting):
        Settings.from_environment({"ZVONOK_API_KEY": "short"})
    assert Settings.from_environment({}).api_key is None


async def test_a_ring_reaches_a_class_live_and_is_kept(served: Served, school: School) -> None:
    olga = await served.person("olga")
    channel = f"class:{school.class_5a}"
    async with wire(served, olga) as family:
        status, answer = await api(
            served, "publish", {"channel": channel, "data": BUS}, Authorization=f"apikey {API_KEY}"
        )
        assert status == 200
        told = await family.publication(channel)
        assert told["data"] == BUS
        assert told["offset"] == answer["result"]["offset"]
        page = (await family.call("history", {"channel": channel, "limit": 1, "reverse": True}))["history"]
        assert page["publications"][0]["data"] == BUS
        assert page["epoch"] == answer["result"]["epoch"]
    _, kept = await api(served, "history", {"channel": channel, "limit": 1, "reverse": True})
    assert kept["result"]["publications"] == page["publications"]


async def test_a_repeat_with_its_key_rings_once(served: Served, school: School) -> None:
    body = {"channel": f"person:{school.olga}", "data": BUS, "idempotency_key": "bus-1"}
    first, again = [(await api(served, "publish", body))[1] for _ in range(2)]
    assert first == again
    _, other = await api(served, "publish", {**body, "data": {**BUS, "minutes": 5}})
    assert other["error"] == {"code": 107, "message": "bad request: idempotency_key_reused"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": BUS}, 107),
        ({"channel": "class:1"}, 107),
        ({"channel": "class:999999", "data": BUS}, 102),
        ({"channel": "class:01", "data": BUS}, 102),
        ({"channel": "diary:1", "data": BUS}, 102),
        ({"channel": "chat:1", "data": BUS}, 102),
        ({"channel": "journal:1", "data": BUS}, 102),
        ({"channel": "nothing", "data": BUS}, 102),
        ({"channel": "school:1", "data": {"type": "marks_posted", "marks": []}}, 107),
        ({"channel": "school:1", "data": [1]}, 107),
        ({"channel": "school:1", "data": {"type": "x-" + "a" * 70}}, 107),
        ({"channel": "school:1", "data": {"type": "x-a", "text": "я" * 9000}}, 107),
        ({"channel": "school:1", "data": {"type": "x-a", "text": "\x00"}}, 0),
    ],
)
async def test_what_may_not_be_rung_is_refused_and_changes_nothing(shared: Served, body: Any, code: int) -> None:
    count = "select count(*) from publication"
    before = await shared.server.pool.fetchval(count)
    status, answer = await api(shared, "publish", body)
    assert status == 200
    assert answer.get("error", {}).get("code", 0) == code
    assert (await shared.server.pool.fetchval(count) == before) is (code != 0)


async def test_a_ring_that_is_not_kept_is_told_to_those_who_listen(served: Served, school: School) -> None:
    olga = await served.person("olga")
    channel = f"school:{school.id}"
    async with wire(served, olga) as family:
        _, answer = await api(served, "publish", {"channel": channel, "data": BUS, "skip_history": True})
        assert answer == {"result": {}}
        assert await family.publication(channel) == {"data": BUS}


@pytest.mark.parametrize("kind", ["diary", "journal", "chat", "nothing"])
async def test_a_key_reads_no_marks_and_no_chats(shared: Served, kind: str) -> None:
    _, answer = await api(shared, "history", {"channel": f"{kind}:1", "limit": 10})
    assert answer["error"]["code"] == 103


async def test_many_channels_answer_each_for_itself(served: Served, school: School) -> None:
    channels = [f"class:{school.class_5a}", "class:999999"]
    _, answer = await api(served, "broadcast", {"channels": channels, "data": BUS})
    first, second = answer["result"]["responses"]
    assert first["result"]["offset"] == 1
    assert second["error"]["code"] == 102
    commands = [{"info": {}}, {"publish": {"channel": channels[1], "data": BUS}}, {"batch": {}}, {}]
    _, answer = await api(served, "batch", {"commands": commands})
    told = answer["result"]["replies"]
    assert told[0]["info"]["nodes"][0]["num_clients"] == 0
    assert [reply["error"]["code"] for reply in told[1:]] == [102, 104, 104]


async def test_nobody_is_subscribed_to_what_they_may_not_read(served: Served, school: School) -> None:
    olga = await served.person("olga")
    async with wire(served, olga) as family:
        for channel in (f"diary:{school.foreign_student}", "journal:1", "nothing"):
            _, answer = await api(served, "subscribe", {"user": str(school.olga), "channel": channel})
            assert answer["error"]["code"] == 103
        diary = f"diary:{school.anya}"
        await api(served, "unsubscribe", {"user": str(school.olga), "channel": diary})
        assert (await family.push("unsubscribe"))["channel"] == diary
        _, answer = await api(served, "subscribe", {"user": str(school.olga), "channel": diary})
        assert answer == {"result": {}}
        assert (await family.push("subscribe"))["channel"] == diary
        await api(served, "disconnect", {"user": str(school.olga), "disconnect": {"code": 4501, "reason": "moved"}})
        assert await family.closed() == 4501


async def test_staff_is_seen_in_chats_and_families_only_if_they_say_so(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = (await chat_with(olga, school.maria))["channel"]
    async with wire(served, olga) as family, wire(served, maria):
        shown = (await family.call("presence", {"channel": chat}))["presence"]["presence"]
        assert {info["user"] for info in shown.values()} == {str(school.maria)}
        assert (await family.call("presence", {"channel": f"diary:{school.anya}"}))["error"]["code"] == 108
        _, answer = await api(served, "presence_stats", {"channel": chat})
        assert answer["result"] == {"num_clients": 1, "num_users": 1}
        _, answer = await api(
            served, "presence", {"channel": f"diary:{school.anya}"}, X_Centrifugo_Error_Mode="transport"
        )
        assert answer["error"]["code"] == 108
        _, answer = await api(served, "channels", {"pattern": "chat:*"})
        assert answer["result"]["channels"] == {chat: {"num_clients": 2}}


async def test_errors_become_statuses_where_they_are_asked_for(shared: Served) -> None:
    body = {"channel": "class:999999", "data": BUS}
    assert (await api(shared, "publish", body, X_Centrifugo_Error_Mode="transport"))[0] == 404
    assert (await api(shared, "publish", {}, X_Centrifugo_Error_Mode="transport"))[0] == 400
    async with shared.http.post(shared.base + "/api/info", data=b"{", headers={"X-API-Key": API_KEY}) as response:
        assert response.status == 400


async def test_typing_is_told_and_kept_nowhere(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = await chat_with(olga, school.maria)
    async with wire(served, olga) as family, wire(served, maria) as teacher:
        assert (await teacher.rpc("typing", chat=chat["id"]))["rpc"]["data"] == {}
        assert await family.publication(chat["channel"]) == {"data": {"type": "typing", "person": str(school.maria)}}
        page = (await family.call("history", {"channel": chat["channel"], "limit": 10}))["history"]
        assert page["publications"] == []


async def test_figures_are_told_and_name_nobody(served: Served, school: School) -> None:
    olga = await served.person("olga")
    async with wire(served, olga):
        await api(served, "publish", {"channel": f"school:{school.id}", "data": BUS})
        async with served.http.get(served.base + "/metrics") as response:
            text = await response.text()
    figures = {
        sample.name: sample.value for family in text_string_to_metric_families(text) for sample in family.samples
    }
    assert figures["zvonok_sessions"] == figures["zvonok_users"] == 1
    assert figures["zvonok_subscriptions"] >= 3
    assert figures["zvonok_deliveries_total"] == 1
    assert figures["zvonok_database_transactions_total"] > 0
    assert figures["zvonok_fanout_healthy"] == 1
    assert "Соколова" not in text
    assert "olga" not in text


def test_the_dashboard_asks_only_for_figures_that_there_are() -> None:
    dashboard = json.loads(Path("deploy/grafana.json").read_text(encoding="utf-8"))
    asked = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in re.findall(r"zvonok_\w+", target["expr"])
    }
    told = {f"zvonok_{name}" for name in GAUGES} | {f"zvonok_{name}_total" for name in COUNTERS}
    told |= {f"zvonok_fanout_{name}_total" for name in FANOUT}
    told |= {"zvonok_fanout_lag_seconds", "zvonok_fanout_healthy", "zvonok_processes", "zvonok_loop_delay_seconds"}
    told |= {"zvonok_database_wait_seconds_total", "zvonok_database_transactions_total"}
    assert asked <= told
