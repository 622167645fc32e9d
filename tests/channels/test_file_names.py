"""What files may be called, and what they have to be then."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.files.kinds import KINDS, is_called, is_inline, kind_of
from channels.files.names import LONGEST, cleaned_name, extension_of


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("Расписание.pdf", "Расписание.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Мария\\фото 1.JPG", "фото 1.JPG"),
        ("отчёт\u202egpj.exe", "отчётgpj.exe"),
        ("a\u200b\u2066b\x00\x1f\r\n.txt", "ab.txt"),
        ("и\u0306ога.txt", "йога.txt"),
        ("  много   пробелов  .txt", "много пробелов.txt"),
        ('a<b>:"|?*.png', "a_b______.png"),
        (".txt", "file.txt"),
        ("/", "file"),
        ("...", "file"),
        ("без расширения", "без расширения"),
        ("д" * 300 + ".docx", "д" * 145 + ".docx"),
    ],
)
def test_a_name_loses_what_hides_what_it_is(given_name: str, cleaned: str) -> None:
    assert cleaned_name(given_name) == cleaned


@given(st.text(max_size=400) | st.text(alphabet="ab./\\\u202e\u200b .\u0306и<", max_size=400))
def test_every_name_gets_one_that_is_harmless_and_stays_so(given_name: str) -> None:
    name = cleaned_name(given_name)
    assert 1 <= len(name) <= LONGEST
    assert not set(name) & set('/\\<>:"|?*')
    assert name == name.strip()
    assert all(unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for one in name)
    assert cleaned_name(name) == name


@given(st.sampled_from(sorted(one for kind in KINDS for one in kind.extensions)), st.text(max_size=300))
def test_the_extension_is_kept_however_long_the_name(extension: str, stem: str) -> None:
    assert extension_of(cleaned_name(f"{stem}.{extension}")) == extension


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.jpg.exe", "a", "a.js", "a.docm", "a.zip", "a.heic", "a.", "jpg"]
)
def test_what_is_not_on_the_list_may_not_be_sent(name: str) -> None:
    assert kind_of(name, archives=False) is None


def test_zips_may_be_sent_where_the_school_says_so() -> None:
    assert kind_of("a.zip", archives=True) is not None


@pytest.mark.parametrize(
    ("name", "announced", "agrees"),
    [
        ("a.jpg", "image/jpeg", True),
        ("a.JPEG", "IMAGE/JPG; q=1", True),
        ("a.jpg", "", True),
        ("a.jpg", "application/octet-stream", True),
        ("a.jpg", "text/html", False),
        ("a.txt", "text/plain; charset=utf-8", True),
        ("a.txt", "text/html", False),
        ("a.m4a", "audio/x-m4a", True),
    ],
)
def test_name_and_announced_type_have_to_agree(name: str, announced: str, agrees: bool) -> None:
    kind = kind_of(name, archives=False)
    assert kind is not None
    assert is_called(kind, announced) is agrees


def test_only_images_are_shown_in_the_page() -> None:
    assert {kind.type for kind in KINDS if is_inline(kind.type)} == {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
    }
