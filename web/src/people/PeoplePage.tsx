// The people of a school: found by a word, by role and by class; the page of each is one press away.
import { useEffect, useState } from 'preact/hooks';
import { api } from '../core/api';
import { go, place } from '../core/router';
import type { ListedPerson, PeoplePage as Listed, RegisteredClasses } from '../core/shapes';
import { useValue } from '../core/store';
import { whole } from '../i18n/format';
import { ca } from '../i18n/invitations/cases';
import { iv } from '../i18n/invitations/signIns';
import { pe } from '../i18n/people/people';
import { Icon } from '../parts/icons';
import { Avatar, Empty, NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { classNames, personAddress, registerPath, ROLES } from './people';
import { SchoolMerges } from '../merging/SchoolMerges';
import { PersonSheet } from './PersonSheet';
import './people.css';
import { Check } from '../parts/Check';

const PATIENCE = 250; // ms without a key before it is asked

export function PeoplePage({ school }: { school: KeptSchool }) {
  const { query } = useValue(place);
  const role = ROLES.find(one => one === query.get('role'));
  const ofClass = query.get('class') ?? '';
  const ended = query.get('ended') === 'true';
  const q = query.get('q') ?? '';
  const [adding, setAdding] = useState(false);
  const [more, setMore] = useState<ListedPerson[]>([]);
  const { ask, error } = useAction();
  const filter = (change: Record<string, string>) => {
    const said = Object.entries({ q, role: role ?? '', class: ofClass, ended: ended ? 'true' : '', ...change });
    go(setUpAddress(school, '/admin/people', Object.fromEntries(said.filter(([, value]) => value))), true);
  };
  const path = (after?: string): string => {
    const asked = new URLSearchParams({ ended: String(ended) });
    for (const [name, value] of Object.entries({ q, role, class: ofClass, after })) if (value) asked.set(name, value);
    return `${registerPath(school, 'people')}?${asked.toString()}`;
  };
  const asked = path();
  const { state, problem } = useResource(async () => {
    const page = await api.get<Listed>(asked);
    setMore([]);
    return page;
  }, asked);
  const { state: classes } = useResource(() => api.get<RegisteredClasses>(registerPath(school, 'classes')), school.id);
  const people = [...(state?.people ?? []), ...more];
  const filtered = !!(q || role || ofClass);
  return (
    <div data-people={state?.found}>
      <div class="people-find">
        <SearchField key={school.id} value={q} set={typed => filter({ q: typed })} />
        <button type="button" class="btn" data-add-person onClick={() => setAdding(true)}>
          <Icon name="plus" />
          {pe('add')}
        </button>
        <a class="btn two" href={setUpAddress(school, '/admin/people/in')} data-to-staff-sign-ins>
          {iv('staffTitle')}
        </a>
        <a class="btn two" href={setUpAddress(school, '/admin/sign-ins')} data-to-cases>
          {ca('cases')}
        </a>
      </div>
      <SchoolMerges school={school} />
      <div class="pills people-pills" role="group" aria-label={pe('roles')}>
        {[undefined, ...ROLES].map(one => (
          <button
            key={one ?? ''}
            type="button"
            class="pill"
            aria-pressed={role === one}
            data-role={one ?? 'all'}
            onClick={() => filter({ role: one ?? '' })}
          >
            {one ? pe(`many_${one}`) : pe('all')}
          </button>
        ))}
      </div>
      <div class="people-more">
        <label>
          <span class="vh">{pe('ofClass')}</span>
          <select
            class="input"
            name="class"
            value={ofClass}
            onChange={event => filter({ class: event.currentTarget.value })}
          >
            <option value="">{pe('anyClass')}</option>
            {classes?.classes.map(({ id, name }) => (
              <option key={id} value={id} selected={id === ofClass}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Check name="ended" words={pe('withEnded')} checked={ended} set={on => filter({ ended: on ? 'true' : '' })} />
        <p class="meta" role="status">
          {state && state.found > 0 ? pe('found', { n: state.found }) : ''}
        </p>
      </div>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} lines={8} />
        </div>
      ) : people.length ? (
        <section class="sheet people-list">
          <ul>
            {people.map(one => (
              <Row key={one.id} of={one} school={school} />
            ))}
          </ul>
        </section>
      ) : (
        <div class="sheet pad">
          <Empty
            icon={filtered ? 'search' : 'people'}
            head={pe(filtered ? 'none' : 'noneYet')}
            text={pe(filtered ? 'noneText' : 'noneYetText')}
          />
        </div>
      )}
      {error}
      {state && state.people.length + more.length < state.found && (
        <button
          type="button"
          class="btn two wide people-next"
          data-more
          onClick={() =>
            void ask(async () => {
              const next = await api.get<Listed>(path(people.at(-1)!.id));
              setMore(held => [...held, ...next.people]);
            })
          }
        >
          {pe('more')}
        </button>
      )}
      {adding && (
        <PersonSheet
          school={school}
          role={role ?? 'student'}
          classes={classes?.classes ?? []}
          close={() => setAdding(false)}
          saved={({ id }) => {
            setAdding(false);
            go(personAddress(school, id));
          }}
        />
      )}
    </div>
  );
}

function SearchField({ value, set }: { value: string; set: (typed: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed.trim() === value) return;
    const later = setTimeout(() => set(typed.trim()), PATIENCE);
    return () => clearTimeout(later);
  }, [typed]);
  return (
    <label class="people-search">
      <Icon name="search" />
      <span class="vh">{pe('search')}</span>
      <input
        class="input"
        type="search"
        name="q"
        maxLength={100}
        autocomplete="off"
        placeholder={pe('search')}
        value={typed}
        onInput={event => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}

function Row({ of, school }: { of: ListedPerson; school: KeptSchool }) {
  const ties = [
    classNames(of.classes),
    ...of.children.map(({ name, classes }) => [name.given, classNames(classes)].filter(Boolean).join(', ')),
  ].filter(Boolean);
  return (
    <li>
      <a href={personAddress(school, of.id)} data-person={of.id} data-typed={of.typed}>
        <Avatar id={of.id} name={of.name} />
        <span class="people-who">
          <b>{whole(of.name)}</b>
          <span class="meta">{of.roles.map(role => pe(role)).join(', ')}</span>
        </span>
        <span class="people-ties meta">{ties.join(' · ')}</span>
        <span class="people-state">
          {of.ended ? (
            <span class="tag">{pe('left')}</span>
          ) : (
            <span class={of.signs_in ? 'tag good' : 'tag'}>{pe(of.signs_in ? 'signsIn' : 'noSignIn')}</span>
          )}
          {of.typed && <span class="tag board">{pe('typed')}</span>}
        </span>
      </a>
    </li>
  );
}
