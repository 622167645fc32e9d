-- Two people of the register who are one human: the other leads to the one who stays, and what is theirs is held by that
-- one, until it is undone. Rows of rosters remember whose they are, so that imports and the undoing find them; of all
-- other rows that move `merge_row` knows what they were.
alter table person add column merged_into bigint references person check (merged_into <> id);
create index on person (merged_into) where merged_into is not null;

alter table role add column origin_id bigint references person;
alter table class_enrolment add column origin_id bigint references person;
alter table class_teacher add column origin_id bigint references person;
alter table course_enrolment add column origin_id bigint references person;
alter table teaching add column origin_id bigint references person;
alter table role_past add column origin_id bigint references person;
alter table class_enrolment_past add column origin_id bigint references person;
alter table class_teacher_past add column origin_id bigint references person;
alter table course_enrolment_past add column origin_id bigint references person;
alter table teaching_past add column origin_id bigint references person;
alter table passkey add column origin_id bigint references person;
alter table guardianship add column origin_guardian_id bigint references person;
alter table guardianship add column origin_student_id bigint references person;
create unique index guardianship_whose on guardianship
    (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id));
alter table guardianship drop constraint guardianship_source_guardian_id_student_id_key;

-- Of two conversations with the same person both stay.
alter table chat add column joined boolean not null default false;
alter table chat drop constraint chat_first_id_second_id_key;
create unique index chat_first_id_second_id_key on chat (first_id, second_id) where not joined;
create index on chat (first_id, second_id) where joined;

alter table attendance_revision
    drop constraint attendance_revision_lesson_id_student_id_fkey,
    add foreign key (lesson_id, student_id) references attendance on update cascade;

create table merge (
    id bigint generated always as identity primary key,
    survivor_id bigint not null references person,
    other_id bigint not null references person,
    proof text not null check (proof in ('sign_ins', 'office')),
    school_id bigint references school, -- whose office proposed it
    proposed_by bigint not null references person,
    proposed_at timestamptz not null,
    expires_at timestamptz not null, -- of the proposal
    merged_by bigint references person,
    merged_at timestamptz,
    declined_at timestamptz,
    declined_by bigint references person,
    undone_at timestamptz,
    undone_by bigint references person,
    check (survivor_id <> other_id),
    check ((proof = 'office') = (school_id is not null)),
    check (undone_at is null or merged_at is not null),
    check (declined_at is null or merged_at is null)
);
create unique index merge_in_force on merge (other_id) where merged_at is not null and undone_at is null;
create index on merge (survivor_id);
create index on merge (other_id);
create index on merge (school_id) where school_id is not null;

-- What a row was before a merge changed it, and what after: only what has not changed since is given back. `key` finds it.
create table merge_row (
    id bigint generated always as identity primary key,
    merge_id bigint not null references merge,
    of text not null,
    key jsonb not null,
    before jsonb not null,
    after jsonb not null
);
create index on merge_row (merge_id);
