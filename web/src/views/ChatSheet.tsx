// About a conversation: who is in it and as what, what I keep of it; for those who look after a group, the group itself.
import '../styles/groups.css';
import { useRef, useState } from 'preact/hooks';
import { moderates } from '../acts';
import { api, newKey, NoAnswer, Problem } from '../api';
import { hasDoor } from '../asking';
import { ofTwo } from '../chats';
import { changeMine, chats, myId } from '../data';
import { t } from '../i18n';
import { Icon, type IconName } from '../icons';
import { ChatAvatar, CloseButton, Sheet } from '../parts';
import { go } from '../router';
import type { Chat, Group } from '../types';
import { AddPeople } from './AddPeople';
import { Members } from './ChatMembers';
import { GroupForm } from './GroupForm';
import { chatName, faceOf, readersAlong } from './names';
import { Requests } from './Requests';

type Page = 'about' | 'group' | 'add' | 'leave';

/** Runs what was pressed; what is refused says why, where it happened. */
export function useAsk() {
  const [wrong, setWrong] = useState(''), busy = useRef(false);
  const ask = async (act: () => Promise<unknown>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setWrong('');
    try { await act(); return true; } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setWrong(problem instanceof Problem ? problem.whole : t('noNetwork'));
      return false;
    } finally { busy.current = false; }
  };
  return { wrong, ask, error: wrong ? <p class="err" role="alert"><Icon name="alert" />{wrong}</p> : null };
}
export const groupPath = (chat: Chat): string => `/groups/${encodeURIComponent(chat.id)}`;

export function ChatSheet({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const [page, setPage] = useState<Page>('about');
  const heads = { about: chatName(chat), group: t('groupSettings'), add: t('addPeople'), leave: t('leaveGroup') };
  const back = () => setPage('about');
  return (
    <Sheet label={heads[page]} class="detail tall about-chat" onClose={onClose}>
      <header class="row">{page !== 'about' ? <button type="button" class="icon-btn" aria-label={t('back')} onClick={back}><Icon name="back" /></button> : <ChatAvatar chat={chat} first={faceOf(chat)} />}<h2>{heads[page]}{page === 'about' && <small class="soft">{kindWords(chat)}</small>}</h2><CloseButton onClose={onClose} /></header>
      <div class="scrolls">
        {page === 'about' ? <About chat={chat} go={setPage} />
          : page === 'group' ? <Change chat={chat} done={back} />
          : page === 'add' ? <AddPeople chat={chat} done={back} />
          : <Leave chat={chat} onClose={onClose} cancel={back} />}
      </div>
    </Sheet>
  );
}
function kindWords(chat: Chat): string {
  if (readersAlong(chat).length || chat.kind === 'supervised') return t('supervised');
  return ofTwo(chat) ? t('kindPrivate') : [t(chat.kind === 'class' ? 'kindClass' : chat.kind === 'interest' ? 'kindInterest' : 'kindGroup'), t('people', { n: chat.members.length })].join(', ');
}

function About({ chat, go: open }: { chat: Chat; go: (page: Page) => void }) {
  const { ask, error } = useAsk();
  const { group, mine } = chat, looksAfter = !!group && moderates(chat);
  const owner = chat.members.find(one => one.id === myId())?.role === 'owner';
  const toggle = (icon: IconName, on: boolean, word: string, hint: string, change: () => Promise<void>, name: string) => (
    <button type="button" class="act" role="switch" aria-checked={on} data-toggle={name} onClick={() => void ask(change)}><Icon name={icon} /><span>{word}<small class="meta">{hint}</small></span><i class="knob" aria-hidden="true" /></button>
  );
  return (
    <div class="stack">
      {error}
      {group?.description && <p class="description">{group.description}</p>}
      {group && <p class="meta">{[t(group.posting === 'moderators' ? 'postingModerators' : 'postingAll'), group.openness && t(`open_${group.openness}`)].filter(Boolean).join('. ')}</p>}
      {chat.kind === 'supervised' && <p class="note"><Icon name="eye" />{t('supervisedText')}</p>}
      {hasDoor(chat) && <Requests chat={chat} />}
      <div class="acts-list">
        {toggle('mute', mine.muted, t('mute'), t('muteText'), () => changeMine(chat, { muted: !mine.muted }), 'muted')}
        {toggle('archive', mine.archived, t('archiveIt'), t('archiveText'), () => changeMine(chat, { archived: !mine.archived }), 'archived')}
        {looksAfter && <button type="button" class="act" data-act="group" onClick={() => open('group')}><Icon name="pen" />{t('groupSettings')}</button>}
        {looksAfter && <button type="button" class="act" data-act="add" onClick={() => open('add')}><Icon name="plus" />{t('addPeople')}</button>}
      </div>
      <h3>{t('members')}</h3>
      <Members chat={chat} owner={!!group && owner} moderator={looksAfter} />
      {group && <button type="button" class="act bad" data-act="leave" onClick={() => open('leave')}><Icon name="leave" />{t('leaveGroup')}</button>}
    </div>
  );
}

function Change({ chat, done }: { chat: Chat; done: () => void }) {
  const { ask, error } = useAsk();
  const save = async (group: Group) => {
    const { openness, ...rest } = group;
    const kept = await ask(async () => {
      const answer = await api.patch<{ chat: Chat }>(groupPath(chat), { ...rest, ...(openness ? { openness } : {}) }, newKey());
      chats.change(state => ({ chats: state.chats.map(one => (one.id === chat.id ? { ...one, group: answer.chat.group } : one)) }));
    });
    if (kept) done();
  };
  return <GroupForm group={chat.group!} interest={chat.kind === 'interest'} error={error} word={t('save')} save={group => void save(group)} />;
}

function Leave({ chat, onClose, cancel }: { chat: Chat; onClose: () => void; cancel: () => void }) {
  const { ask, error } = useAsk();
  const leave = async () => {
    if (!(await ask(() => api.post(groupPath(chat) + '/leave', {}, newKey())))) return;
    go('/chats', true);
    onClose();
    void chats.refresh();
  };
  return <div class="stack"><p class="soft">{t('leaveText')}</p>{error}<p class="row wrap"><button type="button" class="btn bad" data-leave onClick={() => void leave()}>{t('leaveGroup')}</button><button type="button" class="btn two" onClick={cancel}>{t('cancel')}</button></p></div>;
}
