// One course as it is typed: what, who learns it, who teaches it.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import type { ClassStudents, CourseMembers, OneCourse, TaughtCourse } from '../core/shapes';
import type { ClassRef, Person } from '../core/types';
import { initialled, listed } from '../i18n/format';
import { c } from '../i18n/set_up/courses';
import { o } from '../i18n/setUp';
import { Both } from '../parts/Both';
import { Icon } from '../parts/icons';
import { CloseButton, NotYet, Sheet } from '../parts/parts';
import { UNASKED, useLessonTimes } from '../parts/LessonTimes';
import { useAction } from '../parts/useAction';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import {
  draftOf,
  everyOther,
  faultOf,
  fieldsOf,
  freshDraft,
  titleOf,
  type CourseDraft,
  type Known,
  type Who,
} from './fields';

interface Props {
  school: KeptSchool;
  known: Known;
  own: ClassRef;
  course: TaughtCourse | undefined;
  done: () => void;
  close: () => void;
}

export function CourseSheet(props: Props) {
  const { school, own: chosen, known, course, close } = props;
  const own = known.classes.find(({ id }) => id === course?.class) ?? chosen;
  const { state, problem } = useResource(async () => {
    const [members, { students }] = await Promise.all([
      course && api.get<CourseMembers>(apiPath(school.id, `courses/${course.id}`)),
      api.get<ClassStudents>(apiPath(school.id, `classes/${own.id}/students`)),
    ]);
    return { members, students };
  }, course?.id);
  return (
    <Sheet label={course?.title ?? c('newHead')} class="detail roomy" onClose={close}>
      <header class="row">
        <h2>{course?.title ?? c('newHead')}</h2>
        <CloseButton onClose={close} />
      </header>
      {state ? <Form {...props} own={own} {...state} /> : <NotYet problem={problem} lines={6} />}
    </Sheet>
  );
}

function Form({
  school,
  known,
  own,
  done,
  close,
  members,
  students,
}: Props & { members: CourseMembers | undefined; students: Person[] }) {
  const [draft, setDraft] = useState(() => (members ? draftOf(members) : freshDraft(own.id)));
  const [tried, setTried] = useState(false);
  const [ending, setEnding] = useState(false);
  const [theirs, setTheirs] = useState<CourseMembers | undefined>();
  const { ask, error } = useAction();
  const times = useLessonTimes();
  const fault = faultOf(draft);
  const set = (change: Partial<CourseDraft>) => setDraft({ ...draft, ...change });
  const path = apiPath(school.id, 'courses');
  const save = async (revision: number | undefined, answer = UNASKED) => {
    setTried(true);
    if (fault) return;
    times.clear();
    const fields = fieldsOf(draft, own, known.classes);
    const saved = await ask(async () => {
      try {
        await (members
          ? api.send<OneCourse>('PUT', `${path}/${members.course.id}`, { ...fields, ...answer, revision }, newKey())
          : api.post<OneCourse>(path, fields, newKey()));
        setTheirs(undefined);
      } catch (problem) {
        times.note(problem, given => void save(revision, given));
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        setTheirs(problem.current as CourseMembers);
        throw problem;
      }
    });
    if (saved) done();
  };
  const end = () => ask(() => api.post(`${path}/${members!.course.id}/end`, {}, newKey())).then(ok => ok && done());
  const subjects = [...new Set(known.courses.map(({ subject }) => subject))].sort();
  const wrong = (of: typeof fault) => tried && fault === of && <Wrong words={c(of!)} />;
  if (ending)
    return (
      <>
        <p>
          <b>{c('endSure')}</b>
        </p>
        <p class="soft">{c('endText')}</p>
        {error}
        <p class="row up">
          <button type="button" class="btn warn" onClick={() => void end()} data-end-yes>
            {c('endYes')}
          </button>
          <button type="button" class="btn two" onClick={() => setEnding(false)}>
            {c('back')}
          </button>
        </p>
      </>
    );
  return (
    <form
      class="set-up-form up"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void save(theirs?.course.revision ?? members?.course.revision);
      }}
    >
      <div class={tried && fault === 'needSubject' ? 'field wrong' : 'field'}>
        <label for="c-subject">{c('subject')}</label>
        {wrong('needSubject')}
        <input
          class="input"
          id="c-subject"
          name="subject"
          list="c-subjects"
          maxLength={120}
          autoComplete="off"
          value={draft.subject}
          onInput={event => set({ subject: event.currentTarget.value })}
        />
        <datalist id="c-subjects">
          {subjects.map(one => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
      <div class="field">
        <span class="label" id="c-who">
          {c('who')}
        </span>
        <div class="pills wrap" role="group" aria-labelledby="c-who">
          {(['whole', 'group', 'stream'] satisfies Who[]).map(who => (
            <button
              key={who}
              type="button"
              class="pill"
              aria-pressed={draft.who === who}
              onClick={() => set({ who })}
              data-for={who}
            >
              {who === 'whole' ? `${c('whole')} ${own.name}` : c(who)}
            </button>
          ))}
        </div>
      </div>
      {draft.who === 'group' && (
        <>
          <div class="field">
            <label for="c-group">{c('groupName')}</label>
            <p class="hint">{c('groupHint')}</p>
            <input
              class="input"
              id="c-group"
              name="group"
              maxLength={60}
              value={draft.group}
              onInput={event => set({ group: event.currentTarget.value })}
            />
          </div>
          <Students all={students} chosen={draft.chosen} set={chosen => set({ chosen })}>
            {wrong('needStudents')}
          </Students>
        </>
      )}
      {draft.who === 'stream' && (
        <div class="field">
          <span class="label" id="c-classes">
            {c('classes')}
          </span>
          {wrong('needClasses')}
          <p class="hint">{c('bellsOf', { name: own.name })}</p>
          <div class="pills wrap" role="group" aria-labelledby="c-classes">
            {known.classes.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                class="pill"
                aria-pressed={draft.classes.includes(id)}
                onClick={() => set({ classes: toggled(draft.classes, id) })}
                data-class={id}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
      )}
      <Teachers all={known.teachers} chosen={draft.teachers} set={teachers => set({ teachers })} />
      <div class="field">
        <label for="c-title">{c('title')}</label>
        {draft.subject.trim() && !draft.title.trim() && (
          <p class="hint">{c('titleHint', { title: titleOf(draft, own, known.classes) })}</p>
        )}
        <input
          class="input"
          id="c-title"
          name="title"
          maxLength={120}
          value={draft.title}
          onInput={event => set({ title: event.currentTarget.value })}
        />
      </div>
      {theirs && <Theirs theirs={theirs} draft={draft} known={known} own={own} />}
      {error}
      {times.view}
      <p class="row up">
        <button type="submit" class="btn" data-save-course>
          {theirs ? o('saveMine') : c('save')}
        </button>
        <button type="button" class="btn two" onClick={close}>
          {c('back')}
        </button>
      </p>
      {members && (
        <p>
          <button type="button" class="btn plain small" onClick={() => setEnding(true)} data-end-course>
            {c('end')}
          </button>
        </p>
      )}
    </form>
  );
}

const toggled = (chosen: readonly string[], id: string): string[] =>
  chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id];

