"""What was applied to somebody's database is never another text afterwards: their server would refuse to start."""

import hashlib
from pathlib import Path

from storage.migrate import MIGRATIONS

SUMS = Path(__file__).with_name("migrations.sha256")


def test_no_migration_is_changed_and_a_new_one_is_noted() -> None:
    lines = [line.split() for line in SUMS.read_text(encoding="ascii").splitlines()]
    noted = {name: sha256 for sha256, name in lines}
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in MIGRATIONS.glob("*.sql")}
    assert found == noted, "a change goes into a new migration; `sha256sum *.sql` in its folder notes that one"
