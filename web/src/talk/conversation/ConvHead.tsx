import { back } from '../../core/router';
import { me } from '../../core/session';
import { useValue } from '../../core/store';
import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { abouts } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { LinkState } from '../../parts/parts';
import { ChatAvatar } from '../ChatAvatar';
import { ofTwo } from '../chats';
import { chatName, faceOf, nameIn, namesOf, others, readersAlong } from '../names';
import { typists } from '../typing';

export function ConvHead({ chat, open }: { chat: Chat; open: () => void }) {
  const name = chatName(chat);
  const mine = me.value?.person.id;
  const writing = useValue(typists)[chat.channel]?.filter(id => id !== mine) ?? [];
  return (
    <header class="conv-head">
      <button type="button" class="icon-btn back" aria-label={t('toList')} onClick={() => back('/chats')}>
        <Icon name="back" />
      </button>
      <ChatAvatar chat={chat} first={faceOf(chat)} />
      <div>
        <h2 class="cut" title={name}>
          {name}
        </h2>
        <p class="meta cut" data-typing={writing.length > 0 ? 'true' : undefined}>
          {writing.length ? typingWords(chat, writing) : line(chat)}
        </p>
      </div>
      <LinkState />
      <button
        type="button"
        class="icon-btn"
        data-about-chat
        aria-haspopup="dialog"
        aria-label={t('aboutChat')}
        title={t('aboutChat')}
        onClick={open}
      >
        <Icon name="info" />
      </button>
    </header>
  );
}
const typingWords = (chat: Chat, ids: readonly string[]): string =>
  ids.length > 1 ? t('typeMany') : ofTwo(chat) ? t('types') : t('typesHere', { name: nameIn(chat, ids[0]!) });
/** Who they are; how many, where they are many. */
function line(chat: Chat): string {
  const people = others(chat);
  const along = readersAlong(chat);
  if (ofTwo(chat))
    return [
      along.length ? t('supervised') : '',
      ...people.filter(one => !along.includes(one)).map(one => abouts(one.about)),
    ]
      .filter(Boolean)
      .join(' · ');
  const many = chat.members.length > 4 ? t('people', { n: chat.members.length }) : namesOf(people);
  return [chat.group?.posting === 'moderators' ? t('postingModeratorsShort') : '', many].filter(Boolean).join(' · ');
}
