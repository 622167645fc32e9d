// The families of a class: who is in, who is not, and who has no adult who is in.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { dayIn } from '../core/dates';
import { has } from '../core/session';
import { now, useValue } from '../core/store';
import { listed } from '../i18n/format';
import { iv } from '../i18n/invitations/signIns';
import { Icon } from '../parts/icons';
import { Page } from '../parts/page';
import { Empty, NotYet } from '../parts/parts';
import { keptSchools } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { CasesOfSchool } from '../sign_in_cases/CasesOfSchool';
import { Invited } from './Invited';
import { isIn, isLonely, peopleOf } from './invitations';
import { Pills, type Shown } from './Pills';
import type { ClassSignIns as State, Family } from '../core/shapes';
import { isSpecial, Special, Summary } from './Summary';
import { useActs, type Acts } from './useActs';
import './sign_ins.css';

export function ClassSignIns({ class: id }: { class: string }) {
  const [changes, setChanges] = useState(0);
  const tick = useValue(now); // whoever gets in meanwhile is seen: by and by, without a reload
  const { state, problem } = useResource(
    () => api.get<State>(`/classes/${encodeURIComponent(id)}/sign-ins`),
    `${id}.${changes}.${tick}`,
  );
  const up = has('class_teacher') ? '/today' : '/admin/classes';
  return (
    <Page title={state ? iv('title', { name: state.class.name }) : iv('whoIsIn')} up={up}>
      {state ? (
        <>
          {has('class_teacher') && !keptSchools().some(one => one.id === state.school.id) && (
            <CasesOfSchool school={{ id: state.school.id, zone: state.school.zone, many: false }} ofTeacher />
          )}
          <Families of={state} changed={() => setChanges(n => n + 1)} />
          <p class="sign-ins-how">
            <a class="btn plain" href="/how-to-get-in" data-how>
              <Icon name="paper" />
              {iv('printHow')}
            </a>
          </p>
        </>
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} lines={10} />
        </div>
      )}
    </Page>
  );
}

function Families({ of, changed }: { of: State; changed: () => void }) {
  const people = peopleOf(of.families);
  const special = isSpecial(people);
  const [shown, show] = useState<Shown>('out');
  const acts = useActs(of.school, of.class.name, changed);
  const today = dayIn(of.school.zone);
  const lonely = of.families.filter(isLonely);
  const out = people.filter(one => !isIn(one));
  const rows = (shown === 'lonely' ? lonely : of.families).map(one => ({
    family: one,
    people: [...one.adults, one.student].filter(person => shown === 'all' || !isIn(person)),
  }));
  const listing = rows.filter(({ family, people: some }) => some.length > 0 || !family.adults.length);
  if (!people.length)
    return (
      <div class="sheet pad">
        <Empty icon="people" head={iv('nobody')} text={iv('nobodyText')} />
      </div>
    );
  return (
    <div class={special ? 'stack' : 'sign-ins'}>
      {special && <Special people={people} acts={acts} allInText={iv('allInText')} />}
      <section class="sheet sign-ins-list" aria-label={iv('families')} data-families={listing.length}>
        <Pills shown={shown} show={show} of={{ out: out.length, lonely: lonely.length, all: people.length }} />
        {listing.map(({ family, people: some }) => (
          <Block key={family.student.person.id} family={family} shown={some} today={today} acts={acts} />
        ))}
        {!listing.length && <p class="pad soft">{iv('noneHere')}</p>}
      </section>
      {!special && <Summary people={people} lonely={lonely.length} acts={acts} />}
    </div>
  );
}

function Block({ family, shown, today, acts }: { family: Family; shown: Family['adults']; today: string; acts: Acts }) {
  const lonely = isLonely(family);
  return (
    <div class={lonely ? 'family lonely' : 'family'} data-family={family.student.person.id} data-lonely={lonely}>
      <h3>{listed(family.student.person.name)}</h3>
      <ul>
        {!family.adults.length && (
          <li class="invited">
            <span class="invited-name brass">{iv('noAdult')}</span>
          </li>
        )}
        {shown.map(one => (
          <Invited key={one.person.id} of={one} today={today} acts={acts} />
        ))}
      </ul>
    </div>
  );
}
