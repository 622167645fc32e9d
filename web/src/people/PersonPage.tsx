// One person: contacts, roles, classes and family; what the roster brought is read, what was typed is ended here.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import type {
  PersonClass,
  PersonRelative,
  PersonRole,
  RegisteredClass,
  RegisteredClasses,
  RegisteredPerson,
} from '../core/shapes';
import { whole } from '../i18n/format';
import { mg } from '../i18n/account/merging';
import { pe } from '../i18n/people/people';
import { relationWords } from '../i18n/people/relations';
import { ps } from '../i18n/people/person';
import { Icon } from '../parts/icons';
import { Avatar, NotYet } from '../parts/parts';
import type { KeptSchool } from '../parts/useKeptSchool';
import { MergeSheet } from '../merging/MergeSheet';
import { PersonSignIn } from '../invitations/PersonSignIn';
import { useResource } from '../parts/useResource';
import { ClassSheet } from './ClassSheet';
import { EndSheet, type Ending } from './EndSheet';
import { Entries, Entry } from './Entries';
import { GuardianSheet } from './GuardianSheet';
import { canEnd, childWords, isOfStaff, isOver, isStudent, lastingWords, personAddress, registerPath } from './people';
import { PersonSheet } from './PersonSheet';
import { RoleSheet } from './RoleSheet';
import './people.css';
import './person.css';

type Opened = 'correct' | 'role' | 'student' | 'class_teacher' | 'guardian' | 'merge' | Ending | undefined;

export function PersonPage({ school, id }: { school: KeptSchool; id: string }) {
  const { state, problem, set } = useResource(async () => {
    const [person, classes] = await Promise.all([
      api.get<RegisteredPerson>(registerPath(school, 'people', id)),
      api.get<RegisteredClasses>(registerPath(school, 'classes')),
    ]);
    return { person, classes: classes.classes };
  }, `${school.id}.${id}`);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={8} />
      </div>
    );
  return (
    <Entire
      school={school}
      person={state.person}
      classes={state.classes}
      set={person => set({ person, classes: state.classes })}
    />
  );
}

interface Props {
  school: KeptSchool;
  person: RegisteredPerson;
  classes: RegisteredClass[];
  set: (person: RegisteredPerson) => void;
}
function Entire({ school, person, classes, set }: Props) {
  const [open, setOpen] = useState<Opened>();
  const close = () => setOpen(undefined);
  const saved = (next: RegisteredPerson) => {
    set(next);
    close();
  };
  const here = !person.ended || person.typed;
  const student = here && isStudent(person);
  const ofStaff = here && isOfStaff(person);
  return (
    <div class="person" data-person-page={person.id}>
      <header class="person-head">
        <Avatar id={person.id} name={person.name} />
        <div>
          <h2>{whole(person.name)}</h2>
          <p class="people-state">
            {person.ended ? (
              <span class="tag">{pe('left')}</span>
            ) : (
              <span class={person.signs_in ? 'tag good' : 'tag'}>{pe(person.signs_in ? 'signsIn' : 'noSignIn')}</span>
            )}
            <span class={person.typed ? 'tag board' : 'tag'}>{pe(person.typed ? 'typed' : 'roster')}</span>
          </p>
        </div>
        {person.typed && !person.ended && (
          <button type="button" class="btn two small" data-end-person onClick={() => setOpen({ end: 'person' })}>
            {ps('endPerson')}
          </button>
        )}
      </header>
      <div class="person-cols">
        <div>
          {!person.ended && <PersonSignIn key={person.id} school={school} person={person.id} />}
          <Contacts person={person} correct={() => setOpen('correct')} />
          {!person.ended && (
            <button type="button" class="btn plain small" data-merge-with onClick={() => setOpen('merge')}>
              {mg('same')}
            </button>
          )}
          <Roles person={person} give={() => setOpen('role')} end={role => setOpen({ end: 'role', role })} />
        </div>
        <div>
          {(person.classes.length > 0 || student || ofStaff) && (
            <Classes
              person={person}
              into={student ? () => setOpen('student') : undefined}
              lead={ofStaff ? () => setOpen('class_teacher') : undefined}
              end={held => setOpen({ end: 'class', held })}
            />
          )}
          {(student || person.guardians.length > 0) && (
            <Relatives
              school={school}
              kind="guardians"
              relatives={person.guardians}
              name={student ? () => setOpen('guardian') : undefined}
              end={held => setOpen({ end: 'guardian', held, student: person.id })}
              change={(end, held) => setOpen({ end, held, student: person.id })}
            />
          )}
          {person.children.length > 0 && (
            <Relatives
              school={school}
              kind="children"
              relatives={person.children}
              end={held => setOpen({ end: 'guardian', held, student: held.person.id })}
              change={(end, held) => setOpen({ end, held, student: held.person.id })}
            />
          )}
        </div>
      </div>
      {open === 'correct' && <PersonSheet school={school} of={person} close={close} saved={saved} />}
      {open === 'role' && <RoleSheet school={school} person={person} close={close} saved={saved} />}
      {(open === 'student' || open === 'class_teacher') && (
        <ClassSheet school={school} person={person} role={open} classes={classes} close={close} saved={saved} />
      )}
      {open === 'merge' && <MergeSheet school={school} person={person} close={close} />}
      {open === 'guardian' && <GuardianSheet school={school} student={person} close={close} saved={saved} />}
      {typeof open === 'object' && (
        <EndSheet school={school} person={person} ending={open} close={close} saved={saved} />
      )}
    </div>
  );
}

