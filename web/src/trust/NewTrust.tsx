// Naming a trusted person: beside the form stands what will happen and who is told, before it is sent.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import { addDays } from '../core/dates';
import { go } from '../core/router';
import type { CountedPeriods, OneTrust, TrustingChild } from '../core/shapes';
import { dayYear, whole } from '../i18n/format';
import { relationWords } from '../i18n/people/relations';
import { tr } from '../i18n/account/trusted';
import { Icon } from '../parts/icons';
import { Avatar } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { keyed } from '../tickets/tickets';
import { Services } from './Services';
import { TRUSTS, type Service } from './trusts';

type Wrong = Partial<Record<'family' | 'phone' | 'student' | 'services' | 'until_day', string>>;
const AT: Record<keyof Wrong, string> = {
  family: 't-fam',
  phone: 't-tel',
  student: 't-child',
  services: 't-what',
  until_day: 't-day',
};

/** What is missing before anybody is asked. */
function missing(family: string, students: readonly string[], services: readonly Service[], day: string): Wrong {
  return {
    ...(!family.trim() && { family: tr('needFamily') }),
    ...(!students.length && { student: tr('needChild') }),
    ...(!services.length && { services: tr('needWhat') }),
    ...(!day && { until_day: tr('needDay') }),
  };
}
/** What the server refused, at its fields; what is of no field is said below. */
function refused(problem: Problem): Wrong {
  if (problem.code === 'guardian_restricted') return { phone: tr('askSchool') };
  return Object.fromEntries(
    problem.errors.filter(({ field }) => field in AT).map(({ field, message }) => [field, message ?? problem.message]),
  );
}

interface Props {
  children_: readonly TrustingChild[];
  done: (one: OneTrust) => void;
}
export function NewTrust({ children_: children, done }: Props) {
  const [family, setFamily] = useState('');
  const [phone, setPhone] = useState('');
  const [students, setStudents] = useState<readonly string[]>(children.length === 1 ? [children[0]!.child.id] : []);
  const [services, setServices] = useState<readonly Service[]>([]);
  const [day, setDay] = useState('');
  const [wrong, setWrong] = useState<Wrong>({});
  const summary = useRef<HTMLDivElement>(null);
  const keys = useRef(new Map<string, (body: unknown) => string>());
  const { ask, error } = useAction();
  const chosen = children.filter(({ child }) => students.includes(child.id));
  const offered = (['diary', 'visits', 'chat', 'absence'] as const).filter(one =>
    (chosen.length ? chosen : children).every(child => child.services.includes(one)),
  );
  const show = (found: Wrong) => {
    setWrong(found);
    if (Object.keys(found).length) setTimeout(() => summary.current?.focus());
  };
  const send = () => {
    const found = missing(family, students, services, day);
    show(found);
    if (Object.keys(found).length) return;
    void ask(async () => {
      let last: OneTrust | undefined;
      for (const student of students) {
        const body = { student, family: family.trim(), phone, services, until_day: day };
        const key = keys.current.get(student) ?? keyed();
        keys.current.set(student, key);
        try {
          last = await api.post<OneTrust>(TRUSTS, body, key(body));
        } catch (problem) {
          if (problem instanceof Problem) {
            const at = refused(problem);
            show(at);
            if (Object.keys(at).length) return;
          }
          throw problem;
        }
      }
      if (last) done(last);
      go('/me/trusted', true);
    });
  };
  const at = Object.entries(wrong) as [keyof Wrong, string][];
  return (
    <div class="page trust-two">
      <form
        class="sheet pad stack trust-form"
        noValidate
        data-new-trust
        onSubmit={event => {
          event.preventDefault();
          send();
        }}
      >
        <h2>{tr('whom')}</h2>
        {at.length > 0 && (
          <div class="note bad" role="alert" tabIndex={-1} ref={summary} data-wrong>
            <Icon name="alert" />
            <div>
              <b>{tr('fix', { n: at.length })}</b>
              {at.map(([field, words]) => (
                <p key={field}>
                  <a href={`#${AT[field]}`}>{words}</a>
                </p>
              ))}
            </div>
          </div>
        )}
        <div class="trust-pair">
          <Field id="t-fam" label={tr('family')} wrong={wrong.family}>
            <input
              class="input"
              id="t-fam"
              name="family"
              maxLength={100}
              autocomplete="off"
              value={family}
              onInput={event => setFamily(event.currentTarget.value)}
            />
          </Field>
          <Field id="t-tel" label={tr('phone')} wrong={wrong.phone}>
            <input
              class="input num"
              id="t-tel"
              name="phone"
              type="tel"
              inputMode="tel"
              maxLength={40}
              autocomplete="off"
              value={phone}
              onInput={event => setPhone(event.currentTarget.value)}
            />
          </Field>
        </div>
        <Children children_={children} chosen={students} set={setStudents} wrong={wrong.student} />
        <Services
          offered={offered}
          chosen={services.filter(one => offered.includes(one))}
          set={setServices}
          wrong={wrong.services}
        />
        <Until children_={chosen.length ? chosen : children} day={day} set={setDay} wrong={wrong.until_day} />
        {!at.length && error}
        <p class="row wrap">
          <button class="btn" data-send-trust>
            {tr('send')}
          </button>
          <a class="btn plain" href="/me/trusted">
            {tr('back')}
          </a>
        </p>
      </form>
      <TimeLine family={family.trim()} of={chosen.length ? chosen : children} day={day} />
    </div>
  );
}

