"""Rules of when a person is told of changed lessons, and of which change is still one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from channels.notices.ports import ToldLesson
from channels.notices.quiet import QuietHours, first_allowed
from channels.substitutions.model import LessonPlace

GRACE = timedelta(minutes=5)  # in which a change that is taken back is told to nobody
GRACE_AT_MOST = timedelta(minutes=15)  # while one change follows another
SOON = timedelta(minutes=30)  # before a lesson nothing waits any more
WAKING = timedelta(hours=1)  # before the first lesson of a day, quiet hours of school and person do not hold its change


@dataclass(frozen=True, slots=True)
class ChangedHours:
    """A lesson that is other than a person was told. `begins`: the first of its old and its new hour that is to come.

    `near_from`: when that day is tomorrow. `first`: with it that day begins, or began.
    """

    begins: datetime
    near_from: datetime
    first: bool


@dataclass(frozen=True, slots=True)
class PendingChanges:
    """Changes that one notice would tell. `newest`: when the last one was published that still waits for the person."""

    hours: Sequence[ChangedHours]
    newest: datetime

    @property
    def begins(self) -> datetime:
        return min(one.begins for one in self.hours)

    @property
    def near_from(self) -> datetime:
        """Moment from which it is told at once: it concerns today or tomorrow then."""
        return min(one.near_from for one in self.hours)


def settled_at(pending: PendingChanges, published_at: datetime) -> datetime:
    """Returns when the grace time is over: nothing has followed for a while, or a lesson begins soon."""
    return min(pending.newest + GRACE, published_at + GRACE_AT_MOST, pending.begins - SOON)


def allowed_at(
    pending: PendingChanges, now: datetime, own: Sequence[QuietHours], for_all: Sequence[QuietHours]
) -> datetime:
    """Returns when it may be told. `for_all` is the quiet of the law, `own` that of the school and of the person.

    The change of a first lesson passes `own` an hour before it, so that nobody sets out for nothing.
    """
    allowed = first_allowed(now, [*own, *for_all])
    firsts = [one.begins for one in pending.hours if one.first]
    if not firsts:
        return allowed
    return min(allowed, first_allowed(max(now, min(firsts) - WAKING), for_all))


def is_same(one: LessonPlace | None, other: LessonPlace | None) -> bool:
    """True if nothing differs for those who come. A lesson that is not there is like one that is cancelled only if it
    was never told of."""
    if one is None or other is None:
        there = one or other
        return there is None or (there.cancelled and not there.instead and there.replaced_by is None)
    return one == other


def taken(told: ToldLesson, notice: int, place: LessonPlace, revision: int) -> ToldLesson:
    """Returns what is kept of a lesson when a notice of it is carried: that this notice tells of it, if it does.

    `place` and `revision` are those of the lesson now. It does not if another notice tells the same already, if this
    one has told of an earlier place, or if the person knows nothing else: what was not told was never changed.
    """
    if told.notice is not None and (told.revision == revision or (told.notice == notice and told.is_out)):
        return told
    known = told.place if told.notice is None or told.is_out else told.was
    if is_same(known, place):
        return replace(told, place=known, revision=revision, notice=None, was=None, is_out=False)
    return replace(told, place=place, revision=revision, notice=notice, was=known, is_out=False)
