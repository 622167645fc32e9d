"""Names of people for the demo school: Russian, Tatar, Caucasian; made up, and the same for the same seed."""

from __future__ import annotations

import random
from typing import NamedTuple


class FullName(NamedTuple):
    family: str
    given: str
    middle: str


class Culture(NamedTuple):
    """Names of one culture. `families` are pairs of forms for men and women; `fathers` a name and both patronymics."""

    share: int
    families: list[tuple[str, str]]
    fathers: list[tuple[str, str, str]]
    boys: list[str]
    girls: list[str]


def _words(text: str) -> list[str]:
    return text.split()


def _families(regular: str, adjectives: str = "", unchanging: str = "") -> list[tuple[str, str]]:
    return (
        [(stem, stem + "а") for stem in regular.split()]
        + [(word, word[:-2] + "ая") for word in adjectives.split()]
        + [(word, word) for word in unchanging.split()]
    )


def _fathers(text: str) -> list[tuple[str, str, str]]:
    """Parses `Иван Иванов`: the name and the stem of its patronymics."""
    pairs = [line.split() for line in text.strip().split(",")]
    return [(name, stem + "ич", "Ильинична" if stem == "Иль" else stem + "на") for name, stem in pairs]


RUSSIAN = Culture(
    share=84,
    families=_families(
        "Смирнов Иванов Кузнецов Соколов Попов Лебедев Козлов Новиков Морозов Петров Волков Соловьёв Васильев "
        "Зайцев Павлов Семёнов Голубев Виноградов Богданов Воробьёв Фёдоров Михайлов Беляев Тарасов Белов Комаров "
        "Орлов Киселёв Макаров Андреев Ковалёв Ильин Гусев Титов Кузьмин Кудрявцев Баранов Куликов Алексеев "
        "Степанов Яковлев Сорокин Сергеев Романов Захаров Борисов Королёв Герасимов Пономарёв Григорьев Лазарев "
        "Медведев Ершов Никитин Соболев Рябов Поляков Цветков Данилов Жуков Фролов Журавлёв Николаев Крылов "
        "Максимов Сидоров Осипов Белоусов Федотов Дорофеев Егоров Матвеев Бобров Дмитриев Калинин Анисимов Петухов "
        "Антонов Тимофеев Никифоров Веселов Филиппов Марков Большаков Суханов Миронов Ширяев Александров Коновалов "
        "Шестаков Казаков Ефимов Денисов Громов Фомин Давыдов Мельников Щербаков Блинов Колесников Карпов Дьяконов "
        "Панкратов Калашников Ерёмин Котов Быков Зимин Щукин",
        "Островский Успенский Вознесенский Троицкий Малиновский Полянский Лесной Горский Вишневский",
        "Васильченко Шевченко Коваленко Бондаренко Ткаченко Черных Седых Ким Цой Гринберг",
    ),
    fathers=_fathers(
        "Александр Александров,Дмитрий Дмитриев,Алексей Алексеев,Андрей Андреев,Сергей Сергеев,Михаил Михайлов,"
        "Иван Иванов,Павел Павлов,Роман Романов,Евгений Евгеньев,Владимир Владимиров,Николай Николаев,Игорь Игорев,"
        "Олег Олегов,Денис Денисов,Антон Антонов,Максим Максимов,Виктор Викторов,Юрий Юрьев,Константин Константинов,"
        "Кирилл Кириллов,Илья Иль,Глеб Глебов,Станислав Станиславов,Григорий Григорьев,Пётр Петров,Артём Артёмов,"
        "Вячеслав Вячеславов,Валерий Валерьев,Анатолий Анатольев"
    ),
    boys=_words(
        "Александр Михаил Максим Артём Матвей Иван Дмитрий Лев Марк Тимофей Даниил Кирилл Илья Егор Никита "
        "Роман Алексей Андрей Мирон Фёдор Сергей Владимир Ярослав Константин Арсений Николай Степан Денис "
        "Глеб Павел Григорий Семён Савелий Пётр Данил Всеволод"
    ),
    girls=_words(
        "София Анна Мария Алиса Ева Виктория Полина Александра Василиса Варвара Дарья Елизавета Екатерина "
        "Ксения Арина Вероника Милана Валерия Ульяна Кира Вера Маргарита Таисия Софья Анастасия Алёна "
        "Стефания Ольга Татьяна Есения Мирослава Юлия Злата Надежда"
    ),
)
TATAR = Culture(
    share=9,
    families=_families(
        "Галиев Сафин Хабибуллин Шарипов Гайнутдинов Мухаметзянов Нуриев Закиров Хайруллин Валиев Ахметов Юсупов "
        "Гарипов Хасанов Миннуллин"
    ),
    fathers=_fathers(
        "Ильдар Ильдаров,Рустам Рустамов,Ринат Ринатов,Айрат Айратов,Марат Маратов,Булат Булатов,Ильнур Ильнуров,"
        "Рамиль Рамилев,Фарид Фаридов"
    ),
    boys=_words("Тимур Ильдар Айдар Амир Рамиль Булат Карим Эмиль Камиль Марат Данияр"),
    girls=_words("Алсу Гульнара Айгуль Лейсан Эльвира Динара Амина Камилла Ясмина Азалия Регина"),
)
CAUCASIAN = Culture(
    share=7,
    families=_families(
        "Мамедов Алиев Магомедов Ибрагимов Гасанов Исаев Курбанов Абдуллаев Саидов",
        unchanging="Петросян Григорян Акопян Джапаридзе Кварацхелия Абашидзе Хачатурян Цхурбаев",
    ),
    fathers=_fathers(
        "Тофик Тофиков,Руслан Русланов,Магомед Магомедов,Арсен Арсенов,Тигран Тигранов,Давид Давидов,Заур Зауров,"
        "Эльдар Эльдаров,Георгий Георгиев,Аслан Асланов"
    ),
    boys=_words("Магомед Ахмед Тигран Арсен Давид Заур Эльдар Георгий Аслан Ашот Тамерлан Ислам"),
    girls=_words("Мадина Патимат Амина Нино Ануш Лейла Зарема Тамара Милена Саида Кристина"),
)
CULTURES = [RUSSIAN, TATAR, CAUCASIAN]

