// The classes of a school: how many students each has and who leads it; typed ones are corrected and ended here.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import type { OneClass, RegisteredClass, RegisteredClasses } from '../core/shapes';
import { initialled } from '../i18n/format';
import { iv } from '../i18n/invitations/signIns';
import { pe } from '../i18n/people/people';
import { ps } from '../i18n/people/person';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { Field } from './fields';
import { Form } from './Form';
import { registerPath } from './people';
import './people.css';
import './person.css';

const GRADES = Array.from({ length: 12 }, (_, n) => n + 1);
const PROFILE_FROM = 10; // the year from which classes have a profile
type Opened =
  { correct: RegisteredClass | undefined } | { profile: RegisteredClass } | { end: RegisteredClass } | undefined;

export function ClassesPage({ school }: { school: KeptSchool }) {
  const [changes, setChanges] = useState(0);
  const [open, setOpen] = useState<Opened>();
  const { state, problem } = useResource(
    () => api.get<RegisteredClasses>(registerPath(school, 'classes')),
    `${school.id}.${changes}`,
  );
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={8} />
      </div>
    );
  const close = () => setOpen(undefined);
  const saved = () => {
    setChanges(changes + 1);
    close();
  };
  return (
    <section class="sheet pad" aria-labelledby="classes-h" data-classes-page={state.classes.length}>
      <div class="split">
        <h2 id="classes-h">{pe('classes')}</h2>
        <button type="button" class="btn two small" data-add-class onClick={() => setOpen({ correct: undefined })}>
          <Icon name="plus" />
          {pe('addClass')}
        </button>
      </div>
      <p class="meta classes-text">{pe('classesText')}</p>
      <ul class="entries">
        {state.classes.map(one => (
          <Row key={one.id} of={one} school={school} open={setOpen} />
        ))}
        {!state.classes.length && <li class="soft">{pe('noClasses')}</li>}
      </ul>
      {open && 'correct' in open && <ClassForm school={school} of={open.correct} close={close} saved={saved} />}
      {open && 'profile' in open && <ProfileForm school={school} of={open.profile} close={close} saved={saved} />}
      {open && 'end' in open && <EndForm school={school} of={open.end} close={close} saved={saved} />}
    </section>
  );
}

const hasProfile = ({ grade, profile }: RegisteredClass): boolean => (grade ?? 0) >= PROFILE_FROM || !!profile;

