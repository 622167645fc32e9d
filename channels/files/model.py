"""Shapes of files that go along with messages (docs/PROTOCOL.md)."""

from typing import Annotated

from pydantic import Field

from channels.types import Id, Input, Moment, Shape


class Attached(Shape):
    """A file that goes along with a message. `preview`: it has a small picture. Images have `width` and `height`."""

    id: Id
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    preview: bool = False


class NewFile(Input):
    """A file that will be uploaded. `type` is what the device calls it, if it knows."""

    name: Annotated[str, Field(min_length=1, max_length=1000)]
    size: Annotated[int, Field(ge=1, lt=2**53)]
    type: Annotated[str, Field(max_length=200)] = ""


class Upload(Shape):
    """State of an upload. `ready`: it can be sent along; then `file` says what it has become."""

    file: Attached
    offset: int
    ready: bool = False


class Address(Shape):
    """Address of a file that works without a sign-in, for a minute."""

    address: str
    expires_at: Moment
