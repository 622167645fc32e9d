"""The timetable: set-up, rooms, courses, pattern; and to read, of a teacher and of a class."""

from channels import appointments
from channels.timetable import courses, curricula, patterns, rooms, set_up, timetables
from handlers.actions.action import Access, Action

_COURSES, _OFFICERS = "/api/schools/{school}/courses", "/api/schools/{school}/timetable-officers"
_ROOMS, _PATTERN = "/api/schools/{school}/rooms", "/api/schools/{school}/pattern"

TIMETABLE = (
    Action("set_up", "GET", "/api/schools/{school}/set-up", Access.SCHOOL, "What of it is done", set_up.set_up),
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
    Action("course_members", "GET", f"{_COURSES}/{{course}}", Access.SCHOOL, "Who is in it", courses.course_members),
    Action(
        "students_of_class",
        "GET",
        "/api/schools/{school}/classes/{class}/students",
        Access.SCHOOL,
        "Its students, to choose from for a course",
        courses.students_of_class,
    ),
    Action("add_course", "POST", _COURSES, Access.SCHOOL, "Course of a class or group", courses.add_course, 201),
    Action("change_course", "PUT", f"{_COURSES}/{{course}}", Access.SCHOOL, "Typed course anew", courses.change_course),
    Action("end_course", "POST", f"{_COURSES}/{{course}}/end", Access.SCHOOL, "Typed course ends", courses.end_course),
    Action(
        "classes_of_school", "GET", "/api/schools/{school}/classes", Access.SCHOOL, "Its classes", timetables.classes
    ),
    Action(
        "teachers_of_school",
        "GET",
        "/api/schools/{school}/teachers",
        Access.SCHOOL,
        "Its teachers",
        timetables.teachers,
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
    Action(
        "curriculum_of_class",
        "GET",
        "/api/classes/{class}/curriculum",
        Access.CLASS,
        "Its subjects, and what of them was held",
        curricula.curriculum_of_class,
    ),
    Action(
        "timetable_of_room",
        "GET",
        "/api/rooms/{room}/timetable",
        Access.SCHOOL,
        "A week of a room's lessons",
        timetables.timetable_of_room,
    ),
    Action(
        "timetables_of_classes",
        "GET",
        "/api/schools/{school}/timetables/classes",
        Access.SCHOOL,
        "A week of every class's lessons",
        timetables.timetables_of_classes,
    ),
    Action(
        "timetables_of_teachers",
        "GET",
        "/api/schools/{school}/timetables/teachers",
        Access.SCHOOL,
        "A week of every teacher's lessons",
        timetables.timetables_of_teachers,
    ),
)
