"""Shapes of files that go along with messages (docs/PROTOCOL.md)."""

from typing import Annotated

from pydantic import Field

from channels.types import Id, Input, Moment, Shape


class Attached(Shape):
    """`preview`: there is a small picture of it. `width` and `height` are those of images."""

    id: Id
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    preview: bool = False


class NewFile(Input):
    """What will be brought. `type` is what the device calls it, if it knows."""

    name: Annotated[str, Field(min_length=1, max_length=1000)]
    size: Annotated[int, Field(ge=1, lt=2**53)]
    type: Annotated[str, Field(max_length=200)] = ""


class Upload(Shape):
    """How far it is. `ready`: it can be sent along; then `file` says what it has become."""

    file: Attached
    offset: int
    ready: bool = False


class Address(Shape):
    """Works without a sign-in, for a minute."""

    address: str
    expires_at: Moment
