-- Texts of a school to which people consent, each for one purpose and separate from all others (152-FZ, article 9), and
-- what people have answered. A version is never changed: a new one asks anew. Nothing is deleted: who said what to
-- which words, and when, is what a school has to be able to show.
create table consent_text (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    role text not null check (role in ('guardian', 'staff')), -- who is asked: for each of their children, or for themself
    made_by bigint not null references person,
    made_at timestamptz not null,
    ended_by bigint references person,
    ended_at timestamptz,
    check ((ended_at is null) = (ended_by is null))
);
create index on consent_text (school_id, id);

create table consent_version (
    text_id bigint not null references consent_text,
    number int not null check (number > 0),
    is_required boolean not null, -- asked for until answered; whatever the answer, nothing is closed
    title_ru text not null check (length(title_ru) between 1 and 120),
    words_ru text not null check (length(words_ru) between 1 and 20000),
    title_en text check (length(title_en) between 1 and 120),
    words_en text check (length(words_en) between 1 and 20000),
    published_by bigint not null references person,
    published_at timestamptz not null,
    primary key (text_id, number),
    check ((title_en is null) = (words_en is null))
);

create table consent (
    id bigint generated always as identity primary key,
    text_id bigint not null,
    number int not null,
    person_id bigint not null references person,
    student_id bigint references person, -- for which child; null for oneself
    agreed boolean not null,
    answered_at timestamptz not null,
    withdrawn_at timestamptz,
    foreign key (text_id, number) references consent_version,
    check (withdrawn_at is null or agreed)
);
create index on consent (person_id, text_id);
create index on consent (student_id) where student_id is not null;

create trigger stays before delete on consent_text for each statement execute function refuse_delete();
create trigger only_grows before update or delete on consent_version for each statement execute function refuse_change();
create trigger stays before delete on consent for each statement execute function refuse_delete();
