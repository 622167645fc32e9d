"""Facts of changed lessons."""

from typing import Literal

from channels.substitutions.model import ChangedLesson
from channels.types import Fact


class LessonsChanged(Fact):
    """Fact for a class, the journals of its courses and the teachers concerned: lessons that are other than before."""

    type: Literal["lessons_changed"] = "lessons_changed"
    lessons: list[ChangedLesson]
