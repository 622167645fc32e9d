"""Curriculum of the demo school: subjects and weekly hours by year, kinds of marks, bells, topics."""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

SCHOOL = "Гимназия № 7"
ZONE = "Europe/Moscow"
LETTERS = "АБВ"
YEARS = range(1, 12)


def hours(year: int) -> dict[str, int]:
    """Returns subject -> lessons a week. At most seven a day fit into five days."""
    if year == 1:
        return _plan("Русский язык 5,Математика 4,Литературное чтение 4,Окружающий мир 2,Физкультура 2,Труд 1")
    if year <= 4:
        return _plan(
            "Русский язык 5,Математика 4,Литературное чтение 3,Окружающий мир 2,Английский язык 2,Физкультура 2,"
            "Музыка 1,Труд 2"
        )
    if year <= 6:
        return _plan(
            "Русский язык 5,Математика 5,Литература 3,Английский язык 3,История 2,Биология 1,География 1,"
            "Физкультура 2,Музыка 1,Труд 2"
        )
    if year <= 9:
        sciences = "Физика 2,Химия 2," if year > 7 else "Физика 2,"
        return _plan(
            "Русский язык 3,Алгебра 3,Геометрия 2,Литература 2,Английский язык 3,История 2,Обществознание 1,"
            f"Биология 2,География 2,Информатика 1,Физкультура 2,{sciences}Труд 1"
        )
    return _plan(
        "Русский язык 2,Алгебра 4,Геометрия 2,Литература 3,Английский язык 3,История 2,Обществознание 2,Физика 2,"
        "Химия 1,Биология 1,Информатика 2,Физкультура 2"
    )


PROFILES = {
    f"{year}{letter}": profile
    for year in (10, 11)
    for letter, profile in zip(LETTERS, ("Физико-математический", "Гуманитарный", "Универсальный"), strict=True)
}
"""Profiles of the classes of the last two years."""


def _plan(text: str) -> dict[str, int]:
    plan = {}
    for part in text.split(","):
        subject, _, number = part.strip().rpartition(" ")
        plan[subject] = int(number)
    return plan


PRIMARY = ("Русский язык", "Математика", "Литературное чтение", "Окружающий мир", "Труд")
"""Subjects taught by the class's own teacher in the first four years."""

FACULTY = {"Алгебра": "Математика", "Геометрия": "Математика", "Литература": "Русский язык"}
"""Subjects taught by the teachers of another one."""

LOAD = 24  # most lessons a week of one subject teacher

SPLIT = {"Английский язык": range(5, 12), "Физкультура": range(8, 12)}
"""Subjects that are taught to the two halves of a class at the same time, and the years in which they are."""

ROOMS = {"Физкультура": "спортзал", "Музыка": "актовый зал", "Труд": "мастерская", "Информатика": "301"}


class Kind(NamedTuple):
    source_id: str
    russian: str
    english: str
    short_russian: str
    short_english: str
    weight: int


KINDS = [
    Kind("kind-answer", "Ответ на уроке", "Answer in class", "отв", "ans", 1),
    Kind("kind-homework", "Домашняя работа", "Homework", "дз", "hw", 1),
    Kind("kind-notebook", "Ведение тетради", "Notebook", "тет", "nb", 0),
    Kind("kind-dictation", "Диктант", "Dictation", "дикт", "dict", 2),
    Kind("kind-short-test", "Самостоятельная работа", "Short test", "ср", "sh.t", 2),
    Kind("kind-lab", "Лабораторная работа", "Laboratory work", "лаб", "lab", 2),
    Kind("kind-essay", "Сочинение", "Essay", "соч", "ess", 2),
    Kind("kind-test", "Контрольная работа", "Test", "кр", "test", 3),
]

AFTERNOON = range(3, 4)
"""Years of the second shift."""

CLOCK = [
    (time(8, 30), time(9, 15)),
    (time(9, 25), time(10, 10)),
    (time(10, 30), time(11, 15)),
    (time(11, 35), time(12, 20)),
    (time(12, 30), time(13, 15)),
    (time(13, 25), time(14, 10)),
    (time(14, 20), time(15, 5)),
    (time(15, 15), time(16, 0)),
    (time(16, 20), time(17, 5)),
    (time(17, 15), time(18, 0)),
    (time(18, 10), time(18, 55)),
    (time(19, 5), time(19, 50)),
]
"""Lessons of a day, those of both shifts: the afternoon begins with what is the morning's last."""

