"""Refusals of the school week.

Code -> title and what to do, in Russian and in English.
"""

WORDING = {
    "days_end_first": (
        "Последний день раньше первого",
        "Проверьте даты в отмеченной строке",
        "The last day is before the first",
        "Check the days in the row that is marked",
    ),
    "grades_end_first": (
        "Последний класс раньше первого",
        "Проверьте классы в отмеченной строке",
        "The last grade is before the first",
        "Check the grades in the row that is marked",
    ),
    "periods_overlap": (
        "Два отчётных периода одних и тех же классов пересекаются",
        "Закончите первый раньше, чем начнётся второй, или разделите их по классам",
        "Two reporting periods of the same grades overlap",
        "End the first before the second begins, or divide them by grades",
    ),
}
