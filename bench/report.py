"""Saved results -> the tables and pictures of BENCHMARKS.md, so that no figure in it was typed.

`python -m bench NAME > bench/results/NAME.json`, then `python -m bench report`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.pictures import bars

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
PICTURES = ROOT / "docs" / "pictures" / "bench"
PAGE = ROOT / "BENCHMARKS.md"

Told = dict[str, Any]


def write() -> list[str]:
    """Rewrites what stands between `<!-- NAME -->` and `<!-- /NAME -->`; returns the names. Raises ValueError where
    the page has no place for a result."""
    page = PAGE.read_text(encoding="utf-8")
    names = []
    for name, table in TABLES.items():
        file = RESULTS / f"{name}.json"
        if not file.exists():
            continue
        told = json.loads(file.read_text(encoding="utf-8"))
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"BENCHMARKS.md has no place {begin.strip()}")
        page = before + begin + f"{_machine(told)}\n\n{table(told)}\n" + end + after
        names.append(name)
    PAGE.write_text(page, encoding="utf-8")
    return names


def _machine(told: Told) -> str:
    return (
        f"*{told['at']}, {told['cpus']} × {told['cpu']}, Linux {told['kernel']}, Python {told['python']};"
        f" load {told['load']} at the start*"
    )


def _rows(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |" for line in lines)


def _picture(name: str, told: Told, title: str, unit: str, values: Iterable[tuple[str, float]]) -> str:
    PICTURES.mkdir(parents=True, exist_ok=True)
    text = bars(title, unit, list(values), f"{told['at']}, {told['cpus']} × {told['cpu']}")
    (PICTURES / f"{name}.svg").write_text(text, encoding="utf-8")
    return f"![{title}](docs/pictures/bench/{name}.svg)"


def _fanout(told: Told) -> str:
    all_ = told["contenders"]
    head = ["server", "one, µs", "of the floor", "20 in 50 ms, µs", "of the floor", "longest turn, ms CPU"]
    rows = [
        [
            name,
            each["single_us"],
            each["single_of_floor"],
            each["burst_us"],
            each["burst_of_floor"],
            each.get("longest_turn_cpu_ms"),
        ]
        for name, each in all_.items()
    ]
    server = all_["server"]
    return (
        f"{told['sessions']} sessions, {told['bytes']} bytes, {told['rounds']} rounds.\n\n"
        + _rows(head, rows)
        + f"\n\nOf the server's figure for one message {server['storing_us'] / told['sessions']:.2f} µs are the action "
        f"itself ({server['storing_us'] / 1000:.1f} ms: the request, the transaction, the answer); without it the "
        f"delivery is {server['without_storing_of_floor']} of the floor.\n\n"
        + _picture(
            "fanout",
            told,
            "CPU of the server for one delivery to one of many",
            "µs",
            [(name, each["single_us"]) for name, each in all_.items()],
        )
    )


def _idle(told: Told) -> str:
    head = ["sessions", "KB each", "connecting, µs CPU", "pings, % of a core", "longest turn, ms CPU"]
    rows = [
        [
            number,
            each["kb_each"],
            each["connect_cpu_us"],
            each.get("pings_percent_of_a_core"),
            each.get("longest_turn_cpu_ms"),
        ]
        for number, each in told["sessions"].items()
    ]
    return _rows(head, rows)


def _storm(told: Told) -> str:
    times = told["connect_ms"]
    rows = [
        ["seconds until the last was back", told["seconds"]],
        ["refused, lost", f"{told['refused']}, {told['lost']}"],
        ["to the connect reply, ms: median, p99", f"{times['median']:.0f}, {times['p99']:.0f}"],
        ["channels recovered", told["channels_recovered"]],
        ["CPU of the server, ms each", told["cpu_ms_each"]],
        ["queries each", told["queries_each"]],
        ["round trips to the database each", told["round_trips_each"]],
        ["time in the database, ms each", told["database_ms_each"]],
        ["longest turn of the loop, ms CPU", told["longest_turn_cpu_ms"]],
    ]
    return _rows([f"{told['sessions']} sessions of {told['persons']} people", ""], rows)


def _firstbell(told: Told) -> str:
    times = told["post_to_socket_ms"]
    head = [
        f"{told['sessions']} people, {told['absences']} absences in {told['seconds']:.0f} s",
        "median",
        "p99",
        "longest",
    ]
    return _rows(head, [["POST → socket, ms", times["median"], times["p99"], times["max"]]]) + (
        f"\n\n{told['deliveries']} deliveries; {told['cpu_ms_each']} ms CPU of the server for each absence; the"
        f" longest turn of the loop {told['longest_turn_cpu_ms']} ms CPU."
    )


def _stalled(told: Told) -> str:
    rows = [
        [name, *(told[key][figure] for figure in ("median", "p99", "max"))]
        for name, key in (("without it", "without_ms"), ("with it", "with_ms"))
    ]
    memory = told["memory_mb"]
    return _rows([f"{told['sessions']} readers, ms to each", "median", "p99", "longest"], rows) + (
        f"\n\np99 with it is {told['p99_ratio']} of that without (median of {told['rounds']} pairs). The stalled reader"
        f" was let go after {', '.join(map(str, told['gone_after_seconds']))} s; the server had {memory['before']} MB"
        f" before, at most {memory['peak']}, {memory['after']} after."
    )


def _fuzz(told: Told) -> str:
    rows = [
        ["frames, connections", f"{told['frames']:,}, {told['connections']:,}"],
        ["batches that were read to their end", f"{told['batches_read_to_the_end']:,} of {told['batches']:,}"],
        ["the process lives", "yes" if told["server_lives"] else "no"],
        ["errors in its log", told["errors_logged"]],
        ["its memory, MB: start, half, end", ", ".join(map(str, told["memory_mb"]))],
        ["slope of the second half, KB for 100,000 frames", told["slope_kb_per_100000_frames"]],
        [
            "others: messages, missed, lost",
            f"{told['others_messages']}, {told['others_missed']}, {told['others_lost']}",
        ],
    ]
    return _rows([f"seed {told['seed']}", ""], rows)


def _growth(told: Told) -> str:
    head = ["publications", "open 5 channels", "p99", "50 back", "p99", "20 missed", "p99"]
    rows = [
        [f"{int(size):,}", *(each[what][figure] for what in _READS for figure in ("median", "p99"))]
        for size, each in told["archive"].items()
    ]
    deliveries = [[number, each["us_each"], each["longest_turn_cpu_ms"]] for number, each in told["fanout"].items()]
    return (
        f"Milliseconds, over {told['channels']} channels:\n\n"
        + _rows(head, rows)
        + "\n\n"
        + _rows(["sessions on one channel", "µs CPU a delivery", "longest turn, ms CPU"], deliveries)
    )


def _talk(told: Told) -> str:
    sizes = [size for size in told if size.isdigit()]
    head = ["ms", *(f"{int(size):,}, median, p99" for size in sizes)]
    rows = [
        [name, *(f"{told[size][what]['median']}, {told[size][what]['p99']}" for size in sizes)]
        for what, name in _TALK.items()
    ]
    plan = "\n\n".join("\n".join(lines) for lines in told["plans_of_a_search"].values())
    return (
        f"Messages in {told['chats']:,} chats, {told['chats_of_a_person']} of them of one person:\n\n"
        + _rows(head, rows)
        + f"\n\nA search:\n\n```\n{plan}\n```"
    )


def _notices(told: Told) -> str:
    head = ["a postman alone", "notices a second", "CPU ms each: postman", "PostgreSQL"]
    rows = [
        [
            name,
            told[key]["per_second"],
            told[key]["cpu_ms_each"]["postman"],
            told[key]["cpu_ms_each"]["postgres"],
        ]
        for name, key in (("sorting", "sorted"), ("sorting and carrying by mail", "carried"))
    ]
    school = told["school"]
    people, times = school["people"], school["chat_ms"]
    chat = [
        [name, *(times[key][figure] for figure in ("median", "p99", "max")), school["chat_messages_a_second"][key]]
        for name, key in (("before it", "alone"), ("beside it", "beside"))
    ]
    return (
        f"{told['sorted']['notices']:,} notices due at once:\n\n"
        + _rows(head, rows)
        + f"\n\nAn announcement to a whole school, {people['student']:,} pupils, {people['guardian']:,} guardians and"
        f" {people['teacher']:,} teachers: the POST is answered after {school['post_ms']} ms, the last of"
        f" {school['mails']:,} mails is handed over after {school['seconds']} s,"
        f" {school['postman_cpu_ms_each']} ms CPU of the postman for each. Chat messages, from sending to"
        " acknowledgement:\n\n"
        + _rows(["ms", "median", "p99", "longest", "messages a second"], chat)
        + f"\n\nBeside it the median is {school['chat_ratio']['median']} of that before, p99"
        f" {school['chat_ratio']['p99']}; {school['chat_messages_beside']:,} messages, {school['refused']} refused."
    )


def _lessons(told: Told) -> str:
    few, many = (f"{number:,} lessons" for number in told["lessons"])
    openings = [
        [name, *told["openings"][key]["cpu_ms"], told["openings"][key]["ratio"]] for key, name in _OPENINGS.items()
    ]
    hottest = [[f"`{one['by']}`", one["times"], one["ms"], one["blocks"]] for one in told["plans"]]
    return (
        "Milliseconds of a processor:\n\n"
        + _rows(["opening", few, many, "ratio"], openings)
        + f"\n\nThe ten queries that took longest over {many} when everything was opened equally often:\n\n"
        + _rows(["query", "times", "ms", "blocks"], hottest)
    )


def _timetable_file(told: Told) -> str:
    parts = []
    for school in told["schools"]:
        formats = school["formats"]
        some = next(iter(formats.values()))
        of = "a line for each date" if school["dated"] else "a line for each lesson of a week"
        head = ["file", "KiB", *_STEPS.values(), "MiB: at rest", "at most", "longest turn, ms CPU"]
        rows = [
            [
                name,
                f"{each['kib']:,}",
                *(f"{each['steps'][step]['cpu_server']} + {each['steps'][step]['cpu_postgres']}" for step in _STEPS),
                each["mib_at_rest"],
                max(step["peak_mib"] for step in each["steps"].values()),
                max(step["longest_turn_cpu_ms"] for step in each["steps"].values()),
            ]
            for name, each in formats.items()
        ]
        parts.append(
            f"{school['classes']} classes, {school['weeks']} weeks: {school['rows']:,} lines ({of}),"
            f" {some['pattern_rows']:,} rows of the pattern, {some['lessons']:,} lessons:\n\n" + _rows(head, rows)
        )
    return "\n\n".join(parts)


_STEPS = {"read": "reading", "preview": "preview", "apply": "applying", "preview_again": "preview, no changes"}
_OPENINGS = {
    "diary": "a week of a student's diary",
    "family": "that of both children of a family",
    "teacher": "a week of one's own as a teacher, with year and bells",
    "class": "a week of a class",
    "room": "a week of a room",
    "today_of_student": "Today of a student",
    "today_of_teacher": "Today of a teacher",
    "journal": "the journal of a course, four weeks",
    "pattern": "the pattern of a school, as its editor asks for it",
    "cover": "a teacher is away three days: lessons to cover, with free colleagues",
    "calendar_of_teacher": "the calendar of a teacher",
    "calendar_of_child": "the calendar of a child",
}
_TALK = {
    "list_ms": "list of chats",
    "open_ms": "a chat, its newest 50",
    "back_ms": "50 further back",
    "jump_ms": "50 around one",
    "common_word_ms": "search, a common word",
    "rare_word_ms": "search, a rare word",
    "two_words_ms": "search, two words",
    "beginning_ms": "search, the beginning of a word",
}
_READS = ("open_ms", "read_back_ms", "recover_ms")

TABLES: dict[str, Callable[[Told], str]] = {
    "fanout": _fanout,
    "idle": _idle,
    "storm": _storm,
    "firstbell": _firstbell,
    "stalled": _stalled,
    "fuzz": _fuzz,
    "growth": _growth,
    "talk": _talk,
    "notices": _notices,
    "lessons": _lessons,
    "timetable_file": _timetable_file,
}