SHORT_DAY = [
    (time(9, 0), time(9, 30)),
    (time(9, 40), time(10, 10)),
    (time(10, 20), time(10, 50)),
    (time(11, 10), time(11, 40)),
    (time(11, 50), time(12, 20)),
    (time(12, 30), time(13, 0)),
    (time(13, 10), time(13, 40)),
]

MORNING_LESSONS, BEFORE_AFTERNOON = 7, 6


def lessons_before(year: int) -> int:
    """Returns the number of lessons on the clock before the first of a year's shift."""
    return BEFORE_AFTERNOON if year in AFTERNOON else 0


def bells(year: int) -> list[tuple[time, time]]:
    """Returns the bells of a year's shift, those of lesson 1 first."""
    return CLOCK[BEFORE_AFTERNOON:] if year in AFTERNOON else CLOCK[:MORNING_LESSONS]


SUMMER = range(6, 10)
QUARTERS = (0, 2, 4, 7, 9)  # months of the year after which each begins; the last is the end of the fourth


def school_year(day: date) -> list[date]:
    """Returns the first days of the quarters of the year around `day`, the end of the fourth, and that of the year.

    A real year begins in September. Seen in summer or at its beginning the demo's is another one, which is in its
    middle: who tries it out in July finds no empty school.
    """
    if day.month in SUMMER:
        first = date(day.year, day.month - 5, 1)
    else:
        first = date(day.year if day.month > max(SUMMER) else day.year - 1, 9, 1)
    return [_months_later(first, months) for months in (*QUARTERS, 12)]


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


TOPICS = {
    "Математика": "Сложение дробей;Сравнение дробей;Задачи на движение;Площадь прямоугольника;Деление с остатком;"
    "Смешанные числа;Единицы площади;Уравнения",
    "Алгебра": "Линейная функция;Системы уравнений;Квадратные корни;Формулы сокращённого умножения;Неравенства",
    "Геометрия": "Признаки равенства треугольников;Параллельные прямые;Теорема Пифагора;Площадь трапеции",
    "Русский язык": "Правописание приставок;Однородные члены;Имя прилагательное;Обращение;Сложное предложение;"
    "Н и НН в прилагательных",
    "Литература": "А. С. Пушкин. Стихотворения;И. А. Крылов. Басни;Н. В. Гоголь. Повести;М. Ю. Лермонтов. Бородино",
    "Литературное чтение": "Сказки народов России;Стихи о природе;Рассказы о животных;Пересказ по плану",
    "Английский язык": "Present Simple;My day;In the city;Past Simple;Food and shopping",
    "История": "Древний Египет;Античная Греция;Куликовская битва;Реформы Петра I;Отечественная война 1812 года",
    "Физика": "Давление;Плотность вещества;Закон Ома;Второй закон Ньютона",
    "Химия": "Валентность;Оксиды;Типы реакций;Растворы",
    "Биология": "Строение клетки;Корень и побег;Класс Птицы;Кровообращение",
    "География": "План местности;Горы и равнины;Климат;Реки России",
    "Окружающий мир": "Времена года;Вода в природе;Наш край;Правила дорожного движения",
}
HOMEWORK = {
    "Математика": "№ {0}, {1}, с. {2};правило на с. {2}, № {0};карточка {1}",
    "Русский язык": "упр. {0};упр. {0}, выучить правило на с. {2}",
    "Литература": "читать с. {2}–{3};выучить стихотворение наизусть",
    "Литературное чтение": "читать с. {2}–{3}, пересказ",
    "Английский язык": "слова урока {1}, упр. {1} с. {2}",
}


def topics(subject: str) -> list[str]:
    return TOPICS.get(subject, "Повторение;Новый материал;Практическая работа;Обобщение").split(";")


def homework(subject: str) -> list[str]:
    return HOMEWORK.get(FACULTY.get(subject, subject), "§ {1}, вопросы;§ {1}, пересказ;повторить § {1}").split(";")
