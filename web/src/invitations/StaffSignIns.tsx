// The staff of a school: who is in and who is not.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { dayIn } from '../core/dates';
import { now, useValue } from '../core/store';
import { iv } from '../i18n/invitations/signIns';
import { Empty, NotYet } from '../parts/parts';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { Invited } from './Invited';
import { isIn } from './invitations';
import { Pills, type Shown } from './Pills';
import type { InvitedPerson, StaffSignIns as State } from '../core/shapes';
import { isSpecial, Special, Summary } from './Summary';
import { useActs } from './useActs';
import './sign_ins.css';

export function StaffSignIns({ school }: { school: KeptSchool }) {
  const [changes, setChanges] = useState(0);
  const tick = useValue(now);
  const { state, problem } = useResource(
    () => api.get<State>(apiPath(school.id, 'sign-ins')),
    `${school.id}.${changes}.${tick}`,
  );
  if (state?.people.length)
    return <List people={state.people} school={school} changed={() => setChanges(n => n + 1)} />;
  return (
    <div class="sheet pad">
      {state ? <Empty icon="people" head={iv('noStaff')} /> : <NotYet problem={problem} lines={10} />}
    </div>
  );
}

function List({
  people,
  school,
  changed,
}: {
  people: readonly InvitedPerson[];
  school: KeptSchool;
  changed: () => void;
}) {
  const special = isSpecial(people);
  const [shown, show] = useState<Shown>('out');
  const acts = useActs(school, iv('staffFile'), changed);
  const out = people.filter(one => !isIn(one));
  const listing = shown === 'all' ? people : out;
  return (
    <div class={special ? 'stack' : 'sign-ins'}>
      {special && <Special people={people} acts={acts} allInText={iv('allStaffText')} />}
      <section class="sheet sign-ins-list" aria-label={iv('staffTitle')} data-staff={listing.length}>
        <Pills shown={shown} show={show} of={{ out: out.length, all: people.length }} />
        <ul class="pad">
          {listing.map(one => (
            <Invited key={one.person.id} of={one} today={dayIn(school.zone)} acts={acts} />
          ))}
          {!listing.length && <li class="soft">{iv('noneHere')}</li>}
        </ul>
      </section>
      {!special && <Summary people={people} acts={acts} />}
    </div>
  );
}
