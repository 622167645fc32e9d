// What closes and what stays when something of a person ends or is forbidden; the only red button.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import type { PersonClass, PersonRelative, PersonRole, RegisteredPerson } from '../core/shapes';
import { dayYear, listed, whole } from '../i18n/format';
import { pe } from '../i18n/people/people';
import { ps } from '../i18n/people/person';
import { knownRelation } from '../i18n/people/relations';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import type { KeptSchool } from '../parts/useKeptSchool';
import { Day } from './fields';
import { Form } from './Form';
import { registerPath } from './people';

export type Ending =
  | { end: 'person' }
  | { end: 'role'; role: PersonRole }
  | { end: 'class'; held: PersonClass }
  | { end: 'guardian' | 'restrict' | 'lift'; held: PersonRelative; student: string };

interface Said {
  head: string;
  act?: string;
  method?: 'PUT';
  closes: string[];
  stays: string[];
  path: string[];
  asked: Record<string, string>;
}
/** The page is that of the child or of the adult. */
const adultOf = (page: RegisteredPerson, { held, student }: { held: PersonRelative; student: string }) =>
  student === page.id ? held.person : page;
function said(person: RegisteredPerson, ending: Ending): Said {
  const of = [person.id];
  switch (ending.end) {
    case 'person':
      return {
        head: ps('endPersonHead', { name: listed(person.name) }),
        closes: [ps('endsAll')],
        stays: [ps('stays'), ps('comesBack')],
        path: [...of, 'end'],
        asked: {},
      };
    case 'role':
      return {
        head: ps('endRole', { role: pe(ending.role.role) }),
        closes: [ps('endsRole'), ...(ending.role.role === 'student' ? [ps('endsStudent')] : [])],
        stays: [ps('stays'), ps('comesBack')],
        path: [...of, 'roles', 'end'],
        asked: { role: ending.role.role },
      };
    case 'class': {
      const { class: class_, role } = ending.held;
      const student = role === 'student';
      return {
        head: ps(student ? 'endClassRole' : 'endClassTeacher', { name: class_.name }),
        closes: [ps(student ? 'endsClass' : 'endsClassTeacher')],
        stays: [ps('stays')],
        path: [...of, 'classes', 'end'],
        asked: { class: class_.id, role },
      };
    }
    case 'guardian': {
      const adult = adultOf(person, ending);
      return {
        head: ps('endGuardian', { name: whole(adult.name) }),
        closes: [ps('endsGuardian')],
        stays: [ps('stays')],
        path: [ending.student, 'guardians', 'end'],
        asked: { guardian: adult.id },
      };
    }
    case 'restrict': {
      const adult = adultOf(person, ending);
      return {
        head: ps('restrictHead', { name: whole(adult.name) }),
        act: ps('restrict'),
        method: 'PUT',
        closes: [ps('endsGuardian'), ps('restricts')],
        stays: [ps('restrictStays')],
        path: [ending.student, 'restrictions'],
        asked: { guardian: adult.id, relation: knownRelation(ending.held.relation) },
      };
    }
    case 'lift': {
      const adult = adultOf(person, ending);
      return {
        head: ps('liftHead', { name: whole(adult.name) }),
        act: ps('lift'),
        closes: [],
        stays: [ps('liftGives'), ps('liftOfRoster')],
        path: [ending.student, 'restrictions', 'end'],
        asked: { guardian: adult.id },
      };
    }
  }
}

interface Props {
  school: KeptSchool;
  person: RegisteredPerson;
  ending: Ending;
  close: () => void;
  saved: (person: RegisteredPerson) => void;
}
export function EndSheet({ school, person, ending, close, saved }: Props) {
  const today = dayIn(school.zone);
  const [day, setDay] = useState(today);
  const { ask, error } = useAction();
  const { head, act, method = 'POST', closes, stays, path, asked } = said(person, ending);
  const atOnce = act !== undefined || ending.end === 'person';
  const end = () =>
    void ask(async () => {
      const body = atOnce ? asked : { ...asked, day: day || null };
      const to = registerPath(school, 'people', ...path);
      const after = await api.send<RegisteredPerson>(method, to, body, newKey());
      saved(
        after.id === person.id ? after : await api.get<RegisteredPerson>(registerPath(school, 'people', person.id)),
      );
    });
  return (
    <Form
      head={head}
      act={act ?? (!day || day === today ? ps('endToday') : ps('endOn', { day: dayYear(day) }))}
      name="end"
      ends={ending.end !== 'lift'}
      error={error}
      close={close}
      done={end}
    >
      <ul class="ends">
        {closes.map(line => (
          <li key={line}>
            <Icon name="close" class="bad" />
            {line}
          </li>
        ))}
        {stays.map(line => (
          <li key={line}>
            <Icon name="check" class="good" />
            {line}
          </li>
        ))}
      </ul>
      {!atOnce && <Day label={ps('firstDayWithout')} name="day" value={day} set={setDay} />}
    </Form>
  );
}
