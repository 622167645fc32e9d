"""Facts of a class for the set-up."""

from dataclasses import dataclass

from channels.people import ClassRef


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """Counts of a class. `untaught` courses have no teacher; `rows` are those of the pattern from today on."""

    class_: ClassRef
    students: int
    courses: int
    untaught: int
    rows: int
    bells: bool
