"""Describes an action, one thing that can be asked for, in a single place.

REST, rpc, the OpenAPI document and the test of rights read the same tables of actions (`handlers.actions.tables`).
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Annotated, Any, cast

from aiohttp import web
from pydantic import Field, StringConstraints, create_model

from channels.errors import Codes, Refusal
from channels.merging.ports import Survivors
from channels.talk.inputs import Offset
from channels.types import Id, Input, Shape
from handlers.actions.action_call import Call as Call
from handlers.actions.old_ids import with_survivors
from realtime.engine import Engine
from storage.logins import Login


class Access(Enum):
    """People who may ask for an action at all. Through channels.policy the action decides what they may see."""

    PUBLIC = "public"  # anybody; says nothing about the school
    SIGNED_IN = "signed_in"  # tells people only about themselves
    DIARY = "diary"
    JOURNAL = "journal"
    CHAT = "chat"
    CONTACT = "contact"
    FILE = "file"
    ANNOUNCEMENT = "announcement"
    SCHOOL_EVENT = "school_event"
    REPORT = "report"
    TICKET = "ticket"
    GROUP = "group"  # those who look after it, or may join it
    CLASS = "class"
    SCHOOL = "school"
    TRUST = "trust"  # the family of the child, who is trusted, and who keeps the register
    NOTICE = "notice"  # its addressee
    BROWSER = "browser"  # its owner


KEY = re.compile(r"^[\x21-\x7e]{1,100}$")  # visible ASCII characters
Key = Annotated[str, StringConstraints(pattern=KEY.pattern)]


class Keyed(Input):
    """Input with an idempotency key: a repeat with the same key and input gets the first answer."""

    key: Key | None = None


Answer = Shape | web.StreamResponse
Run = Callable[..., Awaitable[Answer]]
Bound = Callable[[Call], Awaitable[Answer]]
_Giver = Callable[[Call], Any]
Parts = Mapping[type, object]
"""Parts of the server, by type: an action's parameter of such a type gets the part."""


@dataclass(frozen=True)
class _Part:
    """Parameter that gets a part of the server."""

    parameter: inspect.Parameter


