// A role that somebody gets, from a day on.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import type { RegisteredPerson } from '../core/shapes';
import { pe } from '../i18n/people/people';
import { ps } from '../i18n/people/person';
import { useAction } from '../parts/useAction';
import type { KeptSchool } from '../parts/useKeptSchool';
import { Day, Field } from './fields';
import { Form } from './Form';
import { canEnd, registerPath, ROLES } from './people';

interface Props {
  school: KeptSchool;
  person: RegisteredPerson;
  close: () => void;
  saved: (person: RegisteredPerson) => void;
}
export function RoleSheet({ school, person, close, saved }: Props) {
  const given = person.roles.filter(one => canEnd(one) && !one.until_day).map(({ role }) => role);
  const free = ROLES.filter(role => !given.includes(role));
  const [role, setRole] = useState(free[0]);
  const [from, setFrom] = useState(dayIn(school.zone));
  const { ask, error } = useAction();
  const give = () =>
    void ask(async () =>
      saved(
        await api.post<RegisteredPerson>(
          registerPath(school, 'people', person.id, 'roles'),
          { role, from_day: from || null },
          newKey(),
        ),
      ),
    );
  return (
    <Form head={ps('giveRole')} act={ps('give')} name="role" ready={!!role} error={error} close={close} done={give}>
      <Field label={ps('role')}>
        <select
          class="input"
          name="role"
          value={role}
          onChange={event => setRole(event.currentTarget.value as (typeof ROLES)[number])}
        >
          {free.map(one => (
            <option key={one} value={one} selected={one === role}>
              {pe(one)}
            </option>
          ))}
        </select>
      </Field>
      <Day label={ps('fromDay')} name="from_day" value={from} set={setFrom} />
    </Form>
  );
}