function Wrong({ words }: { words: string }) {
  return (
    <p class="err" role="alert">
      <Icon name="alert" />
      {words}
    </p>
  );
}

function Theirs({
  theirs,
  draft,
  known,
  own,
}: {
  theirs: CourseMembers;
  draft: CourseDraft;
  known: Known;
  own: ClassRef;
}) {
  const names = (ids: readonly string[]) =>
    ids.flatMap(id => known.teachers.filter(one => one.id === id).map(({ name }) => initialled(name)));
  const there = draftOf(theirs);
  return (
    <div class="note brass" role="alert">
      <div>
        <b>{c('staleHead')}</b>
        <Both
          differences={[
            {
              head: c('title'),
              theirs: [theirs.course.title],
              mine: [titleOf(draft, own, known.classes)],
            },
            { head: c('teachersNow'), theirs: names(there.teachers), mine: names(draft.teachers) },
            { head: c('membersNow'), theirs: [String(there.chosen.length)], mine: [String(draft.chosen.length)] },
          ]}
        />
      </div>
    </div>
  );
}

function Students({
  all,
  chosen,
  set,
  children,
}: {
  all: readonly Person[];
  chosen: readonly string[];
  set: (ids: string[]) => void;
  children: preact.ComponentChildren;
}) {
  const ids = all.map(({ id }) => id);
  return (
    <fieldset class="field">
      <legend class="label">{c('choose')}</legend>
      {children}
      <p class="row wrap">
        <span class="meta num" role="status" data-chosen={chosen.length}>
          {c('chosen', { n: chosen.length, all: all.length })}
        </span>
        <button type="button" class="btn plain small push" onClick={() => set(everyOther(ids))} data-every-other>
          {c('every')}
        </button>
        <button
          type="button"
          class="btn plain small"
          onClick={() => set(chosen.length === ids.length ? [] : ids)}
          data-all
        >
          {chosen.length === ids.length ? c('nobody') : c('all')}
        </button>
      </p>
      <ul class="course-students">
        {all.map(({ id, name }) => (
          <li key={id}>
            <label>
              <input
                type="checkbox"
                name="student"
                value={id}
                checked={chosen.includes(id)}
                onChange={() => set(toggled(chosen, id))}
              />
              <span>{listed(name)}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function Teachers({
  all,
  chosen,
  set,
}: {
  all: readonly Person[];
  chosen: readonly string[];
  set: (ids: string[]) => void;
}) {
  const free = all.filter(({ id }) => !chosen.includes(id));
  const known = chosen.flatMap(id => all.filter(one => one.id === id));
  return (
    <div class="field">
      <label for="c-teacher">{c('teachers')}</label>
      <p class="hint">{c('teachersHint')}</p>
      {known.length > 0 && (
        <ul class="course-teachers">
          {known.map(({ id, name }) => (
            <li key={id} data-teacher={id}>
              <span>{listed(name)}</span>
              <button
                type="button"
                class="icon-btn"
                aria-label={c('removeTeacher', { name: initialled(name) })}
                onClick={() => set(chosen.filter(one => one !== id))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <select
        class="input"
        id="c-teacher"
        name="teacher"
        value=""
        onChange={event => {
          const id = event.currentTarget.value;
          event.currentTarget.value = '';
          if (id) set([...chosen, id]);
        }}
      >
        <option value="">{c('addTeacher')}</option>
        {free.map(({ id, name }) => (
          <option key={id} value={id}>
            {listed(name)}
          </option>
        ))}
      </select>
    </div>
  );
}
