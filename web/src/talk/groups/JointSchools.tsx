// Groups of several schools: whom to invite, and what one's school is invited to.
import { useState } from 'preact/hooks';
import type { GroupInvitations as Invited, JointSchools as Joined, SchoolRef } from '../../core/shapes';
import { api, newKey } from '../../core/api';
import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { polite } from '../../i18n/format';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { useResource } from '../../parts/useResource';
import { NotYet } from '../../parts/parts';
import { chats } from '../data';

export function JointSchools({ chat }: { chat: Chat }) {
  const path = `/groups/${encodeURIComponent(chat.id)}/schools`;
  const { state, problem, set } = useResource(async () => (await api.get<Joined>(path)).schools, chat.id);
  const { askEach, error } = useAction();
  const invite = (school: string, invited: boolean) =>
    void askEach(async () => set((await api.send<Joined>('PUT', path, { school, invited }, newKey())).schools));
  if (!state) return <NotYet problem={problem} />;
  return (
    <div class="stack">
      <p class="meta">{t('jointText')}</p>
      {error}
      {!state.length && <p class="meta">{t('jointNone')}</p>}
      <ul class="list">
        {state.map(({ school, state: stands }) => (
          <li key={school.id} data-joint={school.id} data-state={stands}>
            <div>
              <b>{school.name}</b>
              <span class="meta">
                {stands === 'free' ? '' : t(stands === 'invited' ? 'jointInvited' : 'jointJoined')}
              </span>
            </div>
            <button
              type="button"
              class="btn two small"
              data-invite
              onClick={() => invite(school.id, stands === 'free')}
            >
              {t(stands === 'free' ? 'jointInvite' : 'jointEnd')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function GroupInvitations({ school }: { school: SchoolRef }) {
  const path = `/schools/${encodeURIComponent(school.id)}/group-invitations`;
  const [turn, setTurn] = useState(0);
  const { state } = useResource(async () => (await api.get<Invited>(path)).invitations, turn);
  const { askEach, error } = useAction();
  const answer = (group: string, accept: boolean) =>
    void askEach(async () => {
      await api.send('PUT', `${path}/${encodeURIComponent(group)}`, { accept }, newKey());
      setTurn(turn + 1);
      await chats.refresh();
    });
  if (!state?.length) return null;
  return (
    <section class="sheet pad stack" data-invitations={school.id}>
      <h2>{t('jointHead')}</h2>
      {error}
      <ul class="list">
        {state.map(one => (
          <li key={one.group} class="wrap" data-invitation={one.group}>
            <div>
              <b>{one.title}</b>
              <span class="meta">
                {one.school.name} · {polite(one.invited_by.name)}
              </span>
              {one.description && <span class="meta">{one.description}</span>}
            </div>
            {one.accepted ? (
              <>
                <a class="btn two small" href={'/chats/' + one.group}>
                  {t('open')}
                </a>
                <button type="button" class="btn plain small" data-leave-joint onClick={() => answer(one.group, false)}>
                  {t('jointLeave')}
                </button>
              </>
            ) : (
              <>
                <button type="button" class="btn two small" data-accept onClick={() => answer(one.group, true)}>
                  <Icon name="check" />
                  {t('accept')}
                </button>
                <button type="button" class="btn plain small" onClick={() => answer(one.group, false)}>
                  {t('decline')}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
