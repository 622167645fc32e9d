"""Facts of safety: ids only."""

from typing import Literal

from channels.types import Fact, Id


class ReportOpened(Fact):
    """Fact for the school's safeguarding persons: a report was made, taken or decided."""

    type: Literal["report"] = "report"
    report: Id
    school: Id


class ReportLookedAt(Fact):
    """Fact for the people who reported. It does not tell what was decided."""

    type: Literal["report_looked_at"] = "report_looked_at"
    report: Id


class BlocksChanged(Fact):
    """Fact for one's other devices."""

    type: Literal["blocks_changed"] = "blocks_changed"
    person: Id
    blocked: bool
