// About a conversation: who is in it and as what, what I keep of it; for those who look after a group, the group itself.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import { go } from '../../core/router';
import { teaches, myId } from '../../core/session';
import type { Chat, Group, Person } from '../../core/types';
import { t } from '../../i18n';
import { polite } from '../../i18n/format';
import { w } from '../../i18n/polls';
import { f } from '../../i18n/safety';
import { useAction } from '../../parts/useAction';
import { Icon, type IconName } from '../../parts/icons';
import { CloseButton, Sheet } from '../../parts/parts';
import { ChatAvatar } from '../ChatAvatar';
import { moderates } from '../messageRequests';
import { ofTwo } from '../chats';
import { chats, groupPath, switchMine } from '../data';
import { AskPoll, SendLater } from '../messages/AskPoll';
import { chatName, faceOf, readersAlong } from '../names';
import { FindIn } from '../search/Found';
import { AddPeople } from './AddPeople';
import { Members } from './ChatMembers';
import { GroupForm } from './GroupForm';
import { JointSchools } from './JointSchools';
import { Requests } from './Requests';
import { hasDoor } from './asking';
import './groups.css';

type Page = 'about' | 'find' | 'poll' | 'later' | 'schools' | 'group' | 'add' | 'leave';

export function ChatSheet({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const [page, setPage] = useState<Page>('about');
  const heads = {
    about: chatName(chat),
    find: t('findHere'),
    poll: w('poll'),
    later: w('later'),
    schools: t('jointSchools'),
    group: t('groupSettings'),
    add: t('addPeople'),
    leave: t('leaveGroup'),
  };
  const back = () => setPage('about');
  return (
    <Sheet label={heads[page]} class="detail tall about-chat" onClose={onClose}>
      <header class="row">
        {page !== 'about' ? (
          <button type="button" class="icon-btn" aria-label={t('back')} onClick={back}>
            <Icon name="back" />
          </button>
        ) : (
          <ChatAvatar chat={chat} first={faceOf(chat)} />
        )}
        <h2>
          {heads[page]}
          {page === 'about' && <small class="soft">{kindWords(chat)}</small>}
        </h2>
        <CloseButton onClose={onClose} />
      </header>
      <div class="scrolls">
        {page === 'about' ? (
          <About chat={chat} go={setPage} />
        ) : page === 'poll' ? (
          <AskPoll chat={chat} done={onClose} />
        ) : page === 'schools' ? (
          <JointSchools chat={chat} />
        ) : page === 'later' ? (
          <SendLater chat={chat} />
        ) : page === 'find' ? (
          <FindIn chat={chat} chosen={onClose} />
        ) : page === 'group' ? (
          <Change chat={chat} done={back} />
        ) : page === 'add' ? (
          <AddPeople chat={chat} done={back} />
        ) : (
          <Leave chat={chat} onClose={onClose} cancel={back} />
        )}
      </div>
    </Sheet>
  );
}
function kindWords(chat: Chat): string {
  if (readersAlong(chat).length || chat.kind === 'supervised') return t('supervised');
  return ofTwo(chat)
    ? t('kindPrivate')
    : [
        t(chat.kind === 'class' ? 'kindClass' : chat.kind === 'interest' ? 'kindInterest' : 'kindGroup'),
        t('people', { n: chat.members.length }),
      ].join(', ');
}

function Toggle({
  chat,
  of,
  icon,
  word,
  hint,
}: {
  chat: Chat;
  of: 'muted' | 'archived';
  icon: IconName;
  word: string;
  hint: string;
}) {
  const { askEach, error } = useAction();
  const on = chat.mine[of];
  return (
    <>
      <button
        type="button"
        class="act"
        role="switch"
        aria-checked={on}
        data-toggle={of}
        onClick={() => void askEach(() => switchMine(chat, of, !on))}
      >
        <Icon name={icon} />
        <span>
          {word}
          <small class="meta">{hint}</small>
        </span>
        <i class="knob" aria-hidden="true" />
      </button>
      {error}
    </>
  );
}

/** Only between families: where one of the two is staff the server says so. */
function Block({ chat }: { chat: Chat }) {
  const { ask, error } = useAction();
  const [blocked, setBlocked] = useState<boolean | undefined>();
  const other = faceOf(chat);
  const peer =
    !!other &&
    !other.about.some(({ role }) => role !== 'guardian' && role !== 'student') &&
    other.about.length > 0 &&
    !teaches();
  useEffect(() => {
    if (peer)
      void ask(async () =>
        setBlocked((await api.get<{ people: Person[] }>('/blocks')).people.some(one => one.id === other.id)),
      );
  }, [peer]);
  if (!peer || blocked === undefined) return null;
  const set = () =>
    void ask(async () => {
      await api.send('PUT', '/blocks', { person: other.id, blocked: !blocked }, newKey());
      setBlocked(!blocked);
      await chats.refresh();
    });
  return (
    <>
      <button type="button" class="act" data-act="block" aria-pressed={blocked} onClick={set}>
        <Icon name="mute" />
        <span>
          {f(blocked ? 'unblock' : 'block')}
          <small class="meta">{blocked ? f('blocked', { name: polite(other.name) }) : f('blockText')}</small>
        </span>
      </button>
      {error}
    </>
  );
}

function About({ chat, go: open }: { chat: Chat; go: (page: Page) => void }) {
  const { group } = chat;
  const looksAfter = !!group && chat.kind !== 'event' && moderates(chat); // an event's follows the event
  const owner = chat.members.find(one => one.id === myId())?.role === 'owner';
  return (
    <div class="stack">
      {group?.description && <p class="description">{group.description}</p>}
      {group && (
        <p class="meta">
          {[
            t(group.posting === 'moderators' ? 'postingModerators' : 'postingAll'),
            group.openness && t(`open_${group.openness}`),
          ]
            .filter(Boolean)
            .join('. ')}
        </p>
      )}
      {chat.kind === 'supervised' && (
        <p class="note">
          <Icon name="eye" />
          {t('supervisedText')}
        </p>
      )}
      {hasDoor(chat) && <Requests chat={chat} />}
      <div class="acts-list">
        <button type="button" class="act" data-act="find" onClick={() => open('find')}>
          <Icon name="search" />
          {t('findHere')}
        </button>
        {chat.writes && !ofTwo(chat) && (
          <button type="button" class="act" data-act="poll" onClick={() => open('poll')}>
            <Icon name="check" />
            {w('poll')}
          </button>
        )}
        {chat.writes && (
          <button type="button" class="act" data-act="later" onClick={() => open('later')}>
            <Icon name="clock" />
            {w('later')}
          </button>
        )}
        <Toggle chat={chat} of="muted" icon="mute" word={t('mute')} hint={t('muteText')} />
        <Toggle chat={chat} of="archived" icon="archive" word={t('archiveIt')} hint={t('archiveText')} />
        <a class="act" data-act="export" href={`/api/chats/${encodeURIComponent(chat.id)}/export`} download>
          <Icon name="download" />
          <span>
            {t('exportChat')}
            <small class="meta">{t('exportText')}</small>
          </span>
        </a>
        {ofTwo(chat) && chat.kind === 'private' && <Block chat={chat} />}
        {looksAfter && (
          <button type="button" class="act" data-act="group" onClick={() => open('group')}>
            <Icon name="pen" />
            {t('groupSettings')}
          </button>
        )}
        {looksAfter && (
          <button type="button" class="act" data-act="schools" onClick={() => open('schools')}>
            <Icon name="people" />
            {t('jointSchools')}
          </button>
        )}
        {looksAfter && (
          <button type="button" class="act" data-act="add" onClick={() => open('add')}>
            <Icon name="plus" />
            {t('addPeople')}
          </button>
        )}
      </div>
      <h3>{t('members')}</h3>
      <Members chat={chat} owner={!!group && owner} moderator={looksAfter} />
      {group && chat.kind !== 'event' && (
        <button type="button" class="act bad" data-act="leave" onClick={() => open('leave')}>
          <Icon name="leave" />
          {t('leaveGroup')}
        </button>
      )}
    </div>
  );
}

function Change({ chat, done }: { chat: Chat; done: () => void }) {
  const { ask, error } = useAction();
  const save = async (group: Group) => {
    const { openness, ...rest } = group;
    const kept = await ask(async () => {
      const answer = await api.patch<{ chat: Chat }>(
        groupPath(chat),
        { ...rest, ...(openness ? { openness } : {}) },
        newKey(),
      );
      chats.change(state => ({
        chats: state.chats.map(one => (one.id === chat.id ? { ...one, group: answer.chat.group } : one)),
      }));
    });
    if (kept) done();
  };
  return (
    <GroupForm
      group={chat.group!}
      interest={chat.kind === 'interest'}
      error={error}
      word={t('save')}
      save={group => void save(group)}
    />
  );
}

function Leave({ chat, onClose, cancel }: { chat: Chat; onClose: () => void; cancel: () => void }) {
  const { ask, error } = useAction();
  const leave = async () => {
    if (!(await ask(() => api.post(groupPath(chat) + '/leave', {}, newKey())))) return;
    go('/chats', true);
    onClose();
    void chats.refresh();
  };
  return (
    <div class="stack">
      <p class="soft">{t('leaveText')}</p>
      {error}
      <p class="row wrap">
        <button type="button" class="btn bad" data-leave onClick={() => void leave()}>
          {t('leaveGroup')}
        </button>
        <button type="button" class="btn two" onClick={cancel}>
          {t('cancel')}
        </button>
      </p>
    </div>
  );
}
