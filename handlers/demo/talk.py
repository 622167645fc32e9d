"""Chats of teachers and families of the demo school."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.demo.curriculum import ZONE
from handlers.demo.school import DemoSchool

# Lines alternate; the first word says who begins: a guardian or a teacher.
TALKS = [
    "г|Здравствуйте! Завтра у нас врач, на первый урок опоздаем.|Добрый день! Спасибо, что предупредили, отмечу.",
    "г|Добрый вечер. Подскажите, пожалуйста, что задали по вашему предмету? Записано неразборчиво.|"
    "Здравствуйте! Всё есть в дневнике, к пятнице. Если что-то не получится, разберём на уроке.|Спасибо большое!",
    "у|Добрый день! На этой неделе ребёнок дважды был без тетради. Проверьте, пожалуйста, портфель.|"
    "Здравствуйте, проверили, тетрадь нашлась дома. Извините!|Хорошо, спасибо.",
    "г|Можно ли переписать самостоятельную? Очень расстроились из-за тройки.|"
    "Здравствуйте. Да, в четверг после шестого урока, кабинет тот же.|Придём, спасибо!",
    "у|Хочу похвалить: на олимпиаде второе место в параллели!|Ура! Спасибо вам за подготовку.",
    "г|Здравствуйте! Температура, сегодня остаёмся дома.|Выздоравливайте! Задания буду писать в дневник.|"
    "Спасибо. Врач сказал, до конца недели.|Принято. Справку принесите, когда выйдете.",
    "у|Напоминаю про сменную обувь и форму на среду.|Да, собрали, спасибо!",
]
WITH_MOTHER = [
    "г|Мария Ивановна, здравствуйте! Василиса говорит, что запуталась в сложении дробей. Есть ли смысл позаниматься?|"
    "Добрый день, Светлана Петровна! Тема у многих идёт трудно, повторим ещё раз на следующей неделе.|"
    "Спасибо. А дома что лучше решать?|Карточки 3 и 4, я дала их с собой. Если останутся вопросы, пусть подойдёт.|"
    "Нашли, сегодня сядем.|У Лёвы тоже всё хорошо, за устный счёт сегодня пятёрка.|Вот это новости, спасибо!|"
    "В четверг у 5А контрольная, повторите, пожалуйста, правило на странице 84.",
]
COLLEAGUES = [
    "у|Антон Сергеевич, возьмёте вторую группу в пятницу?|Да, возьму. Кабинет 214?|214, карточки лежат на столе."
]


class Talk(NamedTuple):
    guardian: str  # or the other colleague
    teacher: str
    lines: list[tuple[str, str, datetime]]  # author, text, when
    unread: int


def talks(school: DemoSchool, seed: int, today: date) -> list[Talk]:
    """Returns permitted chats: of guardians with their child's class teacher, and the demo teacher's own."""
    rng = random.Random(f"talk {seed}")  # noqa: S311
    found = [
        _talk(WITH_MOTHER[0], "demo-guardian", "demo-teacher", today, 1, rng),
        _talk(COLLEAGUES[0], "demo-teacher2", "demo-teacher", today, 0, rng),
    ]
    taken = {(talk.guardian, talk.teacher) for talk in found}
    for student in school.people.students:
        teacher = school.class_teachers[student.class_]
        if rng.random() > (0.6 if student.class_ == "5А" else 0.1) or not student.agents:
            continue
        guardian, _, rest = rng.choice(student.agents).partition(":")
        pair = (guardian, teacher)
        if "restricted" in rest or rest == "trusted" or guardian == teacher or pair in taken:
            continue
        # Two people have one chat, whichever of them is the teacher in it.
        taken |= {pair, (teacher, guardian)}
        found.append(_talk(rng.choice(TALKS), guardian, teacher, today, rng.choice([0, 0, 1]), rng))
    return found


def _talk(text: str, guardian: str, teacher: str, today: date, unread: int, rng: random.Random) -> Talk:
    first, *lines = text.split("|")
    day = today - timedelta(days=rng.randrange(1, 20))
    at = datetime.combine(day, time(17, 0), ZoneInfo(ZONE)) + timedelta(minutes=rng.randrange(150))
    if len(lines) > 5:
        at -= timedelta(days=1)
    told = []
    for n, line in enumerate(lines):
        writes = (guardian, teacher) if first == "г" else (teacher, guardian)
        told.append((writes[n % 2], line, at))
        at += timedelta(minutes=rng.randrange(2, 40))
    return Talk(guardian, teacher, told, unread)