WOMEN = _words(
    "Ольга Елена Наталья Ирина Светлана Татьяна Екатерина Юлия Марина Анна Мария Людмила Галина Оксана "
    "Надежда Лариса Валентина Вера Любовь Евгения"
)

LONGEST = FullName("Константинопольский-Преображенский", "Христофор", "Вениаминович")


class Namer:
    """Draws names one after another; the order of the calls affects the result of a seed."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def culture(self) -> Culture:
        return self._rng.choices(CULTURES, [culture.share for culture in CULTURES])[0]

    def family(self, culture: Culture) -> tuple[str, str]:
        return self._rng.choice(culture.families)

    def man(self, culture: Culture, family: str) -> FullName:
        return FullName(family, self._rng.choice(culture.fathers)[0], self._rng.choice(culture.fathers)[1])

    def woman(self, culture: Culture, family: str) -> FullName:
        given = self._rng.choice(WOMEN if culture is RUSSIAN else culture.girls)
        return FullName(family, given, self._rng.choice(culture.fathers)[2])

    def child(self, culture: Culture, families: tuple[str, str], father: str, *, boy: bool) -> FullName:
        """Returns a name for a child of the father with that given name."""
        patronymics = {name: (his, hers) for name, his, hers in culture.fathers}
        his, hers = patronymics[father]
        if boy:
            return FullName(families[0], self._rng.choice(culture.boys), his)
        return FullName(families[1], self._rng.choice(culture.girls), hers)


LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        _words("a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya"),
        strict=True,
    )
)


def latin(text: str) -> str:
    """Transliterates for ids and addresses: `орлова-с`."""
    return "".join(LATIN.get(letter, letter) for letter in text.lower()).replace("_", "")
