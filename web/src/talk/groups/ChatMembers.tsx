import { useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import { myId } from '../../core/session';
import type { Chat, ChatRole, Member } from '../../core/types';
import { t } from '../../i18n';
import { abouts, byName, polite } from '../../i18n/format';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { Avatar } from '../../parts/parts';
import { chats, groupPath } from '../data';

const order: readonly ChatRole[] = ['owner', 'moderator', 'member', 'supervisor'];
const ranked = (chat: Chat): Member[] =>
  [...chat.members].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || byName(a, b));

/** Owners give roles and put anybody out, moderators put out members; the others read who is here. */
export function Members({ chat, owner, moderator }: { chat: Chat; owner: boolean; moderator: boolean }) {
  const [chosen, setChosen] = useState<string | undefined>();
  return (
    <ul class="list members">
      {ranked(chat).map(member => {
        const mine = member.id === myId();
        const changes = !mine && (owner || (moderator && member.role === 'member'));
        const open = chosen === member.id;
        const role = chat.group
          ? member.role !== 'member' && t(`chat_${member.role}`)
          : member.role !== 'member' && t(member.role === 'supervisor' ? 'chat_supervisor' : 'chat_class');
        return (
          <li key={member.id} data-member={member.id} data-role={member.role}>
            <Avatar id={member.id} name={member.name} small />
            <div>
              <b>
                {polite(member.name)}
                {mine && <span class="soft"> · {t('itIsYou')}</span>}
              </b>
              <span class="meta">{abouts(member.about, 2)}</span>
            </div>
            {role && <span class="tag board">{role}</span>}
            {changes && (
              <button
                type="button"
                class="icon-btn"
                aria-expanded={open}
                aria-label={t('changeMember', { name: polite(member.name) })}
                onClick={() => setChosen(open ? undefined : member.id)}
              >
                <Icon name="more" />
              </button>
            )}
            {changes && open && <Change chat={chat} member={member} owner={owner} done={() => setChosen(undefined)} />}
          </li>
        );
      })}
    </ul>
  );
}

function Change({ chat, member, owner, done }: { chat: Chat; member: Member; owner: boolean; done: () => void }) {
  const { ask, error } = useAction();
  const [sure, setSure] = useState(false);
  const set = async (role: ChatRole | null) => {
    const kept = await ask(async () => {
      await api.patch(`${groupPath(chat)}/members/${encodeURIComponent(member.id)}`, { role }, newKey());
      chats.change(state => ({
        chats: state.chats.map(one =>
          one.id !== chat.id
            ? one
            : {
                ...one,
                members:
                  role === null
                    ? one.members.filter(held => held.id !== member.id)
                    : one.members.map(held => (held.id === member.id ? { ...held, role } : held)),
              },
        ),
      }));
    });
    if (kept) done();
  };
  return (
    <div class="member-change">
      {error}
      {owner && (
        <div class="seg" role="group" aria-label={t('roleHere')}>
          {(['owner', 'moderator', 'member'] as const).map(role => (
            <button
              key={role}
              type="button"
              aria-pressed={member.role === role}
              data-give={role}
              onClick={() => void set(role)}
            >
              {t(`chat_${role}`)}
            </button>
          ))}
        </div>
      )}
      {sure ? (
        <p class="row wrap">
          <button type="button" class="btn bad small" data-put-out onClick={() => void set(null)}>
            {t('putOutSure')}
          </button>
          <button type="button" class="btn two small" onClick={() => setSure(false)}>
            {t('cancel')}
          </button>
        </p>
      ) : (
        <button type="button" class="btn plain small" data-put-out-ask onClick={() => setSure(true)}>
          {t('putOut')}
        </button>
      )}
    </div>
  );
}
