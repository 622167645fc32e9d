// Who is away, for those who keep the timetable: the list, one more, and the lessons of each.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../core/api';
import { addDays, dayIn } from '../../core/dates';
import { go } from '../../core/router';
import type { TeacherAbsence, TeacherAbsences } from '../../core/shapes';
import { listed, whole } from '../../i18n/format';
import { w } from '../../i18n/week/substitutions';
import { Icon } from '../../parts/icons';
import { Page } from '../../parts/page';
import { Empty, NoSuchPage, NotYet } from '../../parts/parts';
import { useAction } from '../../parts/useAction';
import { useResource } from '../../parts/useResource';
import { CoverPage } from './CoverPage';
import { allTeachers, awayAddress, choicesOf } from '../loading';
import { dayWords } from '../words';
import '../substitutions.css';
import { type KeptSchool, apiPath, keptSchoolHere, keptSchools } from '../../parts/useKeptSchool';

export function Away({ path: [, id, more] }: { path: string[] }) {
  const school = keptSchoolHere();
  if (!school || more) return <NoSuchPage />;
  return id ? (
    <CoverPage key={`${school.id}.${id}`} school={school} id={id} />
  ) : (
    <Absences key={school.id} school={school} />
  );
}

function Absences({ school }: { school: KeptSchool }) {
  const { state, problem } = useResource(async () => {
    const [{ absences }, { courses }] = await Promise.all([
      api.get<TeacherAbsences>(apiPath(school.id, 'absences')),
      choicesOf(school.id, dayIn(school.zone)),
    ]);
    return { absences, teachers: allTeachers(courses) };
  }, school.id);
  return (
    <Page title={w('away')} up="/timetable" narrow>
      {school.many && <Schools school={school} />}
      {state ? (
        <div class="subst-stack">
          <NewAbsence school={school} teachers={state.teachers} />
          <section class="sheet" aria-labelledby="away-h">
            <div class="cov-h">
              <h2 id="away-h">{w('isAway')}</h2>
            </div>
            {state.absences.length ? (
              <ul>
                {state.absences.map(one => (
                  <AbsenceLine key={one.id} school={school} absence={one} />
                ))}
              </ul>
            ) : (
              <Empty icon="people" head={w('nobody')} text={w('nobodyText')} />
            )}
          </section>
        </div>
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} lines={8} />
        </div>
      )}
    </Page>
  );
}
function Schools({ school }: { school: KeptSchool }) {
  return (
    <div class="field subst-school">
      <label for="subst-school">{w('inSchool')}</label>
      <select
        class="input"
        id="subst-school"
        name="school"
        onChange={event => go(awayAddress({ ...school, id: event.currentTarget.value }))}
      >
        {keptSchools().map(({ id, name }) => (
          <option key={id} value={id} selected={id === school.id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
function AbsenceLine({ school, absence }: { school: KeptSchool; absence: TeacherAbsence }) {
  const { id, teacher, from_day, until_day, reason } = absence;
  const last = addDays(until_day, -1);
  return (
    <li>
      <a class="subst-line" href={awayAddress(school, id)} data-absence={id}>
        <span>
          <b>{whole(teacher.name)}</b>
          <span class="meta">
            {[last === from_day ? dayWords(from_day) : `${dayWords(from_day)} – ${dayWords(last)}`, reason]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        <Icon name="right" />
      </a>
    </li>
  );
}

function NewAbsence({ school, teachers }: { school: KeptSchool; teachers: ReturnType<typeof allTeachers> }) {
  const today = dayIn(school.zone);
  const [teacher, setTeacher] = useState('');
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState(today);
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const { ask, error } = useAction();
  const note = () => {
    if (!teacher) return setWrong({ teacher: w('chooseTeacher') });
    setWrong({});
    void ask(async () => {
      let noted: TeacherAbsence;
      try {
        const body = { teacher, from_day: from, until_day: until && addDays(until, 1), reason: reason.trim() };
        noted = await api.post<TeacherAbsence>(apiPath(school.id, 'absences'), body, newKey());
      } catch (problem) {
        if (!(problem instanceof Problem) || !problem.errors.length) throw problem;
        setWrong(Object.fromEntries(problem.errors.map(one => [one.field, one.message ?? problem.message])));
        return;
      }
      go(awayAddress(school, noted.id));
    });
  };
  const field = (name: string) => (wrong[name] ? 'field wrong' : 'field');
  const err = (name: string) =>
    wrong[name] && (
      <p class="err" id={`subst-${name}-err`}>
        <Icon name="alert" />
        {wrong[name]}
      </p>
    );
  const said = (name: string) => ({
    'aria-invalid': wrong[name] ? ('true' as const) : undefined,
    'aria-describedby': wrong[name] ? `subst-${name}-err` : undefined,
  });
  return (
    <section class="sheet pad" aria-labelledby="new-h">
      <h2 id="new-h">{w('newAbsence')}</h2>
      <form
        class="away-q"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          note();
        }}
      >
        <div class={field('teacher')}>
          <label for="subst-who">{w('teacher')}</label>
          {err('teacher')}
          <select
            class="input"
            id="subst-who"
            name="teacher"
            {...said('teacher')}
            onChange={event => setTeacher(event.currentTarget.value)}
          >
            <option value="" selected={!teacher}>
              {w('choose')}
            </option>
            {teachers.map(({ id, name }) => (
              <option key={id} value={id} selected={id === teacher}>
                {listed(name)}
              </option>
            ))}
          </select>
        </div>
        <div class={field('from_day')}>
          <label for="subst-from">{w('from')}</label>
          {err('from_day')}
          <input
            class="input"
            type="date"
            id="subst-from"
            name="from"
            value={from}
            {...said('from_day')}
            onInput={({ currentTarget: { value } }) => {
              setFrom(value);
              if (until < value) setUntil(value);
            }}
          />
        </div>
        <div class={field('until_day')}>
          <label for="subst-until">{w('until')}</label>
          {err('until_day')}
          <input
            class="input"
            type="date"
            id="subst-until"
            name="until"
            value={until}
            {...said('until_day')}
            onInput={event => setUntil(event.currentTarget.value)}
          />
        </div>
        <div class={field('reason')}>
          <label for="subst-reason">{w('reason')}</label>
          {err('reason')}
          <input
            class="input"
            id="subst-reason"
            name="reason"
            list="subst-reasons"
            maxLength={200}
            value={reason}
            {...said('reason')}
            onInput={event => setReason(event.currentTarget.value)}
          />
          <datalist id="subst-reasons">
            {w('reasons')
              .split(';')
              .map(one => (
                <option key={one} value={one} />
              ))}
          </datalist>
        </div>
        <p class="meta">{w('reasonSeen')}</p>
        {error}
        <button class="btn" data-note>
          {w('note')}
        </button>
      </form>
    </section>
  );
}
