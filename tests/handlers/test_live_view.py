"""Live view = reloaded view: who only folded publications holds what a reload would give, whatever happened."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.effort import tries
from tests.support.school import School, read_school
from tests.support.serving import Caller, serving
from tests.support.wire import Wire, wire


class View:
    """A state and the one way it changes: docs/PROTOCOL.md, "Fold, never guess"."""

    def __init__(self, state: dict[str, Any], *, keeps_traces: bool) -> None:
        self.position = state["position"]
        self.marks: list[dict[str, Any]] = state["marks"]
        self.attendance = {(one["lesson"], one["student"]): one for one in state["attendance"]}
        self._keeps_traces = keeps_traces

    def fold(self, publication: dict[str, Any]) -> None:
        if publication["offset"] <= self.position["offset"]:
            return
        assert publication["offset"] == self.position["offset"] + 1, "a gap"
        self.position["offset"] = publication["offset"]
        data = publication["data"]
        match data["type"]:
            case "marks_posted":
                self.marks += data["marks"]
            case "mark_corrected":
                self._replace(data["mark"])
            case "mark_withdrawn":
                if self._keeps_traces:
                    self._replace(data["mark"])
                else:
                    self.marks = [one for one in self.marks if one["id"] != data["mark"]["id"]]
            case "attendance_recorded":
                for one in data["attendance"]:
                    self.attendance[one["lesson"], one["student"]] = one

    def _replace(self, mark: dict[str, Any]) -> None:
        self.marks = [mark if one["id"] == mark["id"] else one for one in self.marks]

    def equals(self, state: dict[str, Any]) -> None:
        assert self.position == state["position"]
        assert self.marks == state["marks"]
        assert self.attendance == {(one["lesson"], one["student"]): one for one in state["attendance"]}


cell = st.tuples(st.sampled_from(["anya", "misha"]), st.integers(2, 5), st.sampled_from(["answer", "test"]))
actions = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.lists(cell, min_size=1, max_size=4)),
        st.tuples(st.just("correct"), st.integers(0, 20), st.integers(2, 5)),
        st.tuples(st.just("withdraw"), st.integers(0, 20)),
        st.tuples(st.just("attend"), st.sampled_from(["absent", "ill", "late", "excused", "present"])),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=tries(15, 100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions)
async def test_folding_equals_reloading(school_url: str, actions: list[tuple[Any, ...]]) -> None:
    # one database for all examples: each begins with what the last one left, as a view begins on a school day
    async with serving(school_url) as served:
        school = await read_school(served.server.pool)
        maria, olga = await served.person("maria"), await served.person("olga")
        async with wire(served, olga) as family, wire(served, maria) as teacher:
            diary = View((await olga.get(f"/api/students/{school.anya}/diary")).body, keeps_traces=True)
            journal = View((await maria.get(f"/api/courses/{school.maths}/journal")).body, keeps_traces=False)
            for action in actions:
                await do(maria, school, action)
            diary_now = (await olga.get(f"/api/students/{school.anya}/diary")).body
            journal_now = (await maria.get(f"/api/courses/{school.maths}/journal")).body
            await follow(diary, family, diary_now)
            await follow(journal, teacher, journal_now)
        diary.equals(diary_now)
        journal.equals(journal_now)


async def follow(view: View, socket: Wire, until: dict[str, Any]) -> None:
    while view.position["offset"] < until["position"]["offset"]:
        view.fold(await socket.publication(view.position["channel"]))


async def do(maria: Caller, school: School, action: tuple[Any, ...]) -> None:
    marks = (await maria.get(f"/api/courses/{school.maths}/journal")).body["marks"]
    match action:
        case ("post", cells):
            posted = [
                {
                    "student": str(getattr(school, student)),
                    "lesson": str(school.today),
                    "value": value,
                    "kind": str(getattr(school, kind)),
                    "confirmed": True,
                }
                for student, value, kind in cells
            ]
            assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": posted})).status == 201
        case ("correct", n, value) if marks:
            mark = marks[n % len(marks)]
            answer = await maria.patch(f"/api/marks/{mark['id']}", {"revision": mark["revision"], "value": value})
            assert answer.status == 200
        case ("withdraw", n) if marks:
            mark = marks[n % len(marks)]
            answer = await maria.post(f"/api/marks/{mark['id']}/withdraw", {"revision": mark["revision"]})
            assert answer.status == 200
        case ("attend", status):
            stands = (await maria.get(f"/api/courses/{school.maths}/journal")).body["attendance"]
            entry = {
                "student": str(school.anya),
                "lesson": str(school.today),
                "status": status,
                "revision": max((one["revision"] for one in stands), default=0),
                "confirmed": True,
            }
            answer = await maria.post(f"/api/courses/{school.maths}/attendance", {"attendance": [entry]})
            assert answer.status == 200
