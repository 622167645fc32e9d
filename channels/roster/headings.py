"""Tells what the columns of a school's own table of people mean, by their headings alone.

A meaning is `whom.what`: `student.class`, `mother.phone`, `staff.role`. Where a heading does not say whose value it is,
the column is doubtful, and people answer once; `-` leaves a column out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from channels.roster.vocabulary import forms

LEFT_OUT = "-"
ADULTS = ("mother", "father", "adult1", "adult2", "adult3")
NAMES = ("full_name", "family_name", "given_name", "middle_name")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "student": (*NAMES, "birth_day", "class", "phone", "email", "username", "id"),
    **dict.fromkeys(ADULTS, (*NAMES, "relation", "phone", "email", "id")),
    "staff": (*NAMES, "birth_day", "role", "leads_class", "phone", "email", "username", "id"),
}
MEANINGS = frozenset(f"{whom}.{what}" for whom, fields in FIELDS.items() for what in fields)


class Kind(StrEnum):
    """Kind of a table: whom it lists."""

    STUDENTS = "student"  # with their adults
    STAFF = "staff"


class Certainty(StrEnum):
    """Source of what a column means."""

    REMEMBERED = "remembered"  # as people answered before
    SURE = "sure"
    DOUBTFUL = "doubtful"  # must be answered
    UNKNOWN = "unknown"  # is left out


class Column(NamedTuple):
    heading: str
    meaning: str  # LEFT_OUT, if the column is not taken; of a doubtful one what it may be
    certainty: Certainty


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WHOM = forms(
    mother="мать мама матери мамы mother mom mum",
    father="отец папа отца папы father dad",
    adult="родитель родителя родители родителей представитель представителя опекун опекуна взрослый взрослого"
    " parent parents guardian guardians adult",
    student="ученик ученика ученица ученицы учащийся учащегося обучающийся обучающегося ребенок ребенка дети"
    " student students pupil child learner",
    staff="сотрудник сотрудника работник работника учитель учителя педагог педагога преподаватель преподавателя"
    " staff teacher employee",
)
WHAT = forms(
    full_name="фио",
    family_name="фамилия surname lastname familyname",
    given_name="имя firstname givenname forename",
    middle_name="отчество patronymic middlename",
    birth_day="др рождения birthday birthdate dob",
    **{"class": "класс кл class homeroom"},
    phone="телефон тел моб мобильный сотовый phone mobile telephone",
    email="email почта mail",
    relation="приходится родство родства relation relationship",
    role="роль должность role position",
    username="логин login username",
    id="id ид идентификатор",
)
# Two words that mean one thing, before the words are looked at one by one.
PHRASES = {
    "фамилия имя отчество": "фио",
    "ф и о": "фио",
    "full name": "фио",
    "first name": "firstname",
    "given name": "givenname",
    "last name": "lastname",
    "family name": "familyname",
    "middle name": "middlename",
    "дата рождения": "рождения",
    "день рождения": "рождения",
    "date of birth": "dob",
    "birth date": "birthdate",
    "д р": "др",
    "е mail": "email",
    "e mail": "email",
    "эл почта": "email",
    "электронная почта": "email",
    "адрес электронной почты": "email",
    "моб телефон": "телефон",
    "мобильный телефон": "телефон",
    "номер телефона": "телефон",
    "степень родства": "родства",
    "кем приходится": "приходится",
    "законный представитель": "представитель",
    "законного представителя": "представителя",
    "личный номер": "id",
    "табельный номер": "id",
    "личное дело": "id",
    "номер личного дела": "id",
    "классный руководитель": "ведет",
    "классное руководство": "ведет",
    "class teacher": "ведет",
    "homeroom teacher": "ведет",
    "class teacher of": "ведет",
}
FILLING = _words("контактный контактные личный основной полностью the of contact no s")
# What schools keep and we do not: it is left out without a question.
NOT_STORED = _words(
    "№ пп номер number адрес address пол sex gender гражданство citizenship национальность предмет предметы subject"
    " subjects снилс паспорт категория стаж образование прописка регистрации проживания"
)
# What may hold a restriction: never left out unasked.
NOTES = _words("примечание примечания комментарий комментарии заметки ограничения notes note comment comments")
STAFF_WORDS = re.compile(r"сотрудник|учител|педагог|работник|преподавател|staff|teacher|employee", re.IGNORECASE)


def kind_of(headings: Sequence[str], title: str = "") -> Kind:
    """Returns whom a table lists, by its headings and, where they do not tell, by the title of its sheet."""
    found = [_parsed(heading) for heading in headings]
    if any(each.whom in (*ADULTS, "adult", "student") or each.what == "class" for each in found):
        return Kind.STUDENTS
    if any(each.whom == "staff" or each.what in ("role", "leads_class") for each in found):
        return Kind.STAFF
    return Kind.STAFF if STAFF_WORDS.search(title) else Kind.STUDENTS


def map_columns(
    headings: Sequence[str],
    kind: Kind,
    answers: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> list[Column]:
    """Returns what each column means. `answers` and, after them, `remembered` say it of a heading whatever it is."""
    said = {**(remembered or {}), **(answers or {})}
    columns: list[Column] = []
    after = ""  # the adult whose name or relation was to the left
    for heading in headings:
        column = _column(heading, kind, after)
        if heading in said:
            column = Column(heading, said[heading], Certainty.REMEMBERED)
        whom = column.meaning.partition(".")[0]
        after = whom if whom in ADULTS else "" if whom in ("student", "staff") and after == "" else after
        columns.append(column)
    taken = [column.meaning for column in columns if column.meaning != LEFT_OUT]
    return [
        column._replace(certainty=Certainty.DOUBTFUL)
        if column.certainty is Certainty.SURE and taken.count(column.meaning) > 1
        else column
        for column in columns
    ]


class _Parsed(NamedTuple):
    whom: str
    what: str
    number: int
    others: tuple[str, ...]  # words that are not understood
    words: tuple[str, ...]


def _parsed(heading: str) -> _Parsed:
    heading = re.sub(r" \(\d+\)$", "", heading)  # the second of two columns that are called the same
    text = " ".join(re.findall(r"[^\W_]+|№", heading.casefold().replace("ё", "е")))
    for phrase in sorted(PHRASES, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){phrase}(?!\w)", PHRASES[phrase], text)
    words = tuple(text.split())
    whom = next((WHOM[word] for word in words if word in WHOM), "")
    number = next((int(word) for word in words if word in ("1", "2", "3")), 0)
    understood = [word for word in words if word in WHAT or word == "ведет"]
    what = {"leads_class" if word == "ведет" else WHAT[word] for word in understood}
    others = tuple(
        word
        for word in words
        if word not in WHOM and word not in WHAT and word not in FILLING and word not in ("1", "2", "3", "ведет")
    )
    if {"family_name", "given_name"} <= what:
        what = {"full_name"}
    return _Parsed(whom, next(iter(what)) if len(what) == 1 else "", number, others, words)


def _column(heading: str, kind: Kind, after: str) -> Column:
    found = _parsed(heading)
    if not found.words:
        return Column(heading, LEFT_OUT, Certainty.UNKNOWN)
    if NOTES.intersection(found.words):
        return Column(heading, LEFT_OUT, Certainty.DOUBTFUL)
    if NOT_STORED.intersection(found.words):
        return Column(heading, LEFT_OUT, Certainty.SURE)
    what, doubt = found.what, bool(found.others)
    if not what and found.whom and not found.others:
        what, doubt = "full_name", len(found.words) > 1 + (found.number > 0)
    if not what:
        return Column(heading, LEFT_OUT, Certainty.UNKNOWN)
    whom = found.whom
    if whom == "adult":
        whom = f"adult{found.number or 1}"
    elif whom == "" and what == "relation":
        whom, doubt = after or "adult1", doubt or after not in ("", "adult1")
    elif whom == "":
        # A telephone to the right of an adult's name is mostly the adult's, and a child's may never be taken for it.
        whom = after if after and what in (*NAMES, "phone", "email") else kind.value
        doubt = doubt or bool(after and what in (*NAMES, "phone", "email"))
    if kind is Kind.STAFF and whom == "staff" and what == "class":
        what = "leads_class"
    if (whom == "staff") != (kind is Kind.STAFF) or what not in FIELDS[whom]:
        return Column(heading, LEFT_OUT, Certainty.UNKNOWN)
    return Column(heading, f"{whom}.{what}", Certainty.DOUBTFUL if doubt else Certainty.SURE)
