"""What documents point at is there."""

from pathlib import Path

import pytest

from tests import documents


def test_every_link_file_and_name_in_a_document_is_there() -> None:
    assert [line for document in documents.documents() for line in documents.wrong(document)] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[there](nowhere.md)", "nowhere.md"),
        ("[there](GLOSSARY.md#no-such-heading)", "GLOSSARY.md#no-such-heading"),
        ("`channels/nowhere.py`", "channels/nowhere.py"),
        ("```diff\n+++ channels/store.py\n@@\n-class NoDesk:\n+class AnotherDesk:\n```\n", "-class NoDesk:"),
        ("`channels/store.py: Desk.nothing`", "channels/store.py: Desk.nothing"),
    ],
)
def test_a_planted_one_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, text: str, told: str) -> None:
    planted = documents.ROOT / "docs" / "PLANTED.md"
    read = Path.read_text

    def planted_text(path: Path, encoding: str | None = None, errors: str | None = None) -> str:
        return text if path == planted else read(path, encoding, errors)

    monkeypatch.setattr(Path, "read_text", planted_text)
    assert any(told in line for line in documents.wrong(planted))
    monkeypatch.setattr(Path, "read_text", read)
