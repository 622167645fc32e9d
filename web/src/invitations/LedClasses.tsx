// The classes one looks after, each with the way to who of its families is in.
import { api } from '../core/api';
import { me } from '../core/session';
import type { Contact } from '../core/types';
import { iv } from '../i18n/invitations/signIns';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { classesLed } from '../talk/people';
import './sign_ins.css';

export function LedClasses() {
  const { state } = useResource(() => api.get<{ contacts: Contact[] }>('/contacts'), 0);
  const { channels = [], children = [] } = me.value ?? {};
  const own = children.map(({ id }) => id);
  const led = state ? classesLed(state.contacts, channels, own) : [];
  if (!led.length) return null;
  return (
    <section class="sheet pad" aria-labelledby="led-h" data-led={led.length}>
      <h2 id="led-h">{iv('myClass')}</h2>
      <nav class="led" aria-labelledby="led-h">
        {led.map(({ id, name }) => (
          <a key={id} href={`/class/${id}/in`} data-to-sign-ins>
            <span>
              <b>{iv('title', { name })}</b>
              <span class="meta">{iv('myClassText')}</span>
            </span>
            <Icon name="right" />
          </a>
        ))}
      </nav>
    </section>
  );
}