function Contacts({ person, correct }: { person: RegisteredPerson; correct: () => void }) {
  const rows = (['email', 'phone', 'identifier'] as const).map(name => ({ name, value: person[name] }));
  return (
    <section class="sheet pad" aria-labelledby="contacts-h" data-contacts>
      <div class="split">
        <h2 id="contacts-h">{ps('contacts')}</h2>
        {person.typed && (
          <button type="button" class="btn two small" data-correct onClick={correct}>
            <Icon name="pen" />
            {ps('correct')}
          </button>
        )}
      </div>
      <dl class="person-facts">
        <dt>{ps('name')}</dt>
        <dd>{whole(person.name)}</dd>
        {rows.map(({ name, value }) => [
          <dt key={name}>{ps(name)}</dt>,
          <dd key={`${name}.is`} class={value ? '' : 'soft'}>
            {value ?? ps('notSaid')}
          </dd>,
        ])}
      </dl>
      {!person.typed && <p class="meta">{ps('ofRoster')}</p>}
    </section>
  );
}

interface RolesProps {
  person: RegisteredPerson;
  give: () => void;
  end: (role: PersonRole) => void;
}
function Roles({ person, give, end }: RolesProps) {
  const gone = person.ended && !person.typed; // a roster let them go, and it alone brings them back
  return (
    <section class="sheet pad" aria-labelledby="roles-h" data-roles>
      <div class="split">
        <h2 id="roles-h">{ps('roles')}</h2>
        {!gone && (
          <button type="button" class="btn two small" data-give-role onClick={give}>
            <Icon name="plus" />
            {ps('giveRole')}
          </button>
        )}
      </div>
      <Entries all={person.roles} none={ps('noRoles')}>
        {held => (
          <Entry
            head={pe(held.role)}
            words={lastingWords(held)}
            name={held.role}
            over={isOver(held)}
            end={canEnd(held) ? () => end(held) : undefined}
          />
        )}
      </Entries>
    </section>
  );
}

interface ClassesProps {
  person: RegisteredPerson;
  into: (() => void) | undefined;
  lead: (() => void) | undefined;
  end: (held: PersonClass) => void;
}
function Classes({ person, into, lead, end }: ClassesProps) {
  return (
    <section class="sheet pad" aria-labelledby="classes-h" data-classes>
      <div class="split">
        <h2 id="classes-h">{ps('classes')}</h2>
        {into && (
          <button type="button" class="btn two small" data-into-class onClick={into}>
            <Icon name="plus" />
            {ps('intoClass')}
          </button>
        )}
        {lead && (
          <button type="button" class="btn two small" data-lead-class onClick={lead}>
            <Icon name="plus" />
            {ps('leadClass')}
          </button>
        )}
      </div>
      <Entries all={person.classes} none={ps('noClasses')}>
        {held => (
          <Entry
            head={held.class.name}
            words={[ps(held.role === 'student' ? 'asStudent' : 'asClassTeacher'), lastingWords(held)].join(', ')}
            name={held.class.name}
            over={isOver(held)}
            end={canEnd(held) ? () => end(held) : undefined}
          />
        )}
      </Entries>
    </section>
  );
}

interface RelativesProps {
  school: KeptSchool;
  kind: 'guardians' | 'children';
  relatives: readonly PersonRelative[];
  name?: (() => void) | undefined;
  end: (held: PersonRelative) => void;
  change: (act: 'restrict' | 'lift', held: PersonRelative) => void;
}
function Relatives({ school, kind, relatives, name, end, change }: RelativesProps) {
  const access = (held: PersonRelative) => {
    if (isOver(held) || (held.restricted && !held.typed)) return undefined;
    const act = held.restricted ? ('lift' as const) : ('restrict' as const);
    return { act, press: () => change(act, held) };
  };
  const words = (held: PersonRelative) =>
    held.restricted
      ? `${ps('restricted')}. ${ps('restrictedText')}`
      : [relationWords(held.relation), held.diary ? ps('diary') : ps('noDiary'), lastingWords(held)].join(', ');
  return (
    <section class="sheet pad" aria-label={ps(kind)} data-relatives={kind}>
      <div class="split">
        <h2>{ps(kind)}</h2>
        {name && (
          <button type="button" class="btn two small" data-name-guardian onClick={name}>
            <Icon name="plus" />
            {ps('nameGuardian')}
          </button>
        )}
      </div>
      <Entries all={relatives} none={ps('noGuardians')}>
        {held => (
          <Entry
            head={kind === 'children' ? childWords(held) : whole(held.person.name)}
            to={personAddress(school, held.person.id)}
            words={words(held)}
            name={held.person.name.family}
            over={isOver(held)}
            shut={held.restricted}
            remark={held.like_restricted ? ps('likeRestricted') : undefined}
            end={(canEnd(held) || (held.given && !isOver(held))) && !held.restricted ? () => end(held) : undefined}
            access={access(held)}
          />
        )}
      </Entries>
    </section>
  );
}
