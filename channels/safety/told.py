"""What is published of safety: ids only."""

from typing import Literal

from channels.types import Id, Shape


class ReportOpened(Shape):
    """To the safeguarding persons of the school, and when somebody took or decided it."""

    type: Literal["report"] = "report"
    report: Id
    school: Id


class ReportLookedAt(Shape):
    """To who reported it. What was decided is not told."""

    type: Literal["report_looked_at"] = "report_looked_at"
    report: Id


class BlocksChanged(Shape):
    """To one's other devices."""

    type: Literal["blocks_changed"] = "blocks_changed"
    person: Id
    blocked: bool
