-- The tables as the migrations leave them, written by `make schema`: for reading, never applied.
-- Views and functions are in views/, a file each.

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

COMMENT ON EXTENSION btree_gin IS 'support for indexing common datatypes in GIN';

CREATE TYPE attendance_status AS ENUM (
    'present',
    'absent',
    'ill',
    'late',
    'excused'
);

CREATE TYPE relation_name AS ENUM (
    'mother',
    'father',
    'guardian',
    'trusted',
    'other'
);

CREATE TYPE role_name AS ENUM (
    'student',
    'guardian',
    'trusted',
    'teacher',
    'staff',
    'leadership',
    'admin'
);

CREATE SEQUENCE school_event_turn
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE mark_kind (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    school_id bigint,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    short_ru text NOT NULL,
    short_en text NOT NULL,
    weight integer NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT mark_kind_weight_check CHECK (((weight >= 0) AND (weight <= 100))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX mark_kind_school_id_idx ON mark_kind USING btree (school_id) WHERE (school_id IS NOT NULL);
CREATE TRIGGER stays BEFORE DELETE ON mark_kind FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE academic_session (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    title text NOT NULL,
    type text NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    parent_source_id text,
    school_year integer NOT NULL,
    ended_at timestamp with time zone,
    school_id bigint,
    grade_from integer,
    grade_until integer,
    CONSTRAINT academic_session_check CHECK ((grade_from <= grade_until)),
    CONSTRAINT academic_session_check1 CHECK (((school_id IS NOT NULL) OR (grade_from IS NULL))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX academic_session_school_id_idx ON academic_session USING btree (school_id) WHERE (school_id IS NOT NULL);
CREATE TRIGGER terms AFTER UPDATE OF from_day, until_day ON academic_session FOR EACH ROW WHEN (((old.from_day IS DISTINCT FROM new.from_day) OR (old.until_day IS DISTINCT FROM new.until_day))) EXECUTE FUNCTION keep_the_terms();

CREATE TABLE account (
    person_id bigint NOT NULL,
    name text NOT NULL,
    password_hash text,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    second_factor_due_at timestamp with time zone,
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE UNIQUE INDEX account_lower_idx ON account USING btree (lower(name));
CREATE INDEX account_second_factor_due_at_idx ON account USING btree (second_factor_due_at) WHERE (second_factor_due_at IS NOT NULL);

CREATE TABLE activation_code (
    id bigint GENERATED ALWAYS AS IDENTITY,
    code_hash bytea NOT NULL,
    is_first boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    school_id bigint,
    application_id bigint,
    CONSTRAINT activation_code_check CHECK (((used_at IS NULL) = (school_id IS NULL))),
    UNIQUE (application_id),
    UNIQUE (code_hash),
    PRIMARY KEY (id),
    FOREIGN KEY (application_id) REFERENCES application(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);

CREATE TABLE alarm (
    id bigint GENERATED ALWAYS AS IDENTITY,
    channel_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    is_absence boolean NOT NULL,
    step smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    why text,
    CONSTRAINT alarm_check CHECK (((closed_at IS NULL) = (why IS NULL))),
    CONSTRAINT alarm_why_check CHECK ((why = ANY (ARRAY['acted'::text, 'told_staff'::text, 'over'::text]))),
    UNIQUE (channel_id, "offset"),
    PRIMARY KEY (id)
);
CREATE INDEX alarm_due_at_id_idx ON alarm USING btree (due_at, id) WHERE (closed_at IS NULL);

CREATE TABLE announcement (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    author_id bigint NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    variants json DEFAULT '[]'::json NOT NULL,
    targets json NOT NULL,
    confirm boolean DEFAULT false NOT NULL,
    confirm_until date,
    urgent text,
    state text DEFAULT 'draft'::text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    send_at timestamp with time zone,
    sent_at timestamp with time zone,
    recalled_at timestamp with time zone,
    reminded_at timestamp with time zone,
    CONSTRAINT announcement_check CHECK (((state = 'scheduled'::text) = (send_at IS NOT NULL))),
    CONSTRAINT announcement_check1 CHECK (((state = ANY (ARRAY['sent'::text, 'recalled'::text])) = (sent_at IS NOT NULL))),
    CONSTRAINT announcement_check2 CHECK (((state = 'recalled'::text) = (recalled_at IS NOT NULL))),
    CONSTRAINT announcement_check3 CHECK ((confirm OR (confirm_until IS NULL))),
    CONSTRAINT announcement_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'scheduled'::text, 'sent'::text, 'recalled'::text]))),
    CONSTRAINT announcement_text_check CHECK (((length(text) >= 1) AND (length(text) <= 8000))),
    CONSTRAINT announcement_title_check CHECK (((length(title) >= 1) AND (length(title) <= 150))),
    PRIMARY KEY (id),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX announcement_school_id_author_id_id_idx ON announcement USING btree (school_id, author_id, id);
CREATE INDEX announcement_send_at_idx ON announcement USING btree (send_at) WHERE (state = 'scheduled'::text);

CREATE TABLE announcement_reader (
    announcement_id bigint NOT NULL,
    person_id bigint NOT NULL,
    confirmed_at timestamp with time zone,
    PRIMARY KEY (person_id, announcement_id),
    FOREIGN KEY (announcement_id) REFERENCES announcement(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE UNIQUE INDEX announcement_reader_announcement_id_person_id_idx ON announcement_reader USING btree (announcement_id, person_id);

CREATE TABLE announcement_reason (
    announcement_id bigint NOT NULL,
    person_id bigint NOT NULL,
    addressed text NOT NULL,
    student_id bigint,
    class_id bigint,
    CONSTRAINT announcement_reason_addressed_check CHECK ((addressed = ANY (ARRAY['families'::text, 'students'::text, 'staff'::text]))),
    CONSTRAINT announcement_reason_check CHECK (((addressed = 'staff'::text) = (student_id IS NULL))),
    UNIQUE NULLS NOT DISTINCT (announcement_id, person_id, addressed, student_id),
    FOREIGN KEY (announcement_id) REFERENCES announcement(id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);

CREATE TABLE class (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    school_id bigint NOT NULL,
    name text NOT NULL,
    grade integer,
    ended_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    first_day date,
    end_day date,
    suspended boolean DEFAULT false NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    profile text DEFAULT ''::text NOT NULL,
    CONSTRAINT class_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    CONSTRAINT class_profile_check CHECK ((length(profile) <= 60)),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX class_school_id_idx ON class USING btree (school_id);

CREATE TABLE class_enrolment (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    class_id bigint NOT NULL,
    student_id bigint NOT NULL,
    from_day date,
    until_day date,
    ended_at timestamp with time zone,
    since_day date,
    suspended boolean DEFAULT false NOT NULL,
    origin_id bigint,
    CONSTRAINT class_enrolment_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX class_enrolment_class_id_idx ON class_enrolment USING btree (class_id);
CREATE INDEX class_enrolment_student_id_idx ON class_enrolment USING btree (student_id);
CREATE TRIGGER past BEFORE INSERT OR UPDATE ON class_enrolment FOR EACH ROW EXECUTE FUNCTION keep_the_past();

CREATE TABLE person (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    family_name text NOT NULL,
    given_name text NOT NULL,
    middle_name text DEFAULT ''::text NOT NULL,
    email text,
    phone text,
    identifier text,
    username text,
    share_seen boolean,
    ended_at timestamp with time zone,
    disabled boolean DEFAULT false NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    merged_into bigint,
    CONSTRAINT person_check CHECK ((merged_into <> id)),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (merged_into) REFERENCES person(id)
);
CREATE INDEX person_lower_idx ON person USING btree (lower(email)) WHERE (email IS NOT NULL);
CREATE INDEX person_merged_into_idx ON person USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX person_name_key_name_key1_idx ON person USING btree (name_key(family_name), name_key(given_name));
CREATE INDEX person_regexp_replace_idx ON person USING btree (regexp_replace(identifier, '\D'::text, ''::text, 'g'::text)) WHERE (identifier IS NOT NULL);
CREATE INDEX person_right_idx ON person USING btree ("right"(regexp_replace(phone, '\D'::text, ''::text, 'g'::text), 10)) WHERE (phone IS NOT NULL);
CREATE TRIGGER stays BEFORE DELETE ON person FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE role (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    person_id bigint NOT NULL,
    school_id bigint NOT NULL,
    role role_name NOT NULL,
    from_day date,
    until_day date,
    ended_at timestamp with time zone,
    since_day date,
    suspended boolean DEFAULT false NOT NULL,
    origin_id bigint,
    CONSTRAINT role_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX role_person_id_school_id_role_idx ON role USING btree (person_id, school_id, role);
CREATE INDEX role_school_id_role_person_id_idx ON role USING btree (school_id, role, person_id);
CREATE TRIGGER counted AFTER INSERT OR UPDATE ON role FOR EACH ROW EXECUTE FUNCTION count_rights_change();
CREATE TRIGGER past BEFORE INSERT OR UPDATE ON role FOR EACH ROW EXECUTE FUNCTION keep_the_past();

CREATE TABLE school (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    name text NOT NULL,
    zone text NOT NULL,
    ended_at timestamp with time zone,
    PRIMARY KEY (id),
    UNIQUE (source, source_id)
);

CREATE TABLE guardianship (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    guardian_id bigint NOT NULL,
    student_id bigint NOT NULL,
    relation relation_name NOT NULL,
    scopes text[] DEFAULT '{diary,visits,chat,absence}'::text[] NOT NULL,
    restricted boolean DEFAULT false NOT NULL,
    from_day date,
    until_day date,
    ended_at timestamp with time zone,
    suspended boolean DEFAULT false NOT NULL,
    given_by bigint,
    origin_guardian_id bigint,
    origin_student_id bigint,
    CONSTRAINT guardianship_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    PRIMARY KEY (id),
    FOREIGN KEY (given_by) REFERENCES person(id),
    FOREIGN KEY (guardian_id) REFERENCES person(id),
    FOREIGN KEY (origin_guardian_id) REFERENCES person(id),
    FOREIGN KEY (origin_student_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX guardianship_guardian_id_idx ON guardianship USING btree (guardian_id);
CREATE INDEX guardianship_student_id_idx ON guardianship USING btree (student_id);
CREATE UNIQUE INDEX guardianship_whose ON guardianship USING btree (source, COALESCE(origin_guardian_id, guardian_id), COALESCE(origin_student_id, student_id));

CREATE TABLE application (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_name text NOT NULL,
    zone text NOT NULL,
    language text NOT NULL,
    applicant text,
    "position" text,
    email text,
    telephone text,
    token_hash bytea,
    code_hash bytea,
    wrong_codes integer DEFAULT 0 NOT NULL,
    made_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    decided_at timestamp with time zone,
    refused_for text,
    forgotten_at timestamp with time zone,
    CONSTRAINT application_applicant_check CHECK (((length(applicant) >= 1) AND (length(applicant) <= 200))),
    CONSTRAINT application_check CHECK (((decided_at IS NULL) OR (confirmed_at IS NOT NULL))),
    CONSTRAINT application_check1 CHECK (((refused_for IS NULL) OR (decided_at IS NOT NULL))),
    CONSTRAINT application_check2 CHECK (((code_hash IS NULL) OR (confirmed_at IS NULL))),
    CONSTRAINT application_check3 CHECK ((num_nulls(applicant, "position", email, token_hash) =
CASE
    WHEN (forgotten_at IS NULL) THEN 0
    ELSE 4
END)),
    CONSTRAINT application_check4 CHECK (((forgotten_at IS NULL) OR ((telephone IS NULL) AND (code_hash IS NULL) AND (COALESCE(refused_for, ''::text) = ''::text)))),
    CONSTRAINT application_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254))),
    CONSTRAINT application_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
    CONSTRAINT application_position_check CHECK (((length("position") >= 1) AND (length("position") <= 200))),
    CONSTRAINT application_refused_for_check CHECK ((length(refused_for) <= 500)),
    CONSTRAINT application_school_name_check CHECK (((length(school_name) >= 1) AND (length(school_name) <= 200))),
    CONSTRAINT application_telephone_check CHECK (((length(telephone) >= 3) AND (length(telephone) <= 40))),
    CONSTRAINT application_zone_check CHECK (((length(zone) >= 1) AND (length(zone) <= 60))),
    PRIMARY KEY (id),
    UNIQUE (token_hash)
);
CREATE INDEX application_confirmed_at_idx ON application USING btree (confirmed_at) WHERE ((confirmed_at IS NOT NULL) AND (forgotten_at IS NULL));
CREATE INDEX application_made_at_idx ON application USING btree (made_at) WHERE (confirmed_at IS NULL);

CREATE TABLE appointment (
    id bigint CONSTRAINT safeguarding_id_not_null NOT NULL,
    school_id bigint CONSTRAINT safeguarding_school_id_not_null NOT NULL,
    person_id bigint CONSTRAINT safeguarding_person_id_not_null NOT NULL,
    appointed_by bigint CONSTRAINT safeguarding_appointed_by_not_null NOT NULL,
    appointed_at timestamp with time zone CONSTRAINT safeguarding_appointed_at_not_null NOT NULL,
    ended_by bigint,
    ended_at timestamp with time zone,
    office text NOT NULL,
    CONSTRAINT appointment_office_check CHECK ((office = ANY (ARRAY['safeguarding'::text, 'timetable'::text]))),
    CONSTRAINT safeguarding_check CHECK (((ended_by IS NULL) = (ended_at IS NULL))),
    PRIMARY KEY (id),
    FOREIGN KEY (appointed_by) REFERENCES person(id),
    FOREIGN KEY (ended_by) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE UNIQUE INDEX appointment_school_id_office_person_id_idx ON appointment USING btree (school_id, office, person_id) WHERE (ended_at IS NULL);

CREATE TABLE archive (
    one boolean DEFAULT true NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    CONSTRAINT archive_one_check CHECK (one),
    PRIMARY KEY (one)
);

CREATE TABLE attendance (
    lesson_id bigint NOT NULL,
    student_id bigint NOT NULL,
    course_id bigint NOT NULL,
    revision integer NOT NULL,
    status attendance_status NOT NULL,
    minutes integer,
    author_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT attendance_check CHECK (((minutes IS NULL) OR (status = 'late'::attendance_status))),
    CONSTRAINT attendance_minutes_check CHECK (((minutes >= 1) AND (minutes <= 240))),
    PRIMARY KEY (lesson_id, student_id),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (lesson_id) REFERENCES lesson(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX attendance_course_id_lesson_id_idx ON attendance USING btree (course_id, lesson_id);
CREATE INDEX attendance_student_id_course_id_lesson_id_idx ON attendance USING btree (student_id, course_id, lesson_id);

CREATE TABLE attendance_revision (
    lesson_id bigint NOT NULL,
    student_id bigint NOT NULL,
    revision integer NOT NULL,
    status attendance_status NOT NULL,
    minutes integer,
    author_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (lesson_id, student_id, revision),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (lesson_id, student_id) REFERENCES attendance(lesson_id, student_id) ON UPDATE CASCADE
);

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    action text NOT NULL,
    target bigint NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX audit_person_id_id_idx ON audit USING btree (person_id, id);
CREATE TRIGGER only_grows BEFORE DELETE OR UPDATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE bell (
    id bigint GENERATED ALWAYS AS IDENTITY,
    number integer NOT NULL,
    starts time without time zone NOT NULL,
    ends time without time zone NOT NULL,
    schedule_id bigint CONSTRAINT bell_schedule_id_not_null1 NOT NULL,
    break_after text DEFAULT 'plain'::text NOT NULL,
    CONSTRAINT bell_break_after_check CHECK ((break_after = ANY (ARRAY['plain'::text, 'dynamic'::text, 'breakfast'::text, 'lunch'::text]))),
    CONSTRAINT bell_check CHECK ((starts < ends)),
    PRIMARY KEY (id),
    UNIQUE (schedule_id, number),
    FOREIGN KEY (schedule_id) REFERENCES bell_schedule(id) ON DELETE CASCADE
);

CREATE TABLE bell_rule (
    id bigint GENERATED ALWAYS AS IDENTITY,
    schedule_id bigint NOT NULL,
    class_id bigint,
    weekday integer,
    day date,
    CONSTRAINT bell_rule_check CHECK (((weekday IS NULL) OR (day IS NULL))),
    CONSTRAINT bell_rule_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7))),
    PRIMARY KEY (id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (schedule_id) REFERENCES bell_schedule(id) ON DELETE CASCADE
);
CREATE INDEX bell_rule_schedule_id_idx ON bell_rule USING btree (schedule_id);

CREATE TABLE bell_schedule (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    name text NOT NULL,
    from_day date DEFAULT '-infinity'::date NOT NULL,
    until_day date DEFAULT 'infinity'::date NOT NULL,
    CONSTRAINT bell_schedule_check CHECK ((from_day < until_day)),
    PRIMARY KEY (id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX bell_schedule_school_id_from_day_idx ON bell_schedule USING btree (school_id, from_day);

CREATE TABLE blob_seal (
    blob text NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (blob)
);

CREATE TABLE block (
    person_id bigint NOT NULL,
    blocked_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT block_check CHECK ((person_id <> blocked_id)),
    PRIMARY KEY (person_id, blocked_id),
    FOREIGN KEY (blocked_id) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE calendar_address (
    person_id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    student_id bigint,
    UNIQUE NULLS NOT DISTINCT (person_id, student_id),
    UNIQUE (secret_hash),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);

CREATE TABLE channel (
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    top_offset bigint DEFAULT 0 NOT NULL,
    epoch integer DEFAULT 1 NOT NULL,
    CONSTRAINT channel_name_check CHECK ((name ~ '^[a-z]+:[0-9]+$'::text)),
    UNIQUE (name),
    PRIMARY KEY (id)
);
CREATE TRIGGER stays BEFORE DELETE ON channel FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE chat (
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    school_id bigint NOT NULL,
    first_id bigint,
    second_id bigint,
    opened_at timestamp with time zone NOT NULL,
    title text,
    class_id bigint,
    audience text,
    description text DEFAULT ''::text NOT NULL,
    openness text,
    posting text DEFAULT 'all'::text NOT NULL,
    event_id bigint,
    joined boolean DEFAULT false NOT NULL,
    CONSTRAINT chat_audience_check CHECK ((audience = ANY (ARRAY['families'::text, 'students'::text]))),
    CONSTRAINT chat_check CHECK (((kind = ANY (ARRAY['private'::text, 'supervised'::text])) = ((first_id IS NOT NULL) AND (second_id IS NOT NULL)))),
    CONSTRAINT chat_check1 CHECK (((kind <> ALL (ARRAY['private'::text, 'supervised'::text])) OR ((first_id < second_id) AND (title IS NULL)))),
    CONSTRAINT chat_check2 CHECK (((kind = ANY (ARRAY['group'::text, 'interest'::text, 'event'::text])) = (title IS NOT NULL))),
    CONSTRAINT chat_check3 CHECK (((kind = 'class'::text) = ((class_id IS NOT NULL) AND (audience IS NOT NULL)))),
    CONSTRAINT chat_check4 CHECK (((kind = 'interest'::text) = (openness IS NOT NULL))),
    CONSTRAINT chat_check5 CHECK (((kind = 'event'::text) = (event_id IS NOT NULL))),
    CONSTRAINT chat_description_check CHECK ((length(description) <= 2000)),
    CONSTRAINT chat_kind_check CHECK ((kind = ANY (ARRAY['private'::text, 'supervised'::text, 'class'::text, 'group'::text, 'interest'::text, 'event'::text]))),
    CONSTRAINT chat_openness_check CHECK ((openness = ANY (ARRAY['public'::text, 'request'::text, 'invitation'::text]))),
    CONSTRAINT chat_posting_check CHECK ((posting = ANY (ARRAY['all'::text, 'moderators'::text]))),
    CONSTRAINT chat_title_check CHECK (((length(title) >= 1) AND (length(title) <= 150))),
    UNIQUE (class_id, audience),
    UNIQUE (event_id),
    PRIMARY KEY (id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (event_id) REFERENCES school_event(id),
    FOREIGN KEY (first_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (second_id) REFERENCES person(id)
);
CREATE INDEX chat_class_id_idx ON chat USING btree (class_id) WHERE (class_id IS NOT NULL);
CREATE INDEX chat_first_id_second_id_idx ON chat USING btree (first_id, second_id) WHERE joined;
CREATE UNIQUE INDEX chat_first_id_second_id_key ON chat USING btree (first_id, second_id) WHERE (NOT joined);
CREATE INDEX chat_school_id_idx ON chat USING btree (school_id) WHERE (kind = ANY (ARRAY['interest'::text, 'supervised'::text]));
CREATE INDEX chat_second_id_idx ON chat USING btree (second_id) WHERE (second_id IS NOT NULL);
CREATE TRIGGER has_a_channel AFTER INSERT ON chat FOR EACH ROW EXECUTE FUNCTION open_channel();
CREATE TRIGGER stays BEFORE DELETE ON chat FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE chat_state (
    chat_id bigint NOT NULL,
    person_id bigint NOT NULL,
    seen_offset bigint DEFAULT 0 NOT NULL,
    seen_at timestamp with time zone,
    muted boolean DEFAULT false NOT NULL,
    archived boolean DEFAULT false NOT NULL,
    draft text DEFAULT ''::text NOT NULL,
    CONSTRAINT chat_state_draft_check CHECK ((length(draft) <= 8000)),
    PRIMARY KEY (chat_id, person_id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE class_enrolment_past (
    class_id bigint NOT NULL,
    student_id bigint NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    origin_id bigint,
    CONSTRAINT class_enrolment_past_check CHECK ((from_day < until_day)),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX class_enrolment_past_student_id_idx ON class_enrolment_past USING btree (student_id);

CREATE TABLE class_teacher (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    class_id bigint NOT NULL,
    teacher_id bigint NOT NULL,
    from_day date,
    until_day date,
    ended_at timestamp with time zone,
    since_day date,
    suspended boolean DEFAULT false NOT NULL,
    origin_id bigint,
    CONSTRAINT class_teacher_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (teacher_id) REFERENCES person(id)
);
CREATE INDEX class_teacher_class_id_idx ON class_teacher USING btree (class_id);
CREATE INDEX class_teacher_teacher_id_idx ON class_teacher USING btree (teacher_id);
CREATE TRIGGER past BEFORE INSERT OR UPDATE ON class_teacher FOR EACH ROW EXECUTE FUNCTION keep_the_past();

CREATE TABLE class_teacher_past (
    class_id bigint NOT NULL,
    teacher_id bigint NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    origin_id bigint,
    CONSTRAINT class_teacher_past_check CHECK ((from_day < until_day)),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (teacher_id) REFERENCES person(id)
);
CREATE INDEX class_teacher_past_class_id_idx ON class_teacher_past USING btree (class_id);

CREATE TABLE class_term (
    class_id bigint NOT NULL,
    session_id bigint NOT NULL,
    PRIMARY KEY (class_id, session_id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (session_id) REFERENCES academic_session(id)
);
CREATE INDEX class_term_session_id_idx ON class_term USING btree (session_id);
CREATE TRIGGER terms AFTER INSERT OR DELETE OR UPDATE ON class_term FOR EACH ROW EXECUTE FUNCTION keep_the_terms();

CREATE TABLE column_mapping (
    source text NOT NULL,
    headings text[] NOT NULL,
    meanings text[] NOT NULL,
    CONSTRAINT column_mapping_check CHECK ((cardinality(meanings) = cardinality(headings))),
    CONSTRAINT column_mapping_headings_check CHECK (((cardinality(headings) >= 1) AND (cardinality(headings) <= 200))),
    CONSTRAINT column_mapping_source_check CHECK ((length(source) <= 100)),
    PRIMARY KEY (source, headings)
);

CREATE TABLE confirmed_telephone (
    person_id bigint NOT NULL,
    phone_key text NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    CONSTRAINT confirmed_telephone_phone_key_check CHECK ((phone_key ~ '^[0-9]{10}$'::text)),
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE consent (
    id bigint GENERATED ALWAYS AS IDENTITY,
    text_id bigint CONSTRAINT consent_text_id_not_null1 NOT NULL,
    number integer NOT NULL,
    person_id bigint NOT NULL,
    student_id bigint,
    agreed boolean NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT consent_check CHECK (((withdrawn_at IS NULL) OR agreed)),
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id),
    FOREIGN KEY (text_id, number) REFERENCES consent_version(text_id, number)
);
CREATE INDEX consent_person_id_text_id_idx ON consent USING btree (person_id, text_id);
CREATE INDEX consent_student_id_idx ON consent USING btree (student_id) WHERE (student_id IS NOT NULL);
CREATE TRIGGER stays BEFORE DELETE ON consent FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE consent_text (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    role text NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_by bigint,
    ended_at timestamp with time zone,
    CONSTRAINT consent_text_check CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
    CONSTRAINT consent_text_role_check CHECK ((role = ANY (ARRAY['guardian'::text, 'staff'::text]))),
    PRIMARY KEY (id),
    FOREIGN KEY (ended_by) REFERENCES person(id),
    FOREIGN KEY (made_by) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX consent_text_school_id_id_idx ON consent_text USING btree (school_id, id);
CREATE TRIGGER stays BEFORE DELETE ON consent_text FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE consent_version (
    text_id bigint NOT NULL,
    number integer NOT NULL,
    is_required boolean NOT NULL,
    title_ru text NOT NULL,
    words_ru text NOT NULL,
    title_en text,
    words_en text,
    published_by bigint NOT NULL,
    published_at timestamp with time zone NOT NULL,
    CONSTRAINT consent_version_check CHECK (((title_en IS NULL) = (words_en IS NULL))),
    CONSTRAINT consent_version_number_check CHECK ((number > 0)),
    CONSTRAINT consent_version_title_en_check CHECK (((length(title_en) >= 1) AND (length(title_en) <= 120))),
    CONSTRAINT consent_version_title_ru_check CHECK (((length(title_ru) >= 1) AND (length(title_ru) <= 120))),
    CONSTRAINT consent_version_words_en_check CHECK (((length(words_en) >= 1) AND (length(words_en) <= 20000))),
    CONSTRAINT consent_version_words_ru_check CHECK (((length(words_ru) >= 1) AND (length(words_ru) <= 20000))),
    PRIMARY KEY (text_id, number),
    FOREIGN KEY (published_by) REFERENCES person(id),
    FOREIGN KEY (text_id) REFERENCES consent_text(id)
);
CREATE TRIGGER only_grows BEFORE DELETE OR UPDATE ON consent_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE course (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    school_id bigint NOT NULL,
    title text NOT NULL,
    subject text NOT NULL,
    subject_source_id text,
    grade integer,
    ended_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    first_day date,
    end_day date,
    suspended boolean DEFAULT false NOT NULL,
    class_id bigint,
    group_name text DEFAULT ''::text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    CONSTRAINT course_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX course_class_id_idx ON course USING btree (class_id) WHERE (ended_at IS NULL);
CREATE INDEX course_school_id_idx ON course USING btree (school_id) WHERE (ended_at IS NULL);
CREATE TRIGGER stays BEFORE DELETE ON course FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE course_class (
    course_id bigint NOT NULL,
    class_id bigint NOT NULL,
    PRIMARY KEY (course_id, class_id),
    FOREIGN KEY (class_id) REFERENCES class(id),
    FOREIGN KEY (course_id) REFERENCES course(id)
);
CREATE INDEX course_class_class_id_idx ON course_class USING btree (class_id);

CREATE TABLE course_enrolment (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    course_id bigint NOT NULL,
    student_id bigint NOT NULL,
    from_day date,
    until_day date,
    ended_at timestamp with time zone,
    since_day date,
    suspended boolean DEFAULT false NOT NULL,
    origin_id bigint,
    CONSTRAINT course_enrolment_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX course_enrolment_course_id_idx ON course_enrolment USING btree (course_id);
CREATE INDEX course_enrolment_student_id_idx ON course_enrolment USING btree (student_id);
CREATE TRIGGER past BEFORE INSERT OR UPDATE ON course_enrolment FOR EACH ROW EXECUTE FUNCTION keep_the_past();

CREATE TABLE course_enrolment_past (
    course_id bigint NOT NULL,
    student_id bigint NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    origin_id bigint,
    CONSTRAINT course_enrolment_past_check CHECK ((from_day < until_day)),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX course_enrolment_past_course_id_idx ON course_enrolment_past USING btree (course_id);
CREATE INDEX course_enrolment_past_student_id_idx ON course_enrolment_past USING btree (student_id);

CREATE TABLE course_term (
    course_id bigint NOT NULL,
    session_id bigint NOT NULL,
    PRIMARY KEY (course_id, session_id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (session_id) REFERENCES academic_session(id)
);
CREATE INDEX course_term_session_id_idx ON course_term USING btree (session_id);
CREATE TRIGGER terms AFTER INSERT OR DELETE OR UPDATE ON course_term FOR EACH ROW EXECUTE FUNCTION keep_the_terms();

CREATE TABLE dispatch (
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint,
    carrier text NOT NULL,
    target bigint NOT NULL,
    is_digest boolean DEFAULT false NOT NULL,
    rank smallint NOT NULL,
    state text DEFAULT 'due'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    note json,
    in_doubt boolean DEFAULT false NOT NULL,
    CONSTRAINT dispatch_carrier_check CHECK ((carrier = ANY (ARRAY['push'::text, 'mail'::text, 'webhook'::text]))),
    CONSTRAINT dispatch_check CHECK (((state = 'due'::text) = (settled_at IS NULL))),
    CONSTRAINT dispatch_state_check CHECK ((state = ANY (ARRAY['due'::text, 'accepted'::text, 'failed'::text, 'dropped'::text]))),
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX dispatch_carrier_rank_due_at_id_idx ON dispatch USING btree (carrier, rank, due_at, id) WHERE (state = 'due'::text);
CREATE INDEX dispatch_person_id_id_idx ON dispatch USING btree (person_id, id);
CREATE INDEX dispatch_settled_at_idx ON dispatch USING btree (settled_at) WHERE (state = 'failed'::text);

CREATE TABLE dispatch_notice (
    dispatch_id bigint NOT NULL,
    notice_id bigint NOT NULL,
    carrier text NOT NULL,
    target bigint NOT NULL,
    PRIMARY KEY (notice_id, carrier, target),
    FOREIGN KEY (dispatch_id) REFERENCES dispatch(id),
    FOREIGN KEY (notice_id) REFERENCES notice(id)
);
CREATE INDEX dispatch_notice_dispatch_id_idx ON dispatch_notice USING btree (dispatch_id);

CREATE TABLE endpoint (
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    login_id bigint NOT NULL,
    url text NOT NULL,
    p256dh text NOT NULL,
    auth text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT endpoint_auth_check CHECK (((length(auth) >= 1) AND (length(auth) <= 100))),
    CONSTRAINT endpoint_p256dh_check CHECK (((length(p256dh) >= 1) AND (length(p256dh) <= 200))),
    CONSTRAINT endpoint_url_check CHECK (((length(url) >= 1) AND (length(url) <= 2000))),
    PRIMARY KEY (id),
    UNIQUE (url),
    FOREIGN KEY (login_id) REFERENCES login(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX endpoint_person_id_idx ON endpoint USING btree (person_id);

CREATE TABLE file (
    id bigint GENERATED ALWAYS AS IDENTITY,
    chat_id bigint NOT NULL,
    person_id bigint NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    announced bigint NOT NULL,
    forwarded boolean DEFAULT false NOT NULL,
    blob text NOT NULL,
    state text DEFAULT 'uploading'::text NOT NULL,
    refused text,
    size bigint,
    width integer,
    height integer,
    preview boolean DEFAULT false NOT NULL,
    at timestamp with time zone NOT NULL,
    message_offset bigint,
    "position" smallint,
    bytes_removed boolean DEFAULT false NOT NULL,
    CONSTRAINT file_announced_check CHECK ((announced > 0)),
    CONSTRAINT file_check CHECK (((state = 'refused'::text) = (refused IS NOT NULL))),
    CONSTRAINT file_check1 CHECK (((state <> ALL (ARRAY['waiting'::text, 'ready'::text])) OR (size IS NOT NULL))),
    CONSTRAINT file_check2 CHECK (((message_offset IS NULL) OR (state = ANY (ARRAY['ready'::text, 'taken'::text])))),
    CONSTRAINT file_check3 CHECK (((message_offset IS NULL) = ("position" IS NULL))),
    CONSTRAINT file_name_check CHECK (((length(name) >= 1) AND (length(name) <= 150))),
    CONSTRAINT file_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'waiting'::text, 'ready'::text, 'refused'::text, 'taken'::text]))),
    UNIQUE (chat_id, message_offset, "position"),
    PRIMARY KEY (id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (chat_id, message_offset) REFERENCES message(chat_id, "offset"),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX file_at_idx ON file USING btree (at) WHERE ((message_offset IS NULL) AND (state = ANY (ARRAY['uploading'::text, 'waiting'::text, 'ready'::text])));
CREATE INDEX file_blob_idx ON file USING btree (blob);
CREATE INDEX file_id_idx ON file USING btree (id) WHERE ((state = ANY (ARRAY['refused'::text, 'taken'::text])) AND (NOT bytes_removed));
CREATE INDEX file_person_id_at_idx ON file USING btree (person_id, at);

CREATE TABLE free_days (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    title text NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    grade_from integer DEFAULT 1 NOT NULL,
    grade_until integer DEFAULT 12 NOT NULL,
    CONSTRAINT free_days_check CHECK ((from_day < until_day)),
    CONSTRAINT free_days_check1 CHECK (((1 <= grade_from) AND (grade_from <= grade_until) AND (grade_until <= 12))),
    PRIMARY KEY (id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX free_days_school_id_from_day_idx ON free_days USING btree (school_id, from_day);

CREATE TABLE idempotency_key (
    person_id bigint NOT NULL,
    key text NOT NULL,
    body_hash bytea NOT NULL,
    answer json NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_key_at_idx ON idempotency_key USING btree (at);

CREATE TABLE invitation (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    person_id bigint NOT NULL,
    medium text NOT NULL,
    token_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    made_by bigint,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    dispatch_id bigint,
    bounced_at timestamp with time zone,
    opened_at timestamp with time zone,
    used_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT invitation_medium_check CHECK ((medium = ANY (ARRAY['mail'::text, 'message'::text, 'paper'::text]))),
    UNIQUE (code_hash),
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (dispatch_id) REFERENCES dispatch(id) ON DELETE SET NULL,
    FOREIGN KEY (made_by) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX invitation_dispatch_id_idx ON invitation USING btree (dispatch_id) WHERE (dispatch_id IS NOT NULL);
CREATE UNIQUE INDEX invitation_live ON invitation USING btree (person_id, school_id) WHERE ((used_at IS NULL) AND (ended_at IS NULL));
CREATE INDEX invitation_person_id_school_id_id_idx ON invitation USING btree (person_id, school_id, id);

CREATE TABLE invitation_request (
    id bigint GENERATED ALWAYS AS IDENTITY,
    typed text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE join_request (
    chat_id bigint NOT NULL,
    person_id bigint NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT join_request_words_check CHECK ((length(words) <= 300)),
    PRIMARY KEY (chat_id, person_id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE joint_group (
    chat_id bigint NOT NULL,
    school_id bigint NOT NULL,
    invited_by bigint NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    accepted_by bigint,
    accepted_at timestamp with time zone,
    CONSTRAINT joint_group_check CHECK (((accepted_by IS NULL) = (accepted_at IS NULL))),
    PRIMARY KEY (chat_id, school_id),
    FOREIGN KEY (accepted_by) REFERENCES person(id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (invited_by) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX joint_group_school_id_idx ON joint_group USING btree (school_id);

CREATE TABLE school_rule (
    school_id bigint NOT NULL,
    rule text NOT NULL,
    allowed boolean NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    PRIMARY KEY (school_id, rule),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE known_device (
    person_id bigint NOT NULL,
    device_hash bytea NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    PRIMARY KEY (person_id, device_hash),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE later_message (
    id bigint GENERATED ALWAYS AS IDENTITY,
    chat_id bigint NOT NULL,
    person_id bigint NOT NULL,
    body json NOT NULL,
    send_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    refused text,
    PRIMARY KEY (id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX later_message_person_id_chat_id_idx ON later_message USING btree (person_id, chat_id);
CREATE INDEX later_message_send_at_idx ON later_message USING btree (send_at) WHERE (refused IS NULL);

CREATE TABLE legal_hold (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    chat_id bigint,
    person_id bigint,
    reason text NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    ended_by bigint,
    ended_at timestamp with time zone,
    CONSTRAINT legal_hold_check CHECK (((chat_id IS NULL) <> (person_id IS NULL))),
    CONSTRAINT legal_hold_check1 CHECK (((ended_by IS NULL) = (ended_at IS NULL))),
    CONSTRAINT legal_hold_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 300))),
    PRIMARY KEY (id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (ended_by) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);
CREATE INDEX legal_hold_school_id_idx ON legal_hold USING btree (school_id) WHERE (ended_at IS NULL);

CREATE TABLE lesson (
    id bigint GENERATED ALWAYS AS IDENTITY,
    course_id bigint NOT NULL,
    day date NOT NULL,
    number integer NOT NULL,
    kind_id bigint,
    topic text DEFAULT ''::text NOT NULL,
    homework text DEFAULT ''::text NOT NULL,
    cancelled boolean DEFAULT false NOT NULL,
    room_id bigint,
    row_id bigint,
    by_hand boolean DEFAULT false NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    UNIQUE (course_id, day, number),
    PRIMARY KEY (id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (kind_id) REFERENCES mark_kind(id),
    FOREIGN KEY (room_id) REFERENCES room(id),
    FOREIGN KEY (row_id) REFERENCES pattern_row(id)
);
CREATE INDEX lesson_day_idx ON lesson USING btree (day);
CREATE INDEX lesson_room_id_day_idx ON lesson USING btree (room_id, day) WHERE (room_id IS NOT NULL);
CREATE TRIGGER kept BEFORE DELETE ON lesson FOR EACH ROW EXECUTE FUNCTION keep_lessons();

CREATE TABLE lesson_change (
    lesson_id bigint NOT NULL,
    revision integer NOT NULL,
    before json,
    after json NOT NULL,
    reason text NOT NULL,
    word text NOT NULL,
    author_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (lesson_id, revision),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (lesson_id) REFERENCES lesson(id)
);

CREATE TABLE lesson_deviation (
    lesson_id bigint NOT NULL,
    origin_day date,
    origin_number integer,
    instead text NOT NULL,
    replaced_by bigint,
    note text NOT NULL,
    word text NOT NULL,
    CONSTRAINT lesson_deviation_check CHECK (((origin_day IS NULL) = (origin_number IS NULL))),
    PRIMARY KEY (lesson_id),
    FOREIGN KEY (lesson_id) REFERENCES lesson(id),
    FOREIGN KEY (replaced_by) REFERENCES lesson(id)
);
CREATE INDEX lesson_deviation_origin_day_idx ON lesson_deviation USING btree (origin_day) WHERE (origin_day IS NOT NULL);

CREATE TABLE role_past (
    person_id bigint NOT NULL,
    school_id bigint NOT NULL,
    role role_name NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    given boolean NOT NULL,
    origin_id bigint,
    CONSTRAINT role_past_check CHECK ((from_day < until_day)),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX role_past_person_id_idx ON role_past USING btree (person_id);

CREATE TABLE mark (
    id bigint GENERATED ALWAYS AS IDENTITY,
    lesson_id bigint NOT NULL,
    course_id bigint NOT NULL,
    student_id bigint NOT NULL,
    revision integer NOT NULL,
    value integer NOT NULL,
    kind_id bigint CONSTRAINT mark_kind_id_not_null1 NOT NULL,
    weight integer NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    author_id bigint NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT mark_value_check CHECK (((value >= 1) AND (value <= 5))),
    CONSTRAINT mark_weight_check CHECK (((weight >= 0) AND (weight <= 100))),
    PRIMARY KEY (id),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (kind_id) REFERENCES mark_kind(id),
    FOREIGN KEY (lesson_id) REFERENCES lesson(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX mark_course_id_lesson_id_idx ON mark USING btree (course_id, lesson_id);
CREATE INDEX mark_student_id_course_id_lesson_id_idx ON mark USING btree (student_id, course_id, lesson_id);
CREATE TRIGGER stays BEFORE DELETE ON mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE login (
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    agent text DEFAULT ''::text NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    earlier_hash bytea,
    renewed_at timestamp with time zone,
    rights_changes bigint DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX login_earlier_hash_idx ON login USING btree (earlier_hash) WHERE (earlier_hash IS NOT NULL);
CREATE INDEX login_ended_at_idx ON login USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX login_person_id_idx ON login USING btree (person_id) WHERE (ended_at IS NULL);

CREATE TABLE mailbox (
    person_id bigint NOT NULL,
    address text NOT NULL,
    confirmed_at timestamp with time zone,
    refused_at timestamp with time zone,
    problem text DEFAULT ''::text NOT NULL,
    CONSTRAINT mailbox_address_check CHECK (((length(address) >= 3) AND (length(address) <= 254))),
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX mailbox_lower_idx ON mailbox USING btree (lower(address)) WHERE (confirmed_at IS NOT NULL);

CREATE TABLE mark_revision (
    mark_id bigint NOT NULL,
    revision integer NOT NULL,
    value integer NOT NULL,
    kind_id bigint NOT NULL,
    weight integer NOT NULL,
    comment text NOT NULL,
    withdrawn boolean NOT NULL,
    reason text NOT NULL,
    author_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (mark_id, revision),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (kind_id) REFERENCES mark_kind(id),
    FOREIGN KEY (mark_id) REFERENCES mark(id)
);

CREATE TABLE school_event (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    organiser_id bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    place text DEFAULT ''::text NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    answer_until timestamp with time zone,
    capacity integer,
    city text[] DEFAULT '{}'::text[] NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    cancelled_because text DEFAULT ''::text NOT NULL,
    CONSTRAINT school_event_cancelled_because_check CHECK ((length(cancelled_because) <= 300)),
    CONSTRAINT school_event_capacity_check CHECK (((capacity >= 1) AND (capacity <= 100000))),
    CONSTRAINT school_event_check CHECK ((ends_at > starts_at)),
    CONSTRAINT school_event_city_check CHECK ((city <@ ARRAY['families'::text, 'students'::text, 'staff'::text])),
    CONSTRAINT school_event_kind_check CHECK ((kind = ANY (ARRAY['trip'::text, 'olympiad'::text, 'competition'::text, 'conference'::text, 'seminar'::text, 'meeting'::text, 'other'::text]))),
    CONSTRAINT school_event_place_check CHECK ((length(place) <= 200)),
    CONSTRAINT school_event_subject_check CHECK ((length(subject) <= 100)),
    CONSTRAINT school_event_text_check CHECK ((length(text) <= 4000)),
    CONSTRAINT school_event_title_check CHECK (((length(title) >= 1) AND (length(title) <= 150))),
    PRIMARY KEY (id),
    FOREIGN KEY (organiser_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX school_event_organiser_id_idx ON school_event USING btree (organiser_id);
CREATE INDEX school_event_starts_at_id_idx ON school_event USING btree (starts_at, id);

CREATE TABLE school_event_seat (
    event_id bigint NOT NULL,
    participant_id bigint NOT NULL,
    answer text NOT NULL,
    agreed boolean NOT NULL,
    turn bigint DEFAULT nextval('school_event_turn'::regclass) NOT NULL,
    answered_by bigint NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    CONSTRAINT school_event_seat_answer_check CHECK ((answer = ANY (ARRAY['yes'::text, 'maybe'::text, 'no'::text]))),
    PRIMARY KEY (event_id, participant_id),
    FOREIGN KEY (answered_by) REFERENCES person(id),
    FOREIGN KEY (event_id) REFERENCES school_event(id),
    FOREIGN KEY (participant_id) REFERENCES person(id)
);
CREATE INDEX school_event_seat_participant_id_idx ON school_event_seat USING btree (participant_id);

CREATE TABLE membership (
    chat_id bigint NOT NULL,
    person_id bigint NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    role text DEFAULT 'member'::text NOT NULL,
    CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'moderator'::text, 'member'::text]))),
    PRIMARY KEY (chat_id, person_id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX membership_person_id_idx ON membership USING btree (person_id) WHERE (left_at IS NULL);

CREATE TABLE merge (
    id bigint GENERATED ALWAYS AS IDENTITY,
    survivor_id bigint NOT NULL,
    other_id bigint NOT NULL,
    proof text NOT NULL,
    school_id bigint,
    proposed_by bigint,
    proposed_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    merged_by bigint,
    merged_at timestamp with time zone,
    declined_at timestamp with time zone,
    declined_by bigint,
    undone_at timestamp with time zone,
    undone_by bigint,
    CONSTRAINT merge_check CHECK ((survivor_id <> other_id)),
    CONSTRAINT merge_check2 CHECK (((undone_at IS NULL) OR (merged_at IS NOT NULL))),
    CONSTRAINT merge_check3 CHECK (((declined_at IS NULL) OR (merged_at IS NULL))),
    CONSTRAINT merge_has_proposer CHECK (((proof = 'import'::text) = (proposed_by IS NULL))),
    CONSTRAINT merge_has_school CHECK (((proof = 'sign_ins'::text) = (school_id IS NULL))),
    CONSTRAINT merge_proof_check CHECK ((proof = ANY (ARRAY['sign_ins'::text, 'office'::text, 'import'::text]))),
    PRIMARY KEY (id),
    FOREIGN KEY (declined_by) REFERENCES person(id),
    FOREIGN KEY (merged_by) REFERENCES person(id),
    FOREIGN KEY (other_id) REFERENCES person(id),
    FOREIGN KEY (proposed_by) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (survivor_id) REFERENCES person(id),
    FOREIGN KEY (undone_by) REFERENCES person(id)
);
CREATE UNIQUE INDEX merge_in_force ON merge USING btree (other_id) WHERE ((merged_at IS NOT NULL) AND (undone_at IS NULL));
CREATE UNIQUE INDEX merge_of_import ON merge USING btree (LEAST(survivor_id, other_id), GREATEST(survivor_id, other_id)) WHERE ((proof = 'import'::text) AND (merged_at IS NULL) AND (declined_at IS NULL));
CREATE INDEX merge_other_id_idx ON merge USING btree (other_id);
CREATE INDEX merge_school_id_idx ON merge USING btree (school_id) WHERE (school_id IS NOT NULL);
CREATE INDEX merge_survivor_id_idx ON merge USING btree (survivor_id);

CREATE TABLE merge_row (
    id bigint GENERATED ALWAYS AS IDENTITY,
    merge_id bigint NOT NULL,
    of text NOT NULL,
    key jsonb NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (merge_id) REFERENCES merge(id)
);
CREATE INDEX merge_row_merge_id_idx ON merge_row USING btree (merge_id);

CREATE TABLE message (
    id bigint GENERATED ALWAYS AS IDENTITY,
    chat_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    author_id bigint NOT NULL,
    key text,
    text text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    reply_to bigint,
    mentions bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    edited_at timestamp with time zone,
    told_at bigint,
    withdrawn_at timestamp with time zone,
    withdrawn_by bigint,
    taken_back boolean DEFAULT false NOT NULL,
    forwarded_at timestamp with time zone,
    forwarded_author bigint,
    file_count smallint DEFAULT 0 NOT NULL,
    words tsvector GENERATED ALWAYS AS (words_of(text)) STORED NOT NULL,
    has_poll boolean DEFAULT false NOT NULL,
    CONSTRAINT message_check CHECK (((withdrawn_by IS NULL) OR (withdrawn_at IS NOT NULL))),
    CONSTRAINT message_check2 CHECK (((NOT taken_back) OR (withdrawn_at IS NOT NULL))),
    CONSTRAINT message_file_count_check CHECK (((file_count >= 0) AND (file_count <= 10))),
    CONSTRAINT message_text_check CHECK (
CASE
    WHEN (withdrawn_at IS NULL) THEN ((length(text) >=
    CASE file_count
        WHEN 0 THEN 1
        ELSE 0
    END) AND (length(text) <= 8000))
    ELSE ((text = ''::text) AND (file_count = 0))
END),
    UNIQUE (chat_id, "offset"),
    PRIMARY KEY (id),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (chat_id) REFERENCES chat(id)
);
CREATE INDEX message_chat_id_id_idx ON message USING btree (chat_id, id);
CREATE INDEX message_words ON message USING gin (chat_id, words) WITH (gin_pending_list_limit='256');

CREATE TABLE message_revision (
    chat_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    revision integer NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    told_at bigint NOT NULL,
    PRIMARY KEY (chat_id, "offset", revision),
    FOREIGN KEY (chat_id, "offset") REFERENCES message(chat_id, "offset")
);

CREATE TABLE poll (
    chat_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    options text[] NOT NULL,
    multiple boolean NOT NULL,
    closes_at timestamp with time zone,
    closed_at timestamp with time zone,
    CONSTRAINT poll_options_check CHECK (((cardinality(options) >= 2) AND (cardinality(options) <= 10))),
    PRIMARY KEY (chat_id, "offset"),
    FOREIGN KEY (chat_id, "offset") REFERENCES message(chat_id, "offset")
);

CREATE TABLE reaction (
    chat_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    person_id bigint NOT NULL,
    reaction text NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (chat_id, "offset", person_id),
    FOREIGN KEY (chat_id, "offset") REFERENCES message(chat_id, "offset"),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE vote (
    chat_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    person_id bigint NOT NULL,
    choices smallint[] NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT vote_choices_check CHECK (((cardinality(choices) >= 1) AND (cardinality(choices) <= 10))),
    PRIMARY KEY (chat_id, "offset", person_id),
    FOREIGN KEY (chat_id, "offset") REFERENCES poll(chat_id, "offset"),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE migration (
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE notice (
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    kind text NOT NULL,
    urgent boolean NOT NULL,
    published_at timestamp with time zone NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    held_until timestamp with time zone,
    sent_at timestamp with time zone,
    acted_at timestamp with time zone,
    why text,
    settled_at timestamp with time zone,
    CONSTRAINT notice_check CHECK (((state = 'dropped'::text) = (why IS NOT NULL))),
    CONSTRAINT notice_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'gathered'::text, 'handed_on'::text, 'dropped'::text]))),
    UNIQUE (person_id, channel_id, "offset"),
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX notice_channel_id_offset_idx ON notice USING btree (channel_id, "offset");
CREATE INDEX notice_due_at_id_idx ON notice USING btree (due_at, id) WHERE (state = 'waiting'::text);
CREATE INDEX notice_person_id_due_at_idx ON notice USING btree (person_id, due_at) WHERE (state = 'gathered'::text);
CREATE INDEX notice_person_id_idx ON notice USING btree (person_id) WHERE ((state = 'waiting'::text) AND (kind = 'timetable'::text));

CREATE TABLE notice_mode (
    person_id bigint NOT NULL,
    kind text NOT NULL,
    carrier text NOT NULL,
    mode text NOT NULL,
    PRIMARY KEY (person_id, kind, carrier),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE notice_setting (
    person_id bigint NOT NULL,
    language text DEFAULT 'ru'::text NOT NULL,
    zone text,
    quiet_begins integer,
    quiet_ends integer,
    digest_hour integer DEFAULT 18 NOT NULL,
    digest_weekday integer DEFAULT 4 NOT NULL,
    CONSTRAINT notice_setting_check CHECK (((quiet_begins IS NULL) = (quiet_ends IS NULL))),
    CONSTRAINT notice_setting_digest_hour_check CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
    CONSTRAINT notice_setting_digest_weekday_check CHECK (((digest_weekday >= 0) AND (digest_weekday <= 6))),
    CONSTRAINT notice_setting_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
    CONSTRAINT notice_setting_quiet_begins_check CHECK (((quiet_begins >= 0) AND (quiet_begins <= 1439))),
    CONSTRAINT notice_setting_quiet_ends_check CHECK (((quiet_ends >= 0) AND (quiet_ends <= 1439))),
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE office_hours (
    person_id bigint NOT NULL,
    hours json NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY,
    channel_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    kind text NOT NULL,
    urgent boolean NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE outside_key (
    channel_id bigint NOT NULL,
    key text NOT NULL,
    "offset" bigint NOT NULL,
    body_hash bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (channel_id, key),
    FOREIGN KEY (channel_id) REFERENCES channel(id)
);
CREATE INDEX outside_key_at_idx ON outside_key USING btree (at);

CREATE TABLE passkey (
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports text[] NOT NULL,
    agent text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    ended_at timestamp with time zone,
    verifies boolean DEFAULT false NOT NULL,
    origin_id bigint,
    UNIQUE (credential_id),
    PRIMARY KEY (id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX passkey_person_id_idx ON passkey USING btree (person_id) WHERE (ended_at IS NULL);

CREATE TABLE passkey_challenge (
    challenge bytea NOT NULL,
    purpose text NOT NULL,
    about bigint,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_challenge_check CHECK (((about IS NULL) = (purpose = 'sign_in'::text))),
    CONSTRAINT passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['add'::text, 'sign_in'::text, 'invitation'::text]))),
    PRIMARY KEY (challenge)
);
CREATE INDEX passkey_challenge_expires_at_idx ON passkey_challenge USING btree (expires_at);
CREATE UNIQUE INDEX passkey_challenge_purpose_about_idx ON passkey_challenge USING btree (purpose, about);

CREATE TABLE password_off (
    school_id bigint NOT NULL,
    role role_name NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    PRIMARY KEY (school_id, role),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE pattern_row (
    id bigint GENERATED ALWAYS AS IDENTITY,
    course_id bigint NOT NULL,
    weekday integer NOT NULL,
    number integer NOT NULL,
    room_id bigint,
    cycle integer NOT NULL,
    weeks integer[] NOT NULL,
    anchor date NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    word text DEFAULT ''::text NOT NULL,
    added_by bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT pattern_row_check CHECK ((from_day <= until_day)),
    CONSTRAINT pattern_row_cycle_check CHECK (((cycle >= 1) AND (cycle <= 4))),
    CONSTRAINT pattern_row_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7))),
    PRIMARY KEY (id),
    FOREIGN KEY (added_by) REFERENCES person(id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (room_id) REFERENCES room(id)
);
CREATE INDEX pattern_row_course_id_until_day_idx ON pattern_row USING btree (course_id, until_day);

CREATE TABLE people_file (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    folder text NOT NULL,
    names text[] NOT NULL,
    state text NOT NULL,
    run integer DEFAULT 0 NOT NULL,
    stage text DEFAULT ''::text NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    total integer DEFAULT 0 NOT NULL,
    answers json DEFAULT '{}'::json NOT NULL,
    asked json,
    report json,
    is_stale boolean DEFAULT false NOT NULL,
    brought_by bigint NOT NULL,
    brought_at timestamp with time zone NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    CONSTRAINT people_file_state_check CHECK ((state = ANY (ARRAY['gathering'::text, 'reading'::text, 'refused'::text, 'ready'::text, 'applying'::text, 'applied'::text, 'broken'::text]))),
    UNIQUE (folder),
    PRIMARY KEY (id),
    FOREIGN KEY (brought_by) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX people_file_school_id_applied_at_idx ON people_file USING btree (school_id, applied_at DESC) WHERE (state = 'applied'::text);
CREATE UNIQUE INDEX people_file_waits ON people_file USING btree (school_id) WHERE (state <> 'applied'::text);

CREATE TABLE pin (
    chat_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    pinned_by bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (chat_id, "offset"),
    FOREIGN KEY (chat_id, "offset") REFERENCES message(chat_id, "offset"),
    FOREIGN KEY (pinned_by) REFERENCES person(id)
);

CREATE TABLE portal (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret text NOT NULL,
    scopes text[] NOT NULL,
    claims json NOT NULL,
    roles role_name[] NOT NULL,
    contacts_verified boolean NOT NULL,
    matches boolean NOT NULL,
    is_on boolean NOT NULL,
    away_since timestamp with time zone,
    changed_subjects_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    PRIMARY KEY (id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE UNIQUE INDEX portal_issuer_coalesce_idx ON portal USING btree (issuer, COALESCE(school_id, (0)::bigint)) WHERE (ended_at IS NULL);

CREATE TABLE portal_account (
    id bigint GENERATED ALWAYS AS IDENTITY,
    portal_id bigint NOT NULL,
    subject text NOT NULL,
    person_id bigint NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    ended_at timestamp with time zone,
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (portal_id) REFERENCES portal(id)
);
CREATE UNIQUE INDEX portal_account_person_id_portal_id_idx ON portal_account USING btree (person_id, portal_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX portal_account_portal_id_subject_idx ON portal_account USING btree (portal_id, subject) WHERE (ended_at IS NULL);

CREATE TABLE portal_login (
    login_id bigint NOT NULL,
    portal_account_id bigint NOT NULL,
    session_id text,
    PRIMARY KEY (login_id),
    FOREIGN KEY (login_id) REFERENCES login(id),
    FOREIGN KEY (portal_account_id) REFERENCES portal_account(id)
);
CREATE INDEX portal_login_portal_account_id_idx ON portal_login USING btree (portal_account_id);

CREATE TABLE portal_logout (
    portal_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    PRIMARY KEY (portal_id, token_hash),
    FOREIGN KEY (portal_id) REFERENCES portal(id)
);

CREATE TABLE portal_visit (
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    portal_id bigint NOT NULL,
    purpose text NOT NULL,
    about bigint,
    by_link boolean NOT NULL,
    shared boolean NOT NULL,
    next text NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    redirect_uri text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT portal_visit_check CHECK (((about IS NULL) = (purpose = 'sign_in'::text))),
    CONSTRAINT portal_visit_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'connect'::text, 'invitation'::text]))),
    PRIMARY KEY (state_hash),
    FOREIGN KEY (portal_id) REFERENCES portal(id)
);
CREATE INDEX portal_visit_expires_at_idx ON portal_visit USING btree (expires_at);

CREATE TABLE portal_word (
    browser_hash bytea NOT NULL,
    portal_id bigint NOT NULL,
    said jsonb NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    PRIMARY KEY (browser_hash),
    FOREIGN KEY (portal_id) REFERENCES portal(id)
);
CREATE INDEX portal_word_expires_at_idx ON portal_word USING btree (expires_at);

CREATE TABLE publication (
    channel_id bigint NOT NULL,
    "offset" bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    author_id bigint,
    changes_readers boolean DEFAULT false NOT NULL,
    data json NOT NULL,
    PRIMARY KEY (channel_id, "offset")
);

CREATE TABLE recovery_code (
    person_id bigint NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamp with time zone,
    PRIMARY KEY (person_id, code_hash),
    FOREIGN KEY (person_id) REFERENCES second_factor(person_id) ON DELETE CASCADE
);

CREATE TABLE report (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    message_offset bigint NOT NULL,
    evidence json NOT NULL,
    word text,
    state text DEFAULT 'open'::text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    taken_by bigint,
    taken_at timestamp with time zone,
    decision text,
    note text DEFAULT ''::text NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    CONSTRAINT report_check CHECK (((state = 'closed'::text) = (decision IS NOT NULL))),
    CONSTRAINT report_check1 CHECK (((decision IS NULL) = (decided_at IS NULL))),
    CONSTRAINT report_decision_check CHECK ((decision = ANY (ARRAY['nothing'::text, 'withdrawn'::text, 'silenced'::text, 'passed_on'::text]))),
    CONSTRAINT report_note_check CHECK ((length(note) <= 2000)),
    CONSTRAINT report_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'closed'::text]))),
    PRIMARY KEY (id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (chat_id, message_offset) REFERENCES message(chat_id, "offset"),
    FOREIGN KEY (decided_by) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (taken_by) REFERENCES person(id)
);
CREATE INDEX report_school_id_id_idx ON report USING btree (school_id, id);
CREATE UNIQUE INDEX report_under_way ON report USING btree (chat_id, message_offset) WHERE (state <> 'closed'::text);

CREATE TABLE report_by (
    report_id bigint NOT NULL,
    person_id bigint NOT NULL,
    reason text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT report_by_reason_check CHECK ((reason = ANY (ARRAY['insult'::text, 'threat'::text, 'contact'::text, 'indecent'::text, 'spam'::text, 'other'::text]))),
    CONSTRAINT report_by_words_check CHECK ((length(words) <= 1000)),
    PRIMARY KEY (report_id, person_id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (report_id) REFERENCES report(id)
);

CREATE TABLE report_file (
    report_id bigint NOT NULL,
    file_id bigint NOT NULL,
    PRIMARY KEY (report_id, file_id),
    FOREIGN KEY (file_id) REFERENCES file(id),
    FOREIGN KEY (report_id) REFERENCES report(id)
);
CREATE INDEX report_file_file_id_idx ON report_file USING btree (file_id);

CREATE TABLE retention (
    school_id bigint NOT NULL,
    kind text NOT NULL,
    days integer NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT retention_days_check CHECK (((days >= 30) AND (days <= 36500))),
    CONSTRAINT retention_kind_check CHECK ((kind = ANY (ARRAY['private'::text, 'supervised'::text, 'class'::text, 'group'::text, 'interest'::text, 'event'::text]))),
    PRIMARY KEY (school_id, kind),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE rights_change (
    person_id bigint NOT NULL,
    changes bigint NOT NULL,
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE TABLE room (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    building text DEFAULT ''::text NOT NULL,
    name text NOT NULL,
    ended_at timestamp with time zone,
    PRIMARY KEY (id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX room_school_id_idx ON room USING btree (school_id);
CREATE TRIGGER stays BEFORE DELETE ON room FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();

CREATE TABLE school_bells (
    school_id bigint NOT NULL,
    revision integer NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE school_event_target (
    event_id bigint NOT NULL,
    of text NOT NULL,
    number bigint,
    addressed text NOT NULL,
    CONSTRAINT school_event_target_addressed_check CHECK ((addressed = ANY (ARRAY['families'::text, 'students'::text, 'staff'::text]))),
    CONSTRAINT school_event_target_check CHECK (((of = 'school'::text) = (number IS NULL))),
    CONSTRAINT school_event_target_of_check CHECK ((of = ANY (ARRAY['school'::text, 'grade'::text, 'class'::text, 'course'::text]))),
    UNIQUE NULLS NOT DISTINCT (event_id, of, number, addressed),
    FOREIGN KEY (event_id) REFERENCES school_event(id)
);

CREATE TABLE substitution (
    id bigint GENERATED ALWAYS AS IDENTITY,
    course_id bigint NOT NULL,
    teacher_id bigint NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    lesson_id bigint,
    CONSTRAINT substitution_check CHECK ((from_day < until_day)),
    PRIMARY KEY (id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (lesson_id) REFERENCES lesson(id),
    FOREIGN KEY (teacher_id) REFERENCES person(id)
);
CREATE INDEX substitution_course_id_idx ON substitution USING btree (course_id);
CREATE INDEX substitution_lesson_id_idx ON substitution USING btree (lesson_id) WHERE (lesson_id IS NOT NULL);
CREATE INDEX substitution_teacher_id_idx ON substitution USING btree (teacher_id);

CREATE TABLE teaching (
    id bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    source_id text NOT NULL,
    course_id bigint NOT NULL,
    teacher_id bigint NOT NULL,
    is_primary boolean DEFAULT false NOT NULL,
    from_day date,
    until_day date,
    ended_at timestamp with time zone,
    since_day date,
    suspended boolean DEFAULT false NOT NULL,
    origin_id bigint,
    CONSTRAINT teaching_check CHECK (((NOT suspended) OR (ended_at IS NOT NULL))),
    PRIMARY KEY (id),
    UNIQUE (source, source_id),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (teacher_id) REFERENCES person(id)
);
CREATE INDEX teaching_course_id_idx ON teaching USING btree (course_id);
CREATE INDEX teaching_teacher_id_idx ON teaching USING btree (teacher_id);
CREATE TRIGGER past BEFORE INSERT OR UPDATE ON teaching FOR EACH ROW EXECUTE FUNCTION keep_the_past();

CREATE TABLE school_quiet (
    school_id bigint NOT NULL,
    begins integer,
    ends integer,
    weekend boolean NOT NULL,
    closed date[] DEFAULT '{}'::date[] NOT NULL,
    CONSTRAINT school_quiet_begins_check CHECK (((begins >= 0) AND (begins <= 1439))),
    CONSTRAINT school_quiet_check CHECK (((begins IS NULL) = (ends IS NULL))),
    CONSTRAINT school_quiet_ends_check CHECK (((ends >= 0) AND (ends <= 1439))),
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);

CREATE TABLE school_rooms (
    school_id bigint NOT NULL,
    revision integer NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE school_timetable (
    school_id bigint NOT NULL,
    made_until date DEFAULT '-infinity'::date NOT NULL,
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);

CREATE TABLE school_year (
    school_id bigint NOT NULL,
    weekdays integer NOT NULL,
    revision integer NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT school_year_weekdays_check CHECK ((weekdays = ANY (ARRAY[5, 6]))),
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE second_factor (
    person_id bigint NOT NULL,
    salt bytea,
    set_at timestamp with time zone,
    last_step bigint DEFAULT 0 NOT NULL,
    new_salt bytea,
    new_at timestamp with time zone,
    CONSTRAINT second_factor_check CHECK (((salt IS NULL) = (set_at IS NULL))),
    CONSTRAINT second_factor_check1 CHECK (((new_salt IS NULL) = (new_at IS NULL))),
    PRIMARY KEY (person_id),
    FOREIGN KEY (person_id) REFERENCES account(person_id) ON DELETE CASCADE
);

CREATE TABLE second_factor_role (
    school_id bigint NOT NULL,
    role text NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT second_factor_role_role_check CHECK ((role = ANY (ARRAY['student'::text, 'guardian'::text, 'trusted'::text, 'teacher'::text, 'class_teacher'::text, 'staff'::text]))),
    PRIMARY KEY (school_id, role),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE secret (
    name text NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE sign_in_case (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint,
    address text,
    language text NOT NULL,
    claimed jsonb NOT NULL,
    code_hash bytea,
    wrong_codes integer DEFAULT 0 NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    diagnosed_at timestamp with time zone,
    cause text,
    shown text,
    person_id bigint,
    student_id bigint,
    other_id bigint,
    day date,
    field text,
    asked_at timestamp with time zone,
    closed_at timestamp with time zone,
    closed_by bigint,
    outcome text,
    portal_id bigint,
    said jsonb,
    CONSTRAINT sign_in_case_address_check CHECK (((length(address) >= 3) AND (length(address) <= 254))),
    CONSTRAINT sign_in_case_check CHECK ((((diagnosed_at IS NULL) = (cause IS NULL)) AND ((cause IS NULL) = (shown IS NULL)) AND ((cause IS NULL) = (code_hash IS NULL)))),
    CONSTRAINT sign_in_case_check1 CHECK (((closed_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT sign_in_case_check2 CHECK ((((portal_id IS NULL) = (said IS NULL)) AND ((address IS NOT NULL) OR (said IS NOT NULL)))),
    CONSTRAINT sign_in_case_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
    PRIMARY KEY (id),
    FOREIGN KEY (closed_by) REFERENCES person(id),
    FOREIGN KEY (other_id) REFERENCES person(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (portal_id) REFERENCES portal(id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX sign_in_case_expires_at_idx ON sign_in_case USING btree (expires_at);
CREATE INDEX sign_in_case_id_idx ON sign_in_case USING btree (id) WHERE (diagnosed_at IS NULL);
CREATE INDEX sign_in_case_school_id_asked_at_idx ON sign_in_case USING btree (school_id, asked_at) WHERE (asked_at IS NOT NULL);

CREATE TABLE sign_in_failure (
    key bytea NOT NULL,
    failures double precision NOT NULL,
    last_at timestamp with time zone NOT NULL,
    PRIMARY KEY (key)
);
CREATE INDEX sign_in_failure_last_at_idx ON sign_in_failure USING btree (last_at);

CREATE TABLE silence (
    chat_id bigint NOT NULL,
    person_id bigint NOT NULL,
    until timestamp with time zone NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    PRIMARY KEY (chat_id, person_id),
    FOREIGN KEY (chat_id) REFERENCES chat(id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);

CREATE TABLE teacher_absence (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    teacher_id bigint NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    reason text NOT NULL,
    author_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT teacher_absence_check CHECK ((from_day < until_day)),
    PRIMARY KEY (id),
    FOREIGN KEY (author_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (teacher_id) REFERENCES person(id)
);
CREATE INDEX teacher_absence_school_id_until_day_idx ON teacher_absence USING btree (school_id, until_day);

CREATE TABLE teaching_past (
    course_id bigint NOT NULL,
    teacher_id bigint NOT NULL,
    is_primary boolean NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    origin_id bigint,
    CONSTRAINT teaching_past_check CHECK ((from_day < until_day)),
    FOREIGN KEY (course_id) REFERENCES course(id),
    FOREIGN KEY (origin_id) REFERENCES person(id),
    FOREIGN KEY (teacher_id) REFERENCES person(id)
);
CREATE INDEX teaching_past_course_id_idx ON teaching_past USING btree (course_id);
CREATE INDEX teaching_past_teacher_id_idx ON teaching_past USING btree (teacher_id);

CREATE TABLE telephone_code (
    id bigint GENERATED ALWAYS AS IDENTITY,
    asked_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    person_id bigint,
    school_id bigint,
    phone_key text,
    wrong_codes integer DEFAULT 0 NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT telephone_code_check CHECK ((((person_id IS NULL) = (school_id IS NULL)) AND ((person_id IS NULL) = (phone_key IS NULL)))),
    CONSTRAINT telephone_code_phone_key_check CHECK ((phone_key ~ '^[0-9]{10}$'::text)),
    PRIMARY KEY (id),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX telephone_code_asked_hash_idx ON telephone_code USING btree (asked_hash);
CREATE INDEX telephone_code_made_at_idx ON telephone_code USING btree (made_at);
CREATE INDEX telephone_code_person_id_made_at_idx ON telephone_code USING btree (person_id, made_at) WHERE (person_id IS NOT NULL);

CREATE TABLE ticket (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    writer_id bigint,
    origin text,
    address text NOT NULL,
    phone text NOT NULL,
    language text NOT NULL,
    subject text NOT NULL,
    taken_by bigint,
    opened_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT ticket_address_check CHECK ((length(address) <= 254)),
    CONSTRAINT ticket_check CHECK (((writer_id IS NULL) OR (origin IS NULL))),
    CONSTRAINT ticket_kind_check CHECK ((kind = ANY (ARRAY['sign_in'::text, 'data'::text, 'diary'::text, 'notices'::text, 'idea'::text, 'other'::text]))),
    CONSTRAINT ticket_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
    CONSTRAINT ticket_phone_check CHECK ((length(phone) <= 32)),
    CONSTRAINT ticket_status_check CHECK ((status = ANY (ARRAY['new'::text, 'in_work'::text, 'answered'::text, 'closed'::text]))),
    CONSTRAINT ticket_subject_check CHECK ((length(subject) <= 150)),
    PRIMARY KEY (id),
    UNIQUE (school_id, number),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (taken_by) REFERENCES person(id),
    FOREIGN KEY (writer_id) REFERENCES person(id)
);
CREATE INDEX ticket_opened_at_idx ON ticket USING btree (opened_at) WHERE (origin IS NOT NULL);
CREATE INDEX ticket_school_id_id_idx ON ticket USING btree (school_id, id);
CREATE INDEX ticket_writer_id_id_idx ON ticket USING btree (writer_id, id) WHERE (writer_id IS NOT NULL);

CREATE TABLE ticket_entry (
    ticket_id bigint NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id bigint,
    of_school boolean NOT NULL,
    status text NOT NULL,
    text text NOT NULL,
    CONSTRAINT ticket_entry_check CHECK (((NOT of_school) OR (person_id IS NOT NULL))),
    CONSTRAINT ticket_entry_status_check CHECK ((status = ANY (ARRAY['new'::text, 'in_work'::text, 'answered'::text, 'closed'::text]))),
    CONSTRAINT ticket_entry_text_check CHECK ((length(text) <= 4000)),
    PRIMARY KEY (ticket_id, number),
    FOREIGN KEY (person_id) REFERENCES person(id),
    FOREIGN KEY (ticket_id) REFERENCES ticket(id)
);

CREATE TABLE ticket_number (
    school_id bigint NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);

CREATE TABLE timetable_answer (
    school_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    target bigint,
    PRIMARY KEY (school_id, kind, name),
    FOREIGN KEY (school_id) REFERENCES school(id)
);

CREATE TABLE timetable_file (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    name text NOT NULL,
    rows json NOT NULL,
    terms text[] NOT NULL,
    read_by bigint NOT NULL,
    read_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    answer json,
    PRIMARY KEY (id),
    FOREIGN KEY (read_by) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);
CREATE INDEX timetable_file_school_id_idx ON timetable_file USING btree (school_id);

CREATE TABLE told_lesson (
    lesson_id bigint NOT NULL,
    person_id bigint NOT NULL,
    place json,
    revision integer NOT NULL,
    notice_id bigint,
    was json,
    PRIMARY KEY (lesson_id, person_id),
    FOREIGN KEY (lesson_id) REFERENCES lesson(id),
    FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX told_lesson_notice_id_idx ON told_lesson USING btree (notice_id) WHERE (notice_id IS NOT NULL);

CREATE TABLE trust (
    id bigint GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    student_id bigint NOT NULL,
    giver_id bigint NOT NULL,
    family_name text NOT NULL,
    phone text NOT NULL,
    phone_key text NOT NULL,
    services text[] NOT NULL,
    until_day date NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    is_announced boolean DEFAULT false NOT NULL,
    invitee_id bigint,
    is_known boolean DEFAULT false NOT NULL,
    accepted_at timestamp with time zone,
    opens_at timestamp with time zone,
    opened_at timestamp with time zone,
    more_by bigint,
    more_services text[],
    more_until_day date,
    more_opens_at timestamp with time zone,
    reminded_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by bigint,
    due_at timestamp with time zone NOT NULL,
    ending text,
    CONSTRAINT trust_check CHECK (((accepted_at IS NULL) = (invitee_id IS NULL))),
    CONSTRAINT trust_check1 CHECK (((ended_at IS NULL) = (ending IS NULL))),
    CONSTRAINT trust_check2 CHECK ((((more_opens_at IS NULL) = (more_services IS NULL)) AND ((more_opens_at IS NULL) = (more_until_day IS NULL)) AND ((more_opens_at IS NULL) = (more_by IS NULL)))),
    CONSTRAINT trust_ending_check CHECK ((ending = ANY (ARRAY['withdrawn'::text, 'declined'::text, 'refused'::text, 'ended'::text, 'expired'::text, 'over'::text, 'lost'::text]))),
    CONSTRAINT trust_phone_key_check CHECK ((phone_key ~ '^[0-9]{10}$'::text)),
    PRIMARY KEY (id),
    FOREIGN KEY (ended_by) REFERENCES person(id),
    FOREIGN KEY (giver_id) REFERENCES person(id),
    FOREIGN KEY (invitee_id) REFERENCES person(id),
    FOREIGN KEY (more_by) REFERENCES person(id),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (student_id) REFERENCES person(id)
);
CREATE INDEX trust_due_at_idx ON trust USING btree (due_at) WHERE (ended_at IS NULL);
CREATE INDEX trust_giver_id_idx ON trust USING btree (giver_id);
CREATE INDEX trust_invitee_id_idx ON trust USING btree (invitee_id) WHERE (invitee_id IS NOT NULL);
CREATE INDEX trust_phone_key_idx ON trust USING btree (phone_key) WHERE ((accepted_at IS NULL) AND (ended_at IS NULL));
CREATE INDEX trust_student_id_idx ON trust USING btree (student_id);

CREATE TABLE trust_delay (
    school_id bigint NOT NULL,
    stranger_hours integer NOT NULL,
    known_hours integer NOT NULL,
    CONSTRAINT trust_delay_known_hours_check CHECK (((known_hours >= 0) AND (known_hours <= 24))),
    CONSTRAINT trust_delay_stranger_hours_check CHECK (((stranger_hours >= 0) AND (stranger_hours <= 24))),
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);

CREATE TABLE watched_until (
    school_id bigint NOT NULL,
    message_id bigint NOT NULL,
    PRIMARY KEY (school_id),
    FOREIGN KEY (school_id) REFERENCES school(id)
);

CREATE TABLE watched_word (
    school_id bigint NOT NULL,
    word text NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT watched_word_word_check CHECK (((length(word) >= 2) AND (length(word) <= 50))),
    PRIMARY KEY (school_id, word),
    FOREIGN KEY (school_id) REFERENCES school(id),
    FOREIGN KEY (set_by) REFERENCES person(id)
);
