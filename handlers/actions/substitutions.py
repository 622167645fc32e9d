"""Changes of single lessons, and teachers who are away."""

from channels.substitutions import absences, lesson_changes
from handlers.actions.action import Access, Action

_ABSENCES = "/api/schools/{school}/absences"

SUBSTITUTIONS = (
    Action(
        "change_lessons",
        "POST",
        "/api/schools/{school}/lesson-changes",
        Access.SCHOOL,
        "Cancelled, moved, covered, in another room, of another subject, or an event instead",
        lesson_changes.change_lessons,
    ),
    Action(
        "add_lesson", "POST", "/api/schools/{school}/lessons", Access.SCHOOL, "Single lesson", lesson_changes.add_lesson
    ),
    Action("teacher_absences", "GET", _ABSENCES, Access.SCHOOL, "Who is away now and later", absences.teacher_absences),
    Action(
        "add_teacher_absence", "POST", _ABSENCES, Access.SCHOOL, "A teacher is away", absences.add_teacher_absence, 201
    ),
    Action(
        "lessons_to_cover",
        "GET",
        f"{_ABSENCES}/{{absence}}",
        Access.SCHOOL,
        "Lessons of who is away, with free colleagues",
        absences.lessons_to_cover,
    ),
    Action(
        "end_teacher_absence",
        "DELETE",
        f"{_ABSENCES}/{{absence}}",
        Access.SCHOOL,
        "Not away after all",
        absences.end_teacher_absence,
    ),
)
