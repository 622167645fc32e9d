"""Recognises in which format a school has its people, by the names and headings of the files."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

Headings = Mapping[str, frozenset[str]]
"""File in lower case -> its headings in lower case."""


class Format(Enum):
    """Format of a set, by the name that people know it by."""

    ONEROSTER = "OneRoster"
    SDS_1 = "Microsoft SDS v1"
    SDS_2 = "Microsoft SDS v2"
    SDS_21 = "Microsoft SDS v2.1"
    CLEVER = "Clever"
    UNKNOWN = ""


SDS_1_FILES = frozenset(
    {"school.csv", "section.csv", "student.csv", "teacher.csv", "studentenrollment.csv", "teacherroster.csv"}
)
CLEVER_FILES = frozenset({"schools.csv", "students.csv", "teachers.csv", "sections.csv", "enrollments.csv"})
ONEROSTER_FILES = frozenset(
    {"manifest.csv", "orgs.csv", "users.csv", "classes.csv", "enrollments.csv", "roles.csv", "academicsessions.csv"}
    | {"courses.csv", "categories.csv", "demographics.csv"}
)

# Headings that only one of the formats with the same file names has.
ONLY_ONEROSTER: Headings = {
    "users.csv": frozenset({"enableduser", "agentsourcedids", "status", "datelastmodified", "useridenabled"}),
    "classes.csv": frozenset({"classtype", "schoolsourcedid", "status", "termsourcedids"}),
    "enrollments.csv": frozenset({"sourcedid", "schoolsourcedid", "status"}),
    "roles.csv": frozenset({"sourcedid", "roletype", "status"}),
    "orgs.csv": frozenset({"status", "identifier", "datelastmodified"}),
}
ONLY_SDS_21: Headings = {
    "users.csv": frozenset({"activedirectorymatchid"}),
    "classes.csv": frozenset({"sessionsourcedids"}),
    "roles.csv": frozenset({"sessionsourcedid", "isprimary", "rolestartdate", "roleenddate", "grade"}),
    "relationships.csv": frozenset({"relationshipusersourcedid", "relationshiprole"}),
    "userflags.csv": frozenset({"flag"}),
}
ONLY_SDS_2: Headings = {"classes.csv": frozenset({"orgsourcedid"}), "users.csv": frozenset({"grade"})}


def recognise(headings: Headings) -> Format:
    """Returns the format of a set of CSV files. Files that two formats share are told apart by their headings."""
    names = frozenset(headings)
    if len(names & SDS_1_FILES) > 1 or names & {"studentenrollment.csv", "teacherroster.csv"}:
        return Format.SDS_1
    if len(names & (CLEVER_FILES - ONEROSTER_FILES)) > 1:
        return Format.CLEVER
    if not names & ONEROSTER_FILES:
        return Format.UNKNOWN
    if "manifest.csv" in names:
        return Format.ONEROSTER
    seen = {
        format_: sum(len(headings.get(file, frozenset()) & only) for file, only in signs.items())
        for format_, signs in (
            (Format.ONEROSTER, ONLY_ONEROSTER),
            (Format.SDS_21, ONLY_SDS_21),
            (Format.SDS_2, ONLY_SDS_2),
        )
    }
    if seen[Format.ONEROSTER] >= seen[Format.SDS_21] + seen[Format.SDS_2]:
        return Format.ONEROSTER
    return Format.SDS_21 if seen[Format.SDS_21] or "roles.csv" in names else Format.SDS_2
