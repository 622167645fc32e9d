// When who is away hears of what is written now: over the field of a conversation, and beside an announcement.
import { useEffect, useState } from 'preact/hooks';
import { api } from '../core/api';
import { zone } from '../core/session';
import type { Chat } from '../core/types';
import { polite, time } from '../i18n/format';
import { o } from '../i18n/notices';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { ofTwo } from '../talk/chats';
import { others, readersAlong } from '../talk/names';
import type { SchoolQuiet } from './notices';

const at = (moment: string) => time(moment, zone());

export function WhenTold({ chat }: { chat: Chat }) {
  const [until, setUntil] = useState<string | null>(null);
  useEffect(() => {
    if (ofTwo(chat))
      api.get<{ quiet_until: string | null }>(`/chats/${encodeURIComponent(chat.id)}/told-when`).then(
        found => setUntil(found.quiet_until),
        () => {
          /* nothing is said then */
        },
      );
  }, [chat.id]);
  const other = others(chat).find(one => !readersAlong(chat).includes(one));
  return until && other ? (
    <p class="reach" data-told-when>
      <Icon name="clock" />
      <span>{o('toldAt', { name: polite(other.name), when: at(until) })}</span>
    </p>
  ) : null;
}

export function QuietNow({ school }: { school: string }) {
  const { state } = useResource(() => api.get<SchoolQuiet>(`/schools/${encodeURIComponent(school)}/quiet`), school);
  return state?.quiet_until ? (
    <p class="note brass" data-quiet-now>
      <Icon name="clock" />
      {o('families', { when: at(state.quiet_until) })}
    </p>
  ) : null;
}