@dataclass(frozen=True)
class Action:
    """An action and its table entry.

    `run` gets what its parameters ask for: `person` and `login` (the number of the sign-in), `key` for repeats, the
    whole numbers of the path in their order, an `Input`, a `web.Request`, and parts of the server by type.

    An `Input` comes in the query of a GET and in the body of everything else. `takes`: media type of a body that `run`
    reads itself; its `Input` comes in the query as well. `gives`: content of a response that `run` makes itself, which
    is a shape or a media type. `sets_up`: open also to somebody whose time to set up a second factor is over.
    """

    name: str
    method: str
    path: str
    access: Access
    summary: str
    run: Run
    status: int = 200
    takes: str | None = None
    gives: type[Shape] | str | None = None
    sets_up: bool = False

    @cached_property
    def _parameters(self) -> list[inspect.Parameter]:
        found = inspect.signature(self.run, eval_str=True).parameters.values()
        return [one for one in found if one.kind is not one.KEYWORD_ONLY]

    @cached_property
    def _returned(self) -> type[Shape] | None:
        found = inspect.signature(self.run, eval_str=True).return_annotation
        return found if isinstance(found, type) and issubclass(found, Shape) else None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Names of the whole numbers in the path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @cached_property
    def input(self) -> type[Input] | None:
        found = [one.annotation for one in self._parameters if _is(one, Input)]
        return found[0] if found else None

    @property
    def query(self) -> type[Input] | None:
        return self.input if self.takes is not None or not self.writes else None

    @property
    def body(self) -> type[Input] | None:
        return self.input if self.takes is None and self.writes else None

    @property
    def answer(self) -> type[Shape] | None:
        """Shape of the answer; None if it is no JSON."""
        return self.gives if isinstance(self.gives, type) else self._returned

    @property
    def writes(self) -> bool:
        return self.method not in ("GET", "HEAD")

    @cached_property
    def keyed(self) -> bool:
        return any(one.name == "key" for one in self._parameters)

    @cached_property
    def by_rpc(self) -> bool:
        """True if it can be asked for by rpc, too: not if it deals with HTTP or open sockets itself, or is public."""
        of_http = self._returned is None or any(_is(one, (web.Request, Engine)) for one in self._parameters)
        return self.access is not Access.PUBLIC and not of_http

    @cached_property
    def command(self) -> type[Input]:
        """Data of the rpc: the ids, the input's fields and the key, side by side."""
        bases: list[type[Input]] = [*([self.input] if self.input else []), *([Keyed] if self.keyed else [])]
        if not self.ids and len(bases) == 1:
            return bases[0]
        ids: dict[str, Any] = {_field(name): (_type(name), Field(alias=name)) for name in self.ids}
        return create_model(self.name, __base__=tuple(bases) or Input, **ids)

    def called(self, login: Login, data: Input) -> Call:
        """Returns the call for an rpc with this data, which is of the model `command`."""
        ids = tuple(getattr(data, _field(name)) for name in self.ids)
        return Call(login, ids, self.given(data), getattr(data, "key", None) if self.keyed else None)

    def given(self, data: Input) -> Input | None:
        """Returns the input in an rpc's data, without ids and key, so that a key means the same by REST and by rpc."""
        model = self.input
        if model is None:
            return None
        if type(data) is model:
            return data
        return model.model_construct(
            data.model_fields_set & model.model_fields.keys(),
            **{name: getattr(data, name) for name in model.model_fields},
        )

    def bind(self, parts: Parts) -> Bound:
        """Returns `run` with its arguments looked up once. Raises TypeError for a parameter without a known value."""
        givers = [_given_by_part(parts, one, self) if isinstance(one, _Part) else one for one in self._givers]
        run, survivors = self.run, cast("Survivors | None", parts.get(Survivors))

        async def bound(call: Call) -> Answer:
            meant = call if survivors is None else await with_survivors(survivors, self.ids, call)
            return await run(*[give(meant) for give in givers])

        return bound

    @cached_property
    def _givers(self) -> list[_Giver | _Part]:
        """Sources of the arguments: found once, since one process binds an action for rpc and REST alike."""
        numbers = iter(range(len(self.ids)))
        found = [_giver(one, numbers) for one in self._parameters]
        if next(numbers, None) is not None:
            raise TypeError(f"{self.name}: {self.path} names more than its function takes")
        return found


def _giver(one: inspect.Parameter, numbers: Iterator[int]) -> _Giver | _Part:
    if one.name == "person":
        return lambda call: _signed_in(call).person
    if one.name == "login" and one.annotation is int:
        return lambda call: _signed_in(call).id
    if one.name == "key":
        return lambda call: call.key
    if one.annotation is int and (at := next(numbers, None)) is not None:
        return lambda call: call.ids[at]
    if _is(one, Input):
        return lambda call: call.given
    if one.annotation is Login:
        return _signed_in
    if _is(one, web.Request):
        return lambda call: call.request
    return _Part(one)


def _given_by_part(parts: Parts, wanted: _Part, action: Action) -> _Giver:
    if wanted.parameter.annotation not in parts:
        raise TypeError(f"{action.name}: nothing is known for {wanted.parameter}")
    part = parts[wanted.parameter.annotation]
    return lambda call: part


def _signed_in(call: Call) -> Login:
    if call.login is None:
        raise Refusal(Codes.SIGN_IN_REQUIRED)
    return call.login


def _is(one: inspect.Parameter, kind: type | tuple[type, ...]) -> bool:
    return isinstance(one.annotation, type) and issubclass(one.annotation, kind)


def _field(name: str) -> str:
    return f"{name}_" if name == "class" else name


def _type(name: str) -> Any:
    return Offset if name == "offset" else Id
