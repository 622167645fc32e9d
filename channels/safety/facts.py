"""What is published of safety: ids only."""

from typing import Literal

from channels.types import Fact, Id


class ReportOpened(Fact):
    """To the safeguarding persons of the school, and when somebody took or decided it."""

    type: Literal["report"] = "report"
    report: Id
    school: Id


class ReportLookedAt(Fact):
    """To who reported it. What was decided is not told."""

    type: Literal["report_looked_at"] = "report_looked_at"
    report: Id


class BlocksChanged(Fact):
    """To one's other devices."""

    type: Literal["blocks_changed"] = "blocks_changed"
    person: Id
    blocked: bool
