// Who looks after safety in a school; its leadership appoints them.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { me } from '../core/session';
import type { Contact, Person } from '../core/types';
import { polite } from '../i18n/format';
import { f } from '../i18n/safety';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';

export function Safeguards({ school, many }: { school: { id: string; name: string }; many: boolean }) {
  const path = `/schools/${encodeURIComponent(school.id)}/safeguarding`;
  const [people, setPeople] = useState<Person[] | undefined>();
  const [staff, setStaff] = useState<Person[]>([]);
  const [chosen, setChosen] = useState('');
  const { ask, askEach, error } = useAction();
  useEffect(() => {
    void ask(async () => {
      setPeople((await api.get<{ people: Person[] }>(path)).people);
      const { contacts } = await api.get<{ contacts: Contact[] }>('/contacts');
      setStaff(
        contacts
          .filter(one => one.about.some(({ role }) => role !== 'guardian' && role !== 'student'))
          .map(one => one.person)
          .concat(me.value!.person),
      );
    });
  }, []);
  const set = (person: string, appointed: boolean) =>
    void askEach(async () => {
      setPeople((await api.send<{ people: Person[] }>('PUT', path, { person, appointed }, newKey())).people);
      setChosen('');
    });
  const free = staff.filter(one => !people?.some(held => held.id === one.id));
  return (
    <section class="sheet pad stack" data-safeguards>
      <h2>
        {f('safeguards')}
        {many && <small class="soft"> {school.name}</small>}
      </h2>
      <p class="meta">{f('safeguardsText')}</p>
      {error}
      {people && !people.length && (
        <p class="note brass">
          <Icon name="alert" />
          {f('nobody')}
        </p>
      )}
      <ul class="list">
        {people?.map(one => (
          <li key={one.id} data-safeguard={one.id}>
            <div>
              <b>{polite(one.name)}</b>
            </div>
            <button type="button" class="btn plain small" data-dismiss onClick={() => set(one.id, false)}>
              {f('dismiss')}
            </button>
          </li>
        ))}
      </ul>
      {free.length > 0 && (
        <p class="row">
          <label class="grow">
            <span class="vh">{f('whom')}</span>
            <select
              class="input"
              name="safeguard"
              value={chosen}
              onChange={event => setChosen(event.currentTarget.value)}
            >
              <option value="">{f('whom')}</option>
              {free.map(one => (
                <option key={one.id} value={one.id}>
                  {polite(one.name)}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="btn two" data-appoint disabled={!chosen} onClick={() => set(chosen, true)}>
            {f('appoint')}
          </button>
        </p>
      )}
    </section>
  );
}
