"""The table of people that a school may fill in: students with their adults on one sheet, staff on another."""

STUDENTS = (
    ("Фамилия", "Соколова"),
    ("Имя", "Анна"),
    ("Отчество", "Дмитриевна"),
    ("Дата рождения", "12.05.2015"),
    ("Класс", "5А"),
    ("Телефон ученика", "+7 916 555-47-12"),
    ("E-mail ученика", "anna@example.com"),
    ("Мать: ФИО", "Соколова Елена Сергеевна"),
    ("Мать: телефон", "+7 916 555-47-13"),
    ("Мать: e-mail", "elena@example.com"),
    ("Отец: ФИО", "Соколов Дмитрий Иванович"),
    ("Отец: телефон", "+7 916 555-47-14"),
    ("Отец: e-mail", "dmitry@example.com"),
    ("Родитель 1: ФИО", "Белова Вера Ильинична"),
    ("Родитель 1: кем приходится", "бабушка"),
    ("Родитель 1: телефон", "+7 916 555-47-15"),
    ("Родитель 1: e-mail", "vera@example.com"),
)
STAFF = (
    ("Фамилия", "Рябова"),
    ("Имя", "Мария"),
    ("Отчество", "Ивановна"),
    ("Должность", "учитель"),
    ("Классное руководство", "5А"),
    ("Телефон", "+7 916 555-47-16"),
    ("E-mail", "maria@example.com"),
)
STUDENTS_ENGLISH = (
    ("Last name", "Sokolova"),
    ("First name", "Anna"),
    ("Patronymic", "Dmitrievna"),
    ("Birthday", "12.05.2015"),
    ("Class", "5А"),
    ("Student phone", "+7 916 555-47-12"),
    ("Student e-mail", "anna@example.com"),
    ("Mother: full name", "Sokolova Elena"),
    ("Mother: phone", "+7 916 555-47-13"),
    ("Mother: e-mail", "elena@example.com"),
    ("Father: full name", "Sokolov Dmitry"),
    ("Father: phone", "+7 916 555-47-14"),
    ("Father: e-mail", "dmitry@example.com"),
    ("Guardian 1: full name", "Belova Vera"),
    ("Guardian 1: relation", "grandmother"),
    ("Guardian 1: phone", "+7 916 555-47-15"),
    ("Guardian 1: e-mail", "vera@example.com"),
)
STAFF_ENGLISH = (
    ("Last name", "Ryabova"),
    ("First name", "Maria"),
    ("Patronymic", "Ivanovna"),
    ("Position", "teacher"),
    ("Class teacher of", "5А"),
    ("Phone", "+7 916 555-47-16"),
    ("E-mail", "maria@example.com"),
)
TEMPLATES = {
    "ru": {"Ученики": STUDENTS, "Сотрудники": STAFF},
    "en": {"Students": STUDENTS_ENGLISH, "Staff": STAFF_ENGLISH},
}
"""Language -> sheet -> heading and example of each column."""
