"""Slips of invitations on paper: one person's is one piece, and tells nothing outside the fold."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from channels.invitations.making import PaperInvitation
from channels.people import Name, Role
from handlers.slips.pdf import slips_pdf
from handlers.slips.sheets import to_slips
from handlers.slips.slip import Slip, SlipFor
from handlers.wording import Language
from tests.support.printed import Page, Place, coloured, described, pages

MADE = datetime(2026, 9, 3, 12, tzinfo=UTC)
ADDRESS = "https://gimnaziya7.example/in"
# where things are to be on a slip, in millimetres from its upper left corner
WIDTH, HEIGHT = 105.0, 99.0
STRIP, FOLD = 15.0, 57.0
UNPRINTED = 5.0  # edge of the paper that a printer leaves blank
PRINTABLE = Place("", UNPRINTED, UNPRINTED, 210 - UNPRINTED, 297 - UNPRINTED)

NAMES = ("Соколова Елена Сергеевна", "Соколова Анна Дмитриевна", "Белов Артём Павлович")
KINDS = (SlipFor.ADULT, SlipFor.STUDENT, SlipFor.ADULT)
LONG = "Константинопольский-Преображенский Христофор Вениаминович"
LONG_CLASS = "10 «Социально-экономический пр»"
LONG_SCHOOL = (
    "Муниципальное автономное общеобразовательное учреждение «Средняя общеобразовательная школа с углублённым"
    " изучением отдельных предметов № 1234 имени Константина Константиновича Константинопольского»"
)


def slip(n: int = 1, kind: SlipFor = SlipFor.STUDENT, name: str = "", class_name: str = "5А") -> Slip:
    return Slip(
        number=f"{class_name}-{n:02}",
        kind=kind,
        school="Гимназия № 7",
        class_name=class_name,
        name=name or f"{NAMES[n % 3]} {n}",
        children=("А. С.",) if kind is SlipFor.ADULT else (),
        code=f"4GQ7-9KXM-{n:04}",
        link=f"{ADDRESS}#{n:043}",
        last_day=date(2026, 10, 3),
    )


def sheet(count: int, class_name: str = "5А") -> list[Slip]:
    return [slip(n, KINDS[n % 3], class_name=class_name) for n in range(1, count + 1)]


def printed(slips: Sequence[Slip], language: Language = "ru") -> list[Page]:
    return pages(slips_pdf(slips, language, MADE))


def cut(page: Page) -> list[Page]:
    """The pieces of a page, measured from their own corners; what a cut would divide is in none of them."""

    def part(places: list[Place], x: float, y: float, beyond: float = 0) -> list[Place]:
        moved = [
            Place(place.text, place.left - x, place.top - y, place.right - x, place.bottom - y) for place in places
        ]
        piece = Place("", -beyond, -beyond, WIDTH + beyond, HEIGHT + beyond)
        return [place for place in moved if place.within(piece)]

    corners = [(column * WIDTH, row * HEIGHT) for row in range(3) for column in range(2)]
    pieces = [
        Page(part(page.texts, x, y), part(page.codes, x, y), part(page.lines, x, y, 0.5), page.sizes)
        for x, y in corners
    ]
    return [piece for piece in pieces if piece.texts]


def piece_of(one: Slip, language: Language = "ru") -> Page:
    [piece] = cut(printed([one], language)[0])
    return piece


def joined(texts: Sequence[Place]) -> str:
    """Text of lines, without what breaking them leaves open."""
    return "".join(place.text for place in texts).replace(" ", "").replace("\u00a0", "")


def bare(text: str) -> str:
    return text.replace(" ", "")


@pytest.mark.parametrize(("count", "per_page"), [(1, [1]), (6, [6]), (7, [6, 1]), (13, [6, 6, 1])])
def test_a_page_holds_six_and_each_piece_is_one_persons(count: int, per_page: list[int]) -> None:
    slips = sheet(count)
    *sheets, key = printed(slips)
    pieces = [cut(page) for page in sheets]
    assert [len(page) for page in pieces] == per_page
    for one, piece in zip(slips, [piece for page in pieces for piece in page], strict=True):
        assert [place.text for place in piece.codes] == [one.link]
        text = [place.text for place in piece.texts]
        assert [text.count(line) for line in (one.number, one.name, one.code)] == [1, 1, 1]
        assert piece.all().count("gimnaziya7.example/in") == 1
    assert len(key.codes) == 0


def test_nothing_crosses_a_cut() -> None:
    page, _ = printed(sheet(6))
    assert sum(len(piece.texts) for piece in cut(page)) == len(page.texts)
    assert sum(len(piece.codes) for piece in cut(page)) == len(page.codes) == 6


def test_the_key_page_names_everybody_and_has_no_code() -> None:
    slips = sheet(8)
    key = printed(slips)[-1]
    text = key.all()
    for one in slips:
        assert one.number in text
        assert one.name in text
        assert one.code not in text
        assert one.link.partition("#")[2] not in text
    assert "5А: кому какой листок" in text
    assert not key.codes
    assert "4GQ7" not in text


def test_a_long_key_goes_on_on_another_page() -> None:
    slips = sheet(64)
    keys = [page for page in printed(slips) if "кому какой листок" in page.all()]
    assert [f"Страница {n} из 3" in page.all() for n, page in enumerate(keys, 1)] == [True] * 3
    for wanted in ("number", "name"):
        assert {getattr(one, wanted) for one in slips} <= {place.text for page in keys for place in page.texts}


def test_each_class_has_sheets_and_a_key_of_its_own() -> None:
    found = printed([*sheet(2, "5А"), *sheet(2, "5Б"), slip(1, SlipFor.STAFF, class_name="")])
    assert [bool(page.codes) for page in found] == [True, False] * 3
    assert ["5Б" in page.all() for page in found] == [False, False, True, True, False, False]
    assert "Кому какой листок" in found[-1].all()


@pytest.mark.parametrize(
    ("kind", "language", "outside", "inside"),
    [
        (SlipFor.STUDENT, "ru", "для ученика", "Это вход ученика. У взрослых свои листки."),
        (SlipFor.STUDENT, "en", "for the student", "This is the student’s way in. Adults have slips of their own."),
        (SlipFor.ADULT, "ru", "для взрослого", "Только для вас. У ребёнка свой листок. Бесплатно."),
        (SlipFor.ADULT, "en", "for an adult", "Only for you. The child has its own slip. Free of charge."),
        (SlipFor.STAFF, "ru", "для сотрудника", "Только для вас, никому не передавайте."),
        (SlipFor.STAFF, "en", "for staff", "Only for you, give it to nobody."),
    ],
)
def test_a_slip_says_for_whom_it_is(kind: SlipFor, language: Language, outside: str, inside: str) -> None:
    piece = piece_of(slip(1, kind, class_name="" if kind is SlipFor.STAFF else "5А"), language)
    assert outside in [place.text for place in piece.texts if place.bottom < STRIP]
    assert inside in [place.text for place in piece.texts if place.top > FOLD]


@pytest.mark.parametrize(
    ("language", "children", "whose", "until"),
    [
        ("ru", ["А. С."], "ученик: А. С., 5А", "до 3 октября включительно, один раз"),
        ("ru", ["А. С.", "М. С."], "ученики: А. С., М. С., 5А", "до 3 октября включительно, один раз"),
        ("en", ["А. С."], "student: А. С., 5А", "until 3 October inclusive, works once"),
        ("en", ["А. С.", "М. С."], "students: А. С., М. С., 5А", "until 3 October inclusive, works once"),
    ],
)
def test_an_adult_reads_whose_adult_and_until_when(
    language: Language, children: list[str], whose: str, until: str
) -> None:
    one = replace(slip(1, SlipFor.ADULT), children=children)
    texts = [place.text.replace("\u00a0", " ") for place in piece_of(one, language).texts]
    assert whose in texts
    assert until in texts


@pytest.mark.parametrize("kind", list(SlipFor))
def test_folded_only_number_kind_and_school_are_seen(kind: SlipFor) -> None:
    one = slip(1, kind)
    piece = piece_of(one)
    strip = [place.text for place in piece.texts if place.top < STRIP]
    assert len(strip) == 3
    assert strip[0] == one.number
    assert strip[2] == one.school
    for hidden in (one.name, one.code):
        [place] = [place for place in piece.texts if place.text == hidden]
        assert STRIP < place.top < place.bottom < FOLD
    [code] = piece.codes
    assert STRIP < code.top < code.bottom < FOLD
    assert HEIGHT - FOLD == FOLD - STRIP  # what is folded up covers all of it
    assert any(line.top < FOLD < line.bottom and line.right - line.left > WIDTH / 2 for line in piece.lines)


def test_the_code_can_be_read_and_scanned_by_anybody() -> None:
    one = slip()
    piece = piece_of(one)
    assert piece.sizes[one.code] >= 13
    [code] = piece.codes
    assert code.right - code.left >= 25
    assert code.bottom - code.top >= 25
    blank = Place("", code.left - 2.5, code.top - 2.5, code.right + 2.5, code.bottom + 2.5)
    assert not [place.text for place in (*piece.texts, *piece.lines) if place.meets(blank)]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_black_is_enough(language: Language) -> None:
    assert not coloured(slips_pdf(sheet(3), language, MADE))


def test_the_address_of_a_plain_server_keeps_its_scheme() -> None:
    assert "http://localhost:8080/in и" in piece_of(replace(slip(), link=f"http://localhost:8080/in#{'a' * 43}")).all()


def assert_in_place(piece: Page) -> None:
    for n, place in enumerate(piece.texts):
        assert place.left >= UNPRINTED, place
        assert place.top >= 2, place
        assert place.right <= WIDTH - UNPRINTED, place
        assert place.bottom <= HEIGHT - 2, place
        met = [other for other in (*piece.texts[n + 1 :], *piece.codes) if other.meets(place)]
        assert met == [], place


@pytest.mark.parametrize("kind", list(SlipFor))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_long_names_stay_whole_and_inside_their_slip(kind: SlipFor, language: Language) -> None:
    one = replace(
        slip(1, kind, LONG, LONG_CLASS),
        school=LONG_SCHOOL,
        children=("Х. К.-П.", "А. К.-П.") if kind is SlipFor.ADULT else (),
        link=f"https://elektronnyj-dnevnik.obrazovanie.administraciya-municipalnogo-rajona.example/in#{'a' * 43}",
    )
    page, key = printed([one] * 6, language)
    assert len(cut(page)) == 6
    for piece in cut(page):
        assert_in_place(piece)
        inside = [place for place in piece.texts if STRIP < place.top < FOLD]
        outside = [place for place in piece.texts if place.bottom < STRIP]
        assert bare(LONG) in joined(inside)
        assert bare(one.number) in joined(outside)
        assert bare(LONG_SCHOOL) in joined(outside)
        assert min(piece.sizes.values()) > 4
        assert piece.sizes[one.code] >= 13
    assert bare(LONG_SCHOOL) in joined(key.texts)


LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВЩЖЮәңқғұүһіөҗґєїҕҥӝ'’"
words = st.text(st.sampled_from(f"{LETTERS}-"), min_size=1, max_size=100)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=20, deadline=None)
@given(
    names=st.lists(names, min_size=2, max_size=2),
    school=st.lists(words, min_size=1, max_size=8).map(" ".join),
    class_name=st.text(st.sampled_from(f"{LETTERS} 0123456789"), min_size=1, max_size=30),
)
@example(
    names=[" ".join("ЖЩА"[n] * 100 for n in range(3)), LONG], school=f"{LONG_SCHOOL} {LONG_SCHOOL}", class_name="Ж" * 30
)
def test_whatever_people_are_called_nothing_is_cut_and_nothing_overlaps(
    names: list[str], school: str, class_name: str
) -> None:
    slips = [replace(slip(n, SlipFor.ADULT, name, class_name), school=school) for n, name in enumerate(names)]
    page, key = printed(slips)
    pieces = cut(page)
    assert sum(len(piece.texts) for piece in pieces) == len(page.texts)
    for one, piece in zip(slips, pieces, strict=True):
        assert_in_place(piece)
        assert bare(one.name) in joined([place for place in piece.texts if STRIP < place.top < FOLD])
        assert [code.text for code in piece.codes] == [one.link]
    for n, place in enumerate(key.texts):
        assert place.within(PRINTABLE), place
        assert [other for other in key.texts[n + 1 :] if other.meets(place)] == []


@pytest.mark.parametrize(
    "name",
    [
        "Ёжикова Щука Эюовна",
        "Әбдірахманұлы Ғалымжан Өмірханұлы",
        "Җиһаншина Гөлнаң Үзбәковна",
        "Ґалаґан Євген Їжакевич",
        "Мындаҕаайы Сэмэҥ",
        "Ӱпымарий Ӓкӹ",
        "Ӝужыт Ӟеч Ӵукна",
        "Müller-Ełk Şükür Ģirts",
    ],
)
def test_letters_of_many_languages_are_printed(name: str) -> None:
    page, key = printed([slip(name=name)])
    assert bare(name) in joined(page.texts)
    assert bare(name) in joined(key.texts)


def test_letters_in_two_parts_are_printed_as_one() -> None:
    assert "Йогурт Ёлка" in piece_of(slip(name="И\u0306огурт Е\u0308лка")).all()


def test_a_letter_that_no_font_has_leaves_its_place_and_no_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert "Ли \ufffd\ufffd" in piece_of(slip(name="Ли 漢字")).all()
    assert "missing" not in caplog.text
    assert "漢" not in caplog.text


def test_the_file_says_nothing_of_anybody_and_is_the_same_each_time() -> None:
    slips = sheet(3)
    pdf = slips_pdf(slips, "ru", MADE)
    told = described(pdf)
    assert told.pop("CreationDate").startswith("D:20260903120000")
    assert told == {"Title": "Приглашения", "Creator": "Zvonok"}
    assert slips_pdf(slips, "ru", MADE) == pdf
    assert slips_pdf(slips, "ru", MADE + timedelta(seconds=1)) != pdf


def test_a_slip_in_a_log_tells_no_code() -> None:
    one = slip()
    assert one.code not in repr(one)
    assert one.link not in repr(one)


def test_no_slips_make_no_file() -> None:
    with pytest.raises(ValueError, match="no slips"):
        slips_pdf([], "ru", MADE)


def invitation(given: str, role: Role, *classes: str, children: Sequence[str] = ()) -> PaperInvitation:
    name = Name(family="Соколова", given=given, middle="Ивановна")
    return PaperInvitation(name, role, classes, children, "Гимназия № 7", "4GQ7-9KXM-2T0C", "t" * 43, date(2026, 10, 3))


ANYA = invitation("Анна", Role.STUDENT, "5А")
MOTHER = invitation("Ольга", Role.GUARDIAN, "3Б", "5А", children=["М. С.", "А. С."])  # of a child in another class too
TEACHER = invitation("Мария", Role.TEACHER, "5А", children=["А. С."])


def test_a_slip_has_all_that_its_invitation_says() -> None:
    [one] = to_slips([MOTHER], "https://gimnaziya7.example", "5А")
    assert (one.number, one.class_name, one.kind) == ("5А-01", "5А", SlipFor.ADULT)
    assert (one.name, one.school, one.children) == ("Соколова Ольга Ивановна", "Гимназия № 7", ["М. С.", "А. С."])
    assert (one.code, one.last_day) == ("4GQ7-9KXM-2T0C", date(2026, 10, 3))
    assert one.link == f"https://gimnaziya7.example/in#{'t' * 43}"


def test_an_adult_of_several_classes_is_on_the_sheet_that_is_printed() -> None:
    assert [one.number for one in to_slips([ANYA, MOTHER], ADDRESS)] == ["5А-01", "5А-02"]
    assert [one.number for one in to_slips([MOTHER], ADDRESS, "5А")] == ["5А-01"]


def test_staff_have_a_sheet_of_their_own_and_are_adults_on_that_of_their_child() -> None:
    staff, *others = to_slips([TEACHER, ANYA, MOTHER], ADDRESS)
    assert (staff.number, staff.kind, staff.class_name, staff.children) == ("01", SlipFor.STAFF, "", ())
    assert [(one.number, one.kind.value) for one in others] == [("5А-01", "student"), ("5А-02", "adult")]
    parent, student = to_slips([TEACHER, ANYA], ADDRESS, "5А")
    assert (parent.number, parent.kind, parent.children) == ("5А-01", SlipFor.ADULT, ["А. С."])
    assert (student.number, student.kind) == ("5А-02", SlipFor.STUDENT)
