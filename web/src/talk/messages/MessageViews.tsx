// What a message is forwarded to, who has read it, what it said before.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import { say } from '../../core/liveRegion';
import { zone, myId } from '../../core/session';
import type { Chat, Message, MessageRevision } from '../../core/types';
import { t } from '../../i18n';
import { folded, fullMoment } from '../../i18n/format';
import { Text } from '../../parts/Text';
import { Icon } from '../../parts/icons';
import { Empty, Ghost } from '../../parts/parts';
import { ChatAvatar } from '../ChatAvatar';
import { history, may, react, reactionOf } from '../messageRequests';
import { chats } from '../data';
import { chatName, faceOf, nameIn, namesOf, others } from '../names';
import { reactions, wordOf } from './Reactions';
import '../groups/groups.css';

const nobody = { people: [], me: '' };
export type Run = (act: () => Promise<unknown>, stay?: boolean) => Promise<void>;
/** To another chat where one may write; the server asks for the rights of both. */
export function Forward({ message, run }: { message: Message; run: Run }) {
  const [wanted, setWanted] = useState('');
  const looking = folded(wanted.trim());
  const list = (chats.state?.chats ?? []).filter(
    chat =>
      chat.writes &&
      chat.id !== message.chat &&
      (!looking || folded(`${chatName(chat)} ${namesOf(others(chat))}`).includes(looking)),
  );
  const send = (chat: Chat) =>
    void run(async () => {
      await api.post(
        `/chats/${encodeURIComponent(chat.id)}/forward`,
        { source: message.chat, offset: message.offset },
        newKey(),
      );
      say(t('forwarded', { name: chatName(chat) }));
    });
  return (
    <>
      <label class="search">
        <span class="vh">{t('searchLabel')}</span>
        <Icon name="search" />
        <input
          class="input"
          type="search"
          placeholder={t('search')}
          value={wanted}
          onInput={event => setWanted(event.currentTarget.value)}
        />
      </label>
      {list.length ? (
        <div class="acts-list scrolls" data-forward-to>
          {list.map(chat => (
            <button key={chat.id} type="button" class="act" data-to={chat.id} onClick={() => send(chat)}>
              <ChatAvatar chat={chat} first={faceOf(chat)} />
              <span>{chatName(chat)}</span>
            </button>
          ))}
        </div>
      ) : (
        <Empty icon="search" head={t('noFound')} />
      )}
    </>
  );
}
export function Who({ chat, message, run }: { chat: Chat; message: Message; run: Run }) {
  const own = reactionOf(message, myId());
  return (
    <dl class="who-said">
      {reactions.map(word => {
        const said = message.reactions.filter(one => one.reaction === word);
        return (
          (said.length > 0 || (may.react(chat) && !message.withdrawn)) && (
            <div key={word} data-who={word}>
              <dt>
                {wordOf(word)} <b>{said.length || ''}</b>
                {may.react(chat) && (
                  <button
                    type="button"
                    class="btn two small push"
                    aria-pressed={own === word}
                    onClick={() => void run(() => react(message, own === word ? null : word), true)}
                  >
                    {t(own === word ? 'takeWordBack' : 'sayToo')}
                  </button>
                )}
              </dt>
              {said.length > 0 && <dd>{said.map(one => nameIn(chat, one.person)).join(', ')}</dd>}
            </div>
          )
        );
      })}
    </dl>
  );
}
export function Before({ message }: { message: Message }) {
  const [list, setList] = useState<MessageRevision[] | undefined>();
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    history(message).then(
      ({ before }) => setList(before),
      () => setWrong(true),
    );
  }, [message.revision]);
  if (wrong)
    return (
      <p class="err" role="alert">
        <Icon name="alert" />
        {t('wentWrong')}
      </p>
    );
  if (!list) return <Ghost lines={3} />;
  return (
    <ol class="history" data-history>
      {list.map(one => (
        <li key={one.revision}>
          <p class="meta">{fullMoment(one.at, zone())}</p>
          <Text text={one.text} mentions={nobody} />
        </li>
      ))}
      {!message.withdrawn && (
        <li>
          <p class="meta">
            {t('now')}
            {message.edited_at && `, ${fullMoment(message.edited_at, zone())}`}
          </p>
          <Text text={message.text} mentions={nobody} />
        </li>
      )}
    </ol>
  );
}
