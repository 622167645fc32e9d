import { zone } from '../../core/session';
import type { Chat, JoinRequest } from '../../core/types';
import { t } from '../../i18n';
import { nearShort, polite } from '../../i18n/format';
import { useAction } from '../../parts/useAction';
import { Avatar } from '../../parts/parts';
import { answer, useRequests } from './asking';

/** Who wants to come in, with their words. */
export function Requests({ chat }: { chat: Chat }) {
  const list = useRequests(chat);
  return list.length ? (
    <section class="requests">
      <h3>{t('requests')}</h3>
      <ul class="list">
        {list.map(one => (
          <Request key={one.person.id} chat={chat} request={one} />
        ))}
      </ul>
    </section>
  ) : null;
}
function Request({ chat, request: { person, words, at } }: { chat: Chat; request: JoinRequest }) {
  const { ask, error } = useAction();
  const say = (accept: boolean) => void ask(() => answer(chat.id, person.id, accept));
  return (
    <li data-request={person.id}>
      <Avatar id={person.id} name={person.name} small />
      <div>
        <b>{polite(person.name)}</b>
        <span class="meta">{nearShort(at, zone())}</span>
        {words && <p class="said">«{words}»</p>}
        {error}
        <p class="row wrap">
          <button type="button" class="btn small" data-accept onClick={() => say(true)}>
            {t('accept')}
          </button>
          <button type="button" class="btn two small" data-decline onClick={() => say(false)}>
            {t('decline')}
          </button>
        </p>
      </div>
    </li>
  );
}
