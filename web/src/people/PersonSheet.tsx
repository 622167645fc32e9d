// Somebody new with a first role, or name and contacts of somebody who was typed.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import { dayIn } from '../core/dates';
import type { PersonRef, RegisteredPerson } from '../core/shapes';
import { whole } from '../i18n/format';
import { pe } from '../i18n/people/people';
import { ps } from '../i18n/people/person';
import { CloseButton, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import type { KeptSchool } from '../parts/useKeptSchool';
import { ClassField, Day, Field } from './fields';
import { personAddress, registerPath, ROLES, type GivenRole } from './people';

interface Props {
  school: KeptSchool;
  of?: RegisteredPerson; // who is corrected; without one somebody is added
  role?: GivenRole;
  roles?: readonly GivenRole[];
  family?: string;
  classes?: readonly { id: string; name: string }[];
  close: () => void;
  saved: (person: RegisteredPerson) => void;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;
const PHONE = /^\+?[0-9 ()-]{3,30}$/;
const TEXTS = ['family', 'given', 'middle', 'email', 'phone', 'identifier'] as const;
type Texts = Record<(typeof TEXTS)[number], string>;
const textsOf = (of: RegisteredPerson | undefined, family: string): Texts => ({
  family: of?.name.family ?? family,
  given: of?.name.given ?? '',
  middle: of?.name.middle ?? '',
  email: of?.email ?? '',
  phone: of?.phone ?? '',
  identifier: of?.identifier ?? '',
});
function faults({ family, given, email, phone }: Texts): Partial<Texts> {
  return {
    ...(family.trim() ? {} : { family: ps('needed') }),
    ...(given.trim() ? {} : { given: ps('needed') }),
    ...(!email.trim() || EMAIL.test(email.trim()) ? {} : { email: ps('emailWrong') }),
    ...(!phone.trim() || PHONE.test(phone.trim()) ? {} : { phone: ps('phoneWrong') }),
  };
}

export function PersonSheet({
  school,
  of,
  role: first,
  roles = ROLES,
  family = '',
  classes = [],
  close,
  saved,
}: Props) {
  const [held, setHeld] = useState(of);
  const [texts, setTexts] = useState(() => textsOf(of, family));
  const [role, setRole] = useState<GivenRole>(first ?? 'student');
  const [class_, setClass] = useState('');
  const [from, setFrom] = useState(dayIn(school.zone));
  const [pressed, setPressed] = useState(false);
  const [alike, setAlike] = useState<PersonRef[]>([]);
  const [stale, setStale] = useState(false);
  const { ask, error } = useAction();
  const wrong = faults(texts);
  const head = ps(held ? 'correctHead' : 'newPerson');
  const set = (name: keyof Texts, value: string) => {
    setTexts({ ...texts, [name]: value });
    setAlike([]);
  };
  const fields = () => ({
    family: texts.family.trim(),
    given: texts.given.trim(),
    middle: texts.middle.trim(),
    email: texts.email.trim() || null,
    phone: texts.phone.trim() || null,
    identifier: texts.identifier.trim() || null,
  });
  const correct = async (person: RegisteredPerson) => {
    try {
      const body = { ...fields(), revision: person.revision };
      saved(await api.send<RegisteredPerson>('PUT', registerPath(school, 'people', person.id), body, newKey()));
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
      const current = problem.current as RegisteredPerson;
      setHeld(current);
      setTexts(textsOf(current, ''));
      setStale(true);
    }
  };
  const add = async () => {
    const body = {
      ...fields(),
      role,
      from_day: from || null,
      ...(role === 'student' && class_ ? { class: class_ } : {}),
      meant: alike.length > 0,
    };
    try {
      saved(await api.post<RegisteredPerson>(registerPath(school, 'people'), body, newKey()));
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 'person_again') throw problem;
      setAlike(problem.people as PersonRef[]);
    }
  };
  const text = (name: keyof Texts, type: 'text' | 'email' | 'tel' = 'text', most = 100) => (
    <Field
      label={ps(name)}
      hint={name === 'family' || name === 'given' ? undefined : ps('optional')}
      wrong={pressed ? wrong[name] : undefined}
    >
      <input
        class="input"
        inputMode={type}
        name={name}
        maxLength={most}
        autocomplete="off"
        value={texts[name]}
        onInput={event => set(name, event.currentTarget.value)}
      />
    </Field>
  );
  return (
    <Sheet label={head} class="detail roomy" onClose={close}>
      <form
        class="set-up-form"
        noValidate
        data-person-form
        onSubmit={event => {
          event.preventDefault();
          setPressed(true);
          if (!Object.keys(wrong).length) void ask(() => (held ? correct(held) : add()));
        }}
      >
        <header class="row">
          <h2>{head}</h2>
          <CloseButton onClose={close} />
        </header>
        {stale && <p class="note brass">{pe('changedMeanwhile')}</p>}
        {!held && (
          <Field label={ps('role')}>
            <select
              class="input"
              name="role"
              value={role}
              onChange={event => {
                setRole(event.currentTarget.value as GivenRole);
                setAlike([]);
              }}
            >
              {roles.map(one => (
                <option key={one} value={one} selected={one === role}>
                  {pe(one)}
                </option>
              ))}
            </select>
          </Field>
        )}
        {text('family')}
        {text('given')}
        {text('middle')}
        {!held && role === 'student' && (
          <ClassField classes={classes} empty={ps('noClass')} value={class_} set={setClass} />
        )}
        {!held && <Day label={ps('fromDay')} name="from_day" value={from} set={setFrom} />}
        {text('email', 'email', 254)}
        {text('phone', 'tel', 30)}
        {text('identifier', 'text', 60)}
        {alike.length > 0 && (
          <div class="note brass" role="alert" data-alike={alike.length}>
            <div>
              <b>{ps('again')}</b>
              <ul>
                {alike.map(({ id, name }) => (
                  <li key={id}>
                    <a href={personAddress(school, id)}>{whole(name)}</a>
                  </li>
                ))}
              </ul>
            </div>
          </div>
        )}
        {error}
        <p class="row">
          <button class="btn" data-save-person>
            {held ? pe('save') : ps(alike.length ? 'addAnyway' : 'add')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {pe('cancel')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}
