"""The words of OneRoster and what each means here."""

from __future__ import annotations

from collections.abc import Iterable


def _words(words: Iterable[str]) -> dict[str, str]:
    return {word.lower(): word for word in words}


STATUSES = _words(["active", "tobedeleted", "inactive"])
BOOLEANS = _words(["true", "false"])
SESSION_TYPES = _words(["gradingPeriod", "semester", "schoolYear", "term"])
ORG_TYPES = _words(["department", "school", "district", "local", "state", "national"])
CLASS_TYPES = _words(["homeroom", "scheduled"])
ENROLMENT_ROLES = _words(["administrator", "proctor", "student", "teacher"])

ROLE_MEANS = {
    "student": "student",
    "guardian": "guardian",
    "parent": "guardian",
    "relative": "trusted",
    "teacher": "teacher",
    "aide": "staff",
    "counselor": "staff",
    "proctor": "staff",
    "principal": "leadership",
    "siteAdministrator": "admin",
    "systemAdministrator": "admin",
    "districtAdministrator": "admin",
    "administrator": "admin",  # 1.1
}
ROLES = _words(ROLE_MEANS)

ROLE_IS_CALLED = {
    "student": "student",
    "guardian": "guardian",
    "trusted": "relative",
    "teacher": "teacher",
    "staff": "aide",
    "leadership": "principal",
    "admin": "siteAdministrator",
}
"""The other way round, for the export: read back, each means what it meant."""

RELATIONS = ("mother", "father", "guardian", "trusted", "other")
AGENT_COLUMN = "metadata.zvonok.agents"
ZONE_COLUMN = "metadata.zvonok.zone"
SHORT_COLUMN = "metadata.zvonok.short"
ENGLISH_COLUMN = "metadata.zvonok.en"

NEEDED: dict[str, tuple[str, ...]] = {
    "orgs.csv": ("sourcedId", "name", "type"),
    "academicSessions.csv": ("sourcedId", "title", "type", "startDate", "endDate", "schoolYear"),
    "categories.csv": ("sourcedId", "title"),
    "courses.csv": ("sourcedId", "title"),
    "classes.csv": ("sourcedId", "title", "classType", "schoolSourcedId"),
    "users.csv": ("sourcedId", "givenName", "familyName"),
    "roles.csv": ("sourcedId", "userSourcedId", "role", "orgSourcedId"),
    "enrollments.csv": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
}
"""The files that are read, in this order, and the columns without which they mean nothing."""
