"""Words of OneRoster and what each means here."""

from __future__ import annotations

import re
from collections.abc import Iterable


def forms(**meanings: str) -> dict[str, str]:
    """Returns written form -> meaning, of `meaning="form form"`."""
    return {form: meaning for meaning, written in meanings.items() for form in written.split()}


def _words(words: Iterable[str], **meanings: str) -> dict[str, str]:
    """Returns the standard's words, and what people write for one of them (е for ё, _ for a blank)."""
    return {word.lower(): word for word in words} | forms(**meanings)


# Rights hang on these words: an unknown one refuses the set.
STATUSES = _words(
    ("active", "tobedeleted", "inactive"),
    active="активен активна активно активный действует действующий enabled",
    tobedeleted="deleted to_be_deleted archived архив удален удалена удалено удалить выбыл выбыла уволен уволена"
    " отчислен отчислена",
    inactive="suspended disabled неактивен неактивна не_активен не_активна не_действует приостановлен приостановлена"
    " отключен отключена",
)
BOOLEANS = _words(
    ("true", "false"),
    true="1 yes y да д истина on вкл включен включена включено t",
    false="0 no n нет н ложь off выкл выключен выключена выключено отключен отключена отключено f",
)
ORG_TYPES = _words(
    ("department", "school", "district", "local", "state", "national"),
    school="школа гимназия лицей",
    department="отделение",
    district="район округ",
)
CLASS_TYPES = _words(("homeroom", "scheduled"), homeroom="класс", scheduled="предмет курс")
ENROLMENT_ROLES = _words(
    ("administrator", "proctor", "student", "teacher"),
    student="ученик ученица учащийся учащаяся обучающийся обучающаяся",
    teacher="учитель учительница преподаватель педагог",
)
SESSION_TYPES = _words(("gradingPeriod", "semester", "schoolYear", "term"))  # no right hangs on them
MODES = _words(
    ("bulk", "delta", "absent"),
    bulk="full полный все",
    delta="incremental дельта изменения",
    absent="none нет отсутствует",
)
EXTENSION = re.compile(r"ext:\S+", re.IGNORECASE)
"""Extension words, which the standard lets a roster add: they mean nothing here and are passed over."""

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
ROLES = _words(
    ROLE_MEANS,
    student="ученик ученица учащийся учащаяся обучающийся обучающаяся",
    guardian="законный_представитель опекун",
    parent="родитель мать отец мама папа",
    relative="родственник родственница доверенное_лицо",
    teacher="учитель учительница преподаватель педагог классный_руководитель",
    aide="сотрудник помощник",
    principal="директор завуч заместитель_директора",
    siteAdministrator="администратор",
)

ROLE_IS_CALLED = {
    "student": "student",
    "guardian": "guardian",
    "trusted": "relative",
    "teacher": "teacher",
    "staff": "aide",
    "leadership": "principal",
    "admin": "siteAdministrator",
}
"""Inverse of `ROLE_MEANS`, for the export: read back, each word means the same role again."""

RELATIONS = ("mother", "father", "guardian", "trusted", "other")
AGENT_COLUMN = "metadata.zvonok.agents"
RELATION_COLUMN = "metadata.zvonok.relations"
"""`agentId:relation`, of sets that have words for the kind of relation and none for restrictions and days."""
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
"""Files that are read, in this order, and the columns without which they mean nothing."""
