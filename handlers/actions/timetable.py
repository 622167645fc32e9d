"""The school week: the year with its periods and free days, and the bells."""

from channels import appointments
from channels.timetable import (
    absences,
    bell_schedules,
    courses,
    lesson_changes,
    patterns,
    rooms,
    school_year,
    set_up,
    timetables,
)
from handlers.actions.action import Access, Action

_YEAR, _BELLS = "/api/schools/{school}/year", "/api/schools/{school}/bells"
_ABSENCES, _COURSES = "/api/schools/{school}/absences", "/api/schools/{school}/courses"
_OFFICERS = "/api/schools/{school}/timetable-officers"
_ROOMS, _PATTERN = "/api/schools/{school}/rooms", "/api/schools/{school}/pattern"

TIMETABLE = (
    Action("set_up", "GET", "/api/schools/{school}/set-up", Access.SCHOOL, "What of it is done", set_up.set_up),
    Action("school_year", "GET", _YEAR, Access.SCHOOL, "Periods, free days, days of the week", school_year.school_year),
    Action("set_school_year", "PUT", _YEAR, Access.SCHOOL, "All of it anew", school_year.set_school_year),
    Action("bells", "GET", _BELLS, Access.SCHOOL, "Bells of a day, and which classes have them", bell_schedules.bells),
    Action("set_bells", "PUT", _BELLS, Access.SCHOOL, "All bells anew, from a day on", bell_schedules.set_bells),
    Action("timetable_officers", "GET", _OFFICERS, Access.SCHOOL, "Who keeps it", appointments.timetable_officers),
    Action(
        "appoint_timetable_officer",
        "PUT",
        _OFFICERS,
        Access.SCHOOL,
        "Appoint somebody, or dismiss",
        appointments.appoint_timetable_officer,
    ),
    Action("rooms", "GET", _ROOMS, Access.SCHOOL, "Rooms by buildings", rooms.rooms),
    Action("set_rooms", "PUT", _ROOMS, Access.SCHOOL, "All rooms anew", rooms.set_rooms),
    Action("pattern", "GET", _PATTERN, Access.SCHOOL, "Pattern from a day on, and the courses", patterns.pattern),
    Action(
        "check_pattern",
        "POST",
        f"{_PATTERN}/check",
        Access.SCHOOL,
        "What a change of the pattern would do",
        patterns.check_pattern,
    ),
    Action("change_pattern", "POST", _PATTERN, Access.SCHOOL, "Rows end and begin", patterns.change_pattern),
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
    Action("add_course", "POST", _COURSES, Access.SCHOOL, "Course of a class or group", courses.add_course, 201),
    Action("change_course", "PUT", f"{_COURSES}/{{course}}", Access.SCHOOL, "Typed course anew", courses.change_course),
    Action("end_course", "POST", f"{_COURSES}/{{course}}/end", Access.SCHOOL, "Typed course ends", courses.end_course),
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
    Action(
        "classes_of_school", "GET", "/api/schools/{school}/classes", Access.SCHOOL, "Its classes", timetables.classes
    ),
    Action(
        "timetable_of_teacher",
        "GET",
        "/api/teachers/{teacher}/timetable",
        Access.SCHOOL,
        "A week of a teacher's lessons",
        timetables.timetable_of_teacher,
    ),
    Action(
        "timetable_of_class",
        "GET",
        "/api/classes/{class}/timetable",
        Access.CLASS,
        "A week of a class's lessons",
        timetables.timetable_of_class,
    ),
)
