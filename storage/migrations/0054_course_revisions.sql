-- Revision of a course that a school typed: whoever saves an earlier one is shown the present one.
alter table course add column revision integer not null default 1;
