"""Microsoft School Data Sync as lines of a OneRoster set.

A set names all there is. SDS has no words for what is a class and what a course, for restrictions, and for kinds of
marks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from channels.roster.model import Mode, Problems
from channels.roster.translated import Origin, Translated
from channels.roster.values import is_class_name
from channels.roster.vocabulary import forms
from handlers.roster.archive import Files
from handlers.roster.formats import Format
from handlers.roster.sds_files import SdsFile, read_files

ORG_TYPES = forms(
    school="school college university campus adulteducation",
    department="department division",
    district="district local municipality localauthority academictrust region",
    state="state province departmentofeducation",
    national="national ministryofeducation researchcenter program",
)
# An administrator of SDS is somebody of the school's administration: it makes nobody an admin here.
ROLES = forms(
    student="student",
    principal="principal",
    teacher="teacher professor lecturer instructor adjunct substitute faculty coach",
    aide="chair researcher affiliate occupationaltherapist physicaltherapist speechtherapist visiontherapist"
    " paraprofessional specialservices advisor proctor nurse officestaff itadmin administrator staff"
    " teacherassistant assistant aide",
    **{"ext:alumni": "alumni", "ext:other": "other"},
)
RELATIONS = forms(
    mother="mother",
    father="father",
    guardian="parent guardian",
    trusted="relative grandparent sibling",
)
# Contacts of SDS who are no family: they are told of, and nothing is given to them.
NO_FAMILY = frozenset({"", "other", "aide", "doctor", "child", "administrator", "emergency", "counselor"})

US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
PLAIN_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


def translate(
    files: Files, format_: Format, problems: Problems, source: str, row_read: Callable[[], None]
) -> Translated | None:
    """Returns a set of SDS as lines of OneRoster; None with the reason in the problems if it cannot be read."""
    found = read_files(files, format_, problems, row_read)
    if found is None:
        return None
    translated = Translated(format_.value, source, problems)
    translated.read = {read.name: len(read.lines) for read in found.values()}
    _Translation(found, translated).all(format_)
    return translated


class _Translation:
    def __init__(self, sources: Mapping[str, SdsFile], into: Translated) -> None:
        self._sources, self._into = sources, into
        self._month_first = _is_month_first(
            value
            for read in sources.values()
            for _, values in read
            for column, value in values.items()
            if column in ("termStart", "termEnd", "startDate", "endDate", "from", "until")
        )

    def all(self, format_: Format) -> None:
        if format_ is Format.SDS_1:
            self._schools()
            self._sections()
            self._people("Student.csv", "student")
            self._people("Teacher.csv", "teacher")
            self._guardians()
            self._enrolments("StudentEnrollment.csv", "student")
            self._enrolments("TeacherRoster.csv", "teacher")
            self._relations("GuardianRelationship.csv")
            return
        self._orgs()
        self._sessions()
        self._classes()
        self._users(format_)
        if format_ is Format.SDS_21:
            self._roles()
        self._enrolments("enrollments.csv", "")
        self._relations("relationships.csv")

    def _schools(self) -> None:
        read = self._sources["School.csv"]
        self._into.has("orgs.csv", Mode.BULK, {**read.columns("sourcedId", "name"), "type": ""}, read.name)
        for origin, values in read:
            self._into.add("orgs.csv", origin, {**values, "type": "school"})

    def _orgs(self) -> None:
        read = self._sources["orgs.csv"]
        self._into.has("orgs.csv", Mode.BULK, read.headings, read.name)
        for origin, values in read:
            type_ = values.get("type", "")
            self._into.add("orgs.csv", origin, {**values, "type": ORG_TYPES.get(_word(type_), type_)})

    def _sessions(self) -> None:
        if (read := self._sources.get("academicSessions.csv")) is None:
            return
        self._into.has("academicSessions.csv", Mode.BULK, read.headings, read.name)
        for origin, values in read:
            days = {
                "startDate": self._day(values.get("startDate", "")),
                "endDate": self._after(values.get("endDate", "")),
            }
            self._into.add("academicSessions.csv", origin, {**values, **days})

    def _sections(self) -> None:
        if (read := self._sources.get("Section.csv")) is None:
            return
        if "term" in read.headings:
            columns = {"sourcedId": "term", "title": "termName", "startDate": "termStart", "endDate": "termEnd"}
            spelled = {column: read.headings.get(ours, ours) for column, ours in columns.items()}
            self._into.has("academicSessions.csv", Mode.BULK, {**spelled, "type": "", "schoolYear": ""}, read.name)
        terms = set()
        for origin, values in read:
            if (term := values.get("term", "")) and term not in terms:
                terms.add(term)
                start, end = self._day(values.get("termStart", "")), self._after(values.get("termEnd", ""))
                line = {"title": values.get("termName", term), "type": "term", "startDate": start, "endDate": end}
                year = end[:4] if PLAIN_DATE.fullmatch(end) else ""
                self._into.add("academicSessions.csv", origin, {"sourcedId": term, **line, "schoolYear": year})
        self._groups(read, "term")

    def _classes(self) -> None:
        if (read := self._sources.get("classes.csv")) is not None:
            self._groups(read, "terms")

    def _groups(self, read: SdsFile, terms: str) -> None:
        """Adds classes and courses. What has the name of a class is one, everything else a course of its own title."""
        columns = {**read.columns("sourcedId", "title", "schoolSourcedId", "status"), "classType": ""}
        columns["courseSourcedId"] = read.headings.get("course", "")
        if terms in read.headings:
            columns["termSourcedIds"] = read.headings[terms]
        self._into.has("classes.csv", Mode.BULK, columns, read.name)
        self._into.has("courses.csv", Mode.BULK, {"sourcedId": "", "title": "", "grades": ""})
        subjects = set()
        if (courses := self._sources.get("courses.csv")) is not None:
            self._into.has("courses.csv", Mode.BULK, courses.headings, courses.name)
            for origin, values in courses:
                subjects.add(values.get("sourcedId", ""))
                self._into.add("courses.csv", origin, {**values, "grades": values.get("grade", "")})
        for origin, values in read:
            title, course = values.get("title", ""), values.get("course", "")
            homeroom = is_class_name(title)
            if not homeroom and (not course or courses is None):
                course = course or f"title:{title}"
                if course not in subjects:
                    subjects.add(course)
                    name = values.get("courseName") or title
                    self._into.add("courses.csv", origin, {"sourcedId": course, "title": name})
            self._into.add(
                "classes.csv",
                origin,
                {
                    **{
                        name: values[name]
                        for name in ("sourcedId", "title", "schoolSourcedId", "status")
                        if name in values
                    },
                    "status": values.get("status", "").lower(),
                    "classType": "homeroom" if homeroom else "scheduled",
                    "courseSourcedId": "" if homeroom else course,
                    "termSourcedIds": values.get(terms, ""),
                },
            )

    def _people(self, file: str, role: str) -> None:
        read = self._sources[file]
        columns = read.columns(*(name for name in read.headings if name != "org"))
        self._into.has("users.csv", Mode.BULK, columns, read.name)
        self._into.has("roles.csv", Mode.BULK, {"orgSourcedId": read.headings["org"], "userSourcedId": ""}, read.name)
        for origin, values in read:
            self._into.add("users.csv", origin, {name: value for name, value in values.items() if name != "org"})
            self._role(
                origin, values.get("sourcedId", ""), values.get("org", ""), role, status=values.get("status", "")
            )

    def _role(self, origin: Origin, user: str, org: str, role: str, **values: str) -> None:
        line = {"sourcedId": f"{user}/{org}/{role}", "userSourcedId": user, "orgSourcedId": org, "role": role, **values}
        if user:
            self._into.add("roles.csv", origin, {**line, "roleType": "primary"})

    def _users(self, format_: Format) -> None:
        read = self._sources["users.csv"]
        own = [name for name in read.headings if name not in ("role", "orgSourcedIds")]
        self._into.has("users.csv", Mode.BULK, read.columns(*own), read.name)
        if format_ is Format.SDS_2:
            columns = {"role": read.headings.get("role", ""), "orgSourcedId": read.headings.get("orgSourcedIds", "")}
            self._into.has("roles.csv", Mode.BULK, columns, read.name)
        for origin, values in read:
            self._into.add("users.csv", origin, {name: value for name, value in values.items() if name in own})
            if format_ is Format.SDS_2 and (role := values.get("role", "")):
                for org in filter(None, (each.strip() for each in values.get("orgSourcedIds", "").split(","))):
                    self._role(origin, values.get("sourcedId", ""), org, ROLES.get(_word(role), role))

    def _roles(self) -> None:
        read = self._sources["roles.csv"]
        columns = {"userSourcedId": "user", "orgSourcedId": "org", "role": "role"}
        columns |= {"beginDate": "from", "endDate": "until"}
        present = {column: read.headings[ours] for column, ours in columns.items() if ours in read.headings}
        self._into.has("roles.csv", Mode.BULK, present, read.name)
        seen = set()
        for origin, values in read:
            user, org, role = (values.get(name, "") for name in ("user", "org", "role"))
            role = ROLES.get(_word(role), role)
            days = {"beginDate": self._day(values.get("from", "")), "endDate": self._after(values.get("until", ""))}
            key = "/".join(filter(None, (user, org, role, values.get("session", ""))))
            if key not in seen:
                seen.add(key)
                line = {"sourcedId": key, "userSourcedId": user, "orgSourcedId": org, "role": role}
                self._into.add("roles.csv", origin, {**line, **days, "roleType": "primary"})

    def _guardians(self) -> None:
        if (read := self._sources.get("User.csv")) is None:
            return
        self._into.has("users.csv", Mode.BULK, read.headings, read.name)
        absent = frozenset({"middleName", "username", "identifier"})
        for origin, values in read:
            id_ = values.get("sourcedId") or values.get("email", "").lower()
            self._into.add("users.csv", origin, {**values, "sourcedId": id_}, absent)

    def _enrolments(self, file: str, role: str) -> None:
        if (read := self._sources.get(file)) is None:
            return
        columns = {"classSourcedId": read.headings["class"], "userSourcedId": read.headings["user"]}
        self._into.has("enrollments.csv", Mode.BULK, {**columns, "role": read.headings.get("role", "")}, read.name)
        seen = set()
        for origin, values in read:
            group, user = values.get("class", ""), values.get("user", "")
            said = role or values.get("role", "")
            meant = ROLES.get(_word(said), said)
            meant = "proctor" if meant in ("aide", "principal") else meant
            if (group, user, meant) not in seen:
                seen.add((group, user, meant))
                line = {"classSourcedId": group, "userSourcedId": user, "role": meant}
                self._into.add("enrollments.csv", origin, {"sourcedId": f"{group}/{user}/{meant}", **line})

    def _relations(self, file: str) -> None:
        """Adds who follows whom to the children's lines of users.csv."""
        if (read := self._sources.get(file)) is None:
            return
        by_email = self._emails() if file == "GuardianRelationship.csv" else {}
        said: dict[tuple[str, str], tuple[str, Origin]] = {}
        for origin, values in read:
            word = values.get("relation", "")
            relation = RELATIONS.get(_word(word))
            place = (*origin, read.headings.get("relation", ""))
            if relation is None and _word(word) not in NO_FAMILY:
                self._into.problems.refuse("unknown_word", *place, word)
            elif relation is None:
                self._into.problems.warn("contact_not_family", *place, word or "other")
            else:
                agent = values.get("agent", "")
                pair = (values.get("user", ""), by_email.get(agent.lower(), agent) if by_email else agent)
                if said.setdefault(pair, (relation, origin))[0] != relation:
                    self._into.problems.refuse("relation_repeated", *place, *said[pair][0:1], str(said[pair][1].line))
        agents: dict[str, list[tuple[str, str, Origin]]] = defaultdict(list)
        for (child, agent), (relation, origin) in said.items():
            agents[child].append((agent, relation, origin))
        self._into.tie(agents, read.headings["agent"], read.headings["user"])

    def _emails(self) -> dict[str, str]:
        read = self._sources["User.csv"]
        return {
            values["email"].lower(): values.get("sourcedId") or values["email"].lower()
            for _, values in read
            if "email" in values
        }

    def _day(self, text: str) -> str:
        """Returns a day as YYYY-MM-DD where it is sure which it is; else the text itself, which the door reads."""
        if plain := PLAIN_DATE.fullmatch(text):
            return "-".join(plain.groups())
        if self._month_first and (found := US_DATE.fullmatch(text)):
            return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}"
        return text

    def _after(self, text: str) -> str:
        """Returns the day after one: SDS says the last day, and OneRoster the first on which something is over."""
        day = self._day(text)
        try:
            return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return day


def _word(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).lower()


def _is_month_first(values: Iterable[str]) -> bool:
    """True if days are written as Americans do: some cannot be read otherwise, and none contradicts it."""
    found = [match for match in map(US_DATE.fullmatch, values) if match]
    return any(int(match[2]) > 12 for match in found) and all(int(match[1]) <= 12 for match in found)
