-- A tie that ended only because the person, class or school it points to was disabled or went: it returns with them,
-- even where a later set tells no more than that they are back.
alter table role add column suspended boolean not null default false;
alter table guardianship add column suspended boolean not null default false;
alter table class add column suspended boolean not null default false;
alter table course add column suspended boolean not null default false;
alter table class_enrolment add column suspended boolean not null default false;
alter table class_teacher add column suspended boolean not null default false;
alter table course_enrolment add column suspended boolean not null default false;
alter table teaching add column suspended boolean not null default false;

alter table role add check (not suspended or ended_at is not null);
alter table guardianship add check (not suspended or ended_at is not null);
alter table class add check (not suspended or ended_at is not null);
alter table course add check (not suspended or ended_at is not null);
alter table class_enrolment add check (not suspended or ended_at is not null);
alter table class_teacher add check (not suspended or ended_at is not null);
alter table course_enrolment add check (not suspended or ended_at is not null);
alter table teaching add check (not suspended or ended_at is not null);