interface FieldProps {
  id: string;
  label: string;
  wrong: string | undefined;
  children: ComponentChildren;
}
function Field({ id, label, wrong, children }: FieldProps) {
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label class="label" for={id}>
        {label}
      </label>
      {wrong && (
        <p class="err">
          <Icon name="alert" />
          {wrong}
        </p>
      )}
      {children}
    </div>
  );
}

interface ChildrenProps {
  children_: readonly TrustingChild[];
  chosen: readonly string[];
  set: (chosen: readonly string[]) => void;
  wrong: string | undefined;
}
function Children({ children_, chosen, set, wrong }: ChildrenProps) {
  return (
    <fieldset class={wrong ? 'field wrong' : 'field'} id="t-child">
      <legend class="label">{tr('child')}</legend>
      {wrong && (
        <p class="err">
          <Icon name="alert" />
          {wrong}
        </p>
      )}
      <div class="trust-choices two">
        {children_.map(({ child, class: of }) => (
          <label key={child.id} class="check boxed">
            <input
              type="checkbox"
              name="student"
              value={child.id}
              checked={chosen.includes(child.id)}
              onChange={event =>
                set(event.currentTarget.checked ? [...chosen, child.id] : chosen.filter(id => id !== child.id))
              }
            />
            <Avatar id={child.id} name={child.name} small />
            <span>
              <b>{child.name.given}</b>
              {of && <small>{of.name}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface UntilProps {
  children_: readonly TrustingChild[];
  day: string;
  set: (day: string) => void;
  wrong: string | undefined;
}
/** The day it ends: of periods the one that runs now, the end of the last, or a year. */
function Until({ children_, day, set, wrong }: UntilProps) {
  const { school, today, latest_day: latest, class: of } = children_[0]!;
  const { state } = useResource(
    () => api.get<CountedPeriods>(`/schools/${encodeURIComponent(school)}/periods`),
    school,
  );
  const grade = of?.grade ?? 0;
  const periods = (state?.periods ?? []).filter(
    one => one.grade_from <= grade && grade <= one.grade_until && one.until_day > today,
  );
  const running = periods.find(one => one.from_day <= today);
  const last = periods[periods.length - 1];
  const pills: [string, string][] = [
    ...(running && running !== last ? [[running.title, running.until_day] as [string, string]] : []),
    ...(last ? [[tr('schoolYear'), last.until_day] as [string, string]] : []),
    [tr('year'), latest],
  ];
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label class="label" for="t-day">
        {tr('day')}
      </label>
      {wrong && (
        <p class="err">
          <Icon name="alert" />
          {wrong}
        </p>
      )}
      <div class="trust-until" role="group" aria-label={tr('quick')}>
        {pills.map(([words, until]) => (
          <button
            key={words}
            type="button"
            class="trust-pill"
            aria-pressed={day === until}
            onClick={() => set(until)}
            data-until={until}
          >
            {words}
          </button>
        ))}
      </div>
      <input
        class="input trust-day"
        id="t-day"
        type="date"
        name="until_day"
        min={addDays(today, 1)}
        max={latest}
        value={day}
        onInput={event => set(event.currentTarget.value)}
      />
    </div>
  );
}

function TimeLine({ family, of, day }: { family: string; of: readonly TrustingChild[]; day: string }) {
  const who = family || tr('somebody');
  const told = [
    ...new Map(
      of.flatMap(child => child.told.map(({ person, relation }) => [person.id, { person, relation }] as const)),
    ).values(),
  ];
  const { stranger_hours: stranger, known_hours: known } = of[0]!;
  return (
    <aside class="sheet pad" aria-labelledby="w-h">
      <h2 id="w-h">{tr('then')}</h2>
      <ol class="when-line">
        <li class="now">
          <span>
            <b>{tr('youSend')}</b>
            {told.length ? (
              told.map(({ person, relation }) => (
                <span key={person.id} class="soft" data-told>
                  {tr('learn', { who: `${whole(person.name)}, ${relationWords(relation).toLowerCase()}` })}
                </span>
              ))
            ) : (
              <span class="soft">{tr('nobodyElse')}</span>
            )}
          </span>
        </li>
        <li>
          <span>
            <b>{tr('accepts', { who })}</b>
            <span class="soft">{tr('byName')}</span>
          </span>
        </li>
        <li>
          <span>
            <b>{stranger ? tr('opensWithin', { n: stranger }) : tr('opensAtOnce')}</b>
            {stranger > 0 && <span class="soft">{known ? tr('strangersN', { n: known }) : tr('strangers')}</span>}
          </span>
        </li>
        {day && (
          <li>
            <span>
              <b>{tr('closes', { day: dayYear(day) })}</b>
              <span class="soft">{tr('remind')}</span>
            </span>
          </li>
        )}
      </ol>
    </aside>
  );
}