interface RowProps {
  of: RegisteredClass;
  school: KeptSchool;
  open: (opened: Opened) => void;
}
function Row({ of, school, open }: RowProps) {
  const teachers = of.teachers.map(({ name }) => initialled(name)).join(', ');
  return (
    <li class="entry" data-class={of.name}>
      <div>
        <b>
          <a
            href={setUpAddress(school, '/admin/people', { class: of.id })}
            aria-label={pe('showStudents', { name: of.name })}
          >
            {of.name}
          </a>
        </b>
        <span class="meta">
          {[
            pe('students', { n: of.students }),
            of.profile && pe('profileIs', { name: of.profile }),
            teachers || pe('noTeacher'),
            of.typed ? pe('typed') : pe('roster'),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      </div>
      <span class="entry-acts">
        <a
          class="btn two small"
          href={`/class/${of.id}/in`}
          aria-label={iv('title', { name: of.name })}
          data-to-sign-ins
        >
          {iv('whoIsIn')}
        </a>
        {hasProfile(of) && (
          <button type="button" class="btn two small" data-profile onClick={() => open({ profile: of })}>
            {pe('profile')}
          </button>
        )}
        {of.typed && (
          <>
            <button
              type="button"
              class="icon-btn"
              aria-label={pe('correctClass', { name: of.name })}
              data-correct-class
              onClick={() => open({ correct: of })}
            >
              <Icon name="pen" />
            </button>
            <button type="button" class="btn two small" data-end-class onClick={() => open({ end: of })}>
              {ps('end')}
            </button>
          </>
        )}
      </span>
    </li>
  );
}

interface FormProps {
  school: KeptSchool;
  of: RegisteredClass | undefined;
  close: () => void;
  saved: () => void;
}
function ClassForm({ school, of, close, saved }: FormProps) {
  const [held, setHeld] = useState(of);
  const [name, setName] = useState(of?.name ?? '');
  const [grade, setGrade] = useState(of?.grade?.toString() ?? '');
  const [stale, setStale] = useState(false);
  const { ask, error } = useAction();
  const path = registerPath(school, 'classes');
  const save = () =>
    void ask(async () => {
      const fields = { name: name.trim(), grade: grade ? Number(grade) : null };
      try {
        if (held)
          await api.send<OneClass>('PUT', `${path}/${held.id}`, { ...fields, revision: held.revision }, newKey());
        else await api.post<OneClass>(path, fields, newKey());
        saved();
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        const current = problem.current as RegisteredClass;
        setHeld(current);
        setName(current.name);
        setGrade(current.grade?.toString() ?? '');
        setStale(true);
      }
    });
  return (
    <Form
      head={held ? pe('correctClass', { name: held.name }) : pe('addClass')}
      act={pe('save')}
      name="class"
      ready={!!name.trim()}
      error={error}
      close={close}
      done={save}
    >
      {stale && <p class="note brass">{pe('changedMeanwhile')}</p>}
      <Field label={pe('className')} hint={pe('classHint')}>
        <input
          class="input"
          name="name"
          maxLength={30}
          autocomplete="off"
          value={name}
          onInput={event => setName(event.currentTarget.value)}
        />
      </Field>
      <Field label={pe('grade')}>
        <select class="input" name="grade" value={grade} onChange={event => setGrade(event.currentTarget.value)}>
          <option value="">{pe('noGrade')}</option>
          {GRADES.map(one => (
            <option key={one} value={one} selected={String(one) === grade}>
              {one}
            </option>
          ))}
        </select>
      </Field>
    </Form>
  );
}

function ProfileForm({ school, of, close, saved }: FormProps & { of: RegisteredClass }) {
  const [held, setHeld] = useState(of);
  const [profile, setProfile] = useState(of.profile);
  const { ask, error } = useAction();
  const save = () =>
    void ask(async () => {
      try {
        const fields = { profile: profile.trim(), revision: held.revision };
        await api.send<OneClass>('PUT', registerPath(school, 'classes', of.id, 'profile'), fields, newKey());
        saved();
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        setHeld(problem.current as RegisteredClass);
        setProfile((problem.current as RegisteredClass).profile);
      }
    });
  return (
    <Form
      head={`${of.name}: ${pe('profile')}`}
      act={pe('save')}
      name="profile"
      ready
      error={error}
      close={close}
      done={save}
    >
      {held !== of && <p class="note brass">{pe('changedMeanwhile')}</p>}
      <Field label={pe('profileName')} hint={pe('profileHint')}>
        <input
          class="input"
          name="profile"
          maxLength={60}
          autocomplete="off"
          value={profile}
          onInput={event => setProfile(event.currentTarget.value)}
        />
      </Field>
    </Form>
  );
}

function EndForm({ school, of, close, saved }: FormProps & { of: RegisteredClass }) {
  const [courses, setCourses] = useState<string[]>([]);
  const { ask, error } = useAction();
  const end = () =>
    void ask(async () => {
      try {
        await api.post<OneClass>(registerPath(school, 'classes', of.id, 'end'), {}, newKey());
        saved();
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== 'class_has_courses') throw problem;
        setCourses(problem.courses as string[]);
      }
    });
  return (
    <Form
      head={`${pe('endClass')}: ${of.name}?`}
      act={pe('endClassNow')}
      name="end"
      ends
      error={error}
      close={close}
      done={end}
    >
      <p>{pe('endClassText')}</p>
      {courses.length > 0 && (
        <p class="note brass" role="alert">
          {pe('hasCourses', { names: courses.join(', ') })}
        </p>
      )}
    </Form>
  );
}
