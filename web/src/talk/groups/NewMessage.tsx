// Whom I may write to, and why; the server knows both. Staff open groups here, a class teacher the chats of the class.
import { useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import { go } from '../../core/router';
import { me, staffIn } from '../../core/session';
import type { Chat, ClassRef, Contact } from '../../core/types';
import { t } from '../../i18n';
import { abouts, folded, polite } from '../../i18n/format';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { Avatar, CloseButton, Empty, Ghost, Sheet } from '../../parts/parts';
import { chats } from '../data';
import { classesLed } from '../people';
import { useContacts } from './AddPeople';
import { NewGroup } from './NewGroup';
import './groups.css';

export function NewMessage({ onClose }: { onClose: () => void }) {
  const [making, setMaking] = useState(false);
  const { list, wrong } = useContacts();
  const { ask, error } = useAction();
  const head = making ? t('newGroup') : t('contacts');
  const enter = (chat: string) => {
    go('/chats/' + chat);
    onClose();
  };
  const opened = ({ chat }: { chat: Chat }) => {
    void chats.refresh();
    enter(chat.id);
  };
  return (
    <Sheet label={head} class="detail tall" onClose={onClose}>
      <header class="row">
        {making && (
          <button type="button" class="icon-btn" aria-label={t('back')} onClick={() => setMaking(false)}>
            <Icon name="back" />
          </button>
        )}
        <h2>{head}</h2>
        <CloseButton onClose={onClose} />
      </header>
      {error}
      {making ? (
        <div class="scrolls">
          <NewGroup contacts={list} wrong={wrong} opened={chat => opened({ chat })} />
        </div>
      ) : (
        <People
          list={list}
          wrong={wrong}
          start={() => setMaking(true)}
          leave={onClose}
          open={contact =>
            contact.chat
              ? enter(contact.chat)
              : void ask(async () =>
                  opened(await api.post<{ chat: Chat }>('/chats', { person: contact.person.id }, newKey())),
                )
          }
          openClass={(of, audience) =>
            void ask(async () =>
              opened(
                await api.post<{ chat: Chat }>(`/classes/${encodeURIComponent(of.id)}/chat`, { audience }, newKey()),
              ),
            )
          }
        />
      )}
    </Sheet>
  );
}

interface Lists {
  list: Contact[] | undefined;
  wrong: boolean;
  start: () => void;
  leave: () => void;
  open: (contact: Contact) => void;
  openClass: (of: ClassRef, audience: 'families' | 'students') => void;
}
function People({ list, wrong, start, leave, open, openClass }: Lists) {
  const [wanted, setWanted] = useState('');
  const who = me.value!;
  const led = list
    ? classesLed(
        list,
        who.channels,
        who.children.map(child => child.id),
      )
    : [];
  const found = list?.filter(({ person, about }) =>
    folded(`${polite(person.name)} ${abouts(about, 9)}`).includes(folded(wanted.trim())),
  );
  return (
    <>
      <label class="search">
        <span class="vh">{t('searchPeople')}</span>
        <Icon name="search" />
        <input
          class="input"
          type="search"
          placeholder={t('searchPeople')}
          value={wanted}
          onInput={event => setWanted(event.currentTarget.value)}
        />
      </label>
      {wrong && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {t('noNetwork')}
        </p>
      )}
      <div class="contacts">
        {!wanted.trim() && (
          <div class="acts-list inset">
            {staffIn().length > 0 && (
              <button type="button" class="act" data-new-group onClick={start}>
                <Icon name="people" />
                {t('newGroup')}
              </button>
            )}
            {led.flatMap(one =>
              (['families', 'students'] as const).map(audience => (
                <button
                  key={one.id + audience}
                  type="button"
                  class="act"
                  data-class-chat={audience}
                  onClick={() => openClass(one, audience)}
                >
                  <Icon name="grid" />
                  {t(audience === 'students' ? 'classStudents' : 'classFamilies', { class: one.name })}
                </button>
              )),
            )}
            <a
              class="act"
              href="/clubs"
              data-clubs
              onClick={event => {
                event.preventDefault();
                go('/clubs');
                leave();
              }}
            >
              <Icon name="star" />
              {t('clubs')}
            </a>
          </div>
        )}
        {!found ? (
          !wrong && <Ghost />
        ) : found.length ? (
          found.map(contact => (
            <button
              key={contact.person.id}
              type="button"
              class="talk-item"
              data-contact={contact.person.id}
              onClick={() => open(contact)}
            >
              <Avatar id={contact.person.id} name={contact.person.name} />
              <b>{polite(contact.person.name)}</b>
              <span />
              <span class="last">
                {abouts(contact.about)}
                {contact.kind === 'supervised' && (
                  <span class="along">
                    <Icon name="eye" />
                    {t('supervised')}
                  </span>
                )}
              </span>
            </button>
          ))
        ) : (
          <Empty
            icon="people"
            head={list?.length ? t('noFound') : t('noContacts')}
            text={list?.length ? undefined : t('noContactsText')}
          />
        )}
      </div>
    </>
  );
}
