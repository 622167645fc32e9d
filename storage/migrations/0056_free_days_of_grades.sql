-- The first grade has holidays of its own in February; the last ones may have days for their exams.
alter table free_days add grade_from int not null default 1;
alter table free_days add grade_until int not null default 12;
alter table free_days add check (1 <= grade_from and grade_from <= grade_until and grade_until <= 12);
