"""The file that says what open channels may do. Unknown options are ignored: other servers have more of them."""

from pathlib import Path

from pydantic import BaseModel, Field

from realtime.protocol.codes import ErrorCode, ErrorReply


class Options(BaseModel):
    """Of one namespace; everything is off by default."""

    presence: bool = False
    join_leave: bool = False
    force_push_join_leave: bool = False
    force_recovery: bool = False
    allow_publish_for_subscriber: bool = False
    allow_presence_for_subscriber: bool = False
    allow_history_for_subscriber: bool = False
    history_size: int = Field(default=0, ge=0)
    history_ttl: float = Field(default=0, ge=0)  # seconds

    @property
    def kept(self) -> bool:
        return self.history_size > 0 and self.history_ttl > 0


class Config(BaseModel):
    insecure: bool = False  # anybody may connect, and do everything
    secret: str = ""  # of tokens, HS256
    api_key: str = ""
    personal: bool = False  # every user is subscribed to `#USER`
    without_namespace: Options = Options()
    namespaces: dict[str, Options] = {}

    def options(self, channel: str) -> Options:
        """Raises `ErrorReply` (UNKNOWN_CHANNEL) when there is no such namespace."""
        namespace, colon, _ = channel.removeprefix("$").partition(":")
        if not colon:
            return self.without_namespace
        if namespace not in self.namespaces:
            raise ErrorReply(ErrorCode.UNKNOWN_CHANNEL)
        return self.namespaces[namespace]


def read(file: Path) -> Config:
    return Config.model_validate_json(file.read_bytes())
