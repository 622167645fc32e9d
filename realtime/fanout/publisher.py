"""Announces committed publications to the fan-out."""

import logging
from collections.abc import Sequence

from channels.publication import ChannelName, Publication
from realtime.fanout.port import Ephemeral, EphemeralKind, Fanout

log = logging.getLogger(__name__)


class FanoutPublisher:
    """Implements `channels.ports.Publisher` over a fan-out."""

    def __init__(self, fanout: Fanout) -> None:
        self._fanout = fanout

    def publish(self, publications: Sequence[Publication]) -> None:
        try:
            self._fanout.send(publications)
        except Exception as error:
            # The facts are committed, and the archive makes up for a lost hint. An action that succeeded
            # must not fail because nobody could be told at once.
            log.error("fan-out refused %d publications: %s", len(publications), type(error).__name__)

    def signal(self, channel: ChannelName, data: bytes) -> None:
        self._fanout.signal(Ephemeral(channel, EphemeralKind.PUBLICATION, data))
