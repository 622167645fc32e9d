// The face of a chat.
import type { Chat, Member } from '../core/types';
import { tone } from '../i18n/format';
import { Icon } from '../parts/icons';
import { Avatar } from '../parts/parts';
import { ofTwo } from './chats';

/** Of a private chat the other one, of a group its own. */
export function ChatAvatar({ chat, first }: { chat: Chat; first: Member | undefined }) {
  if (!ofTwo(chat))
    return (
      <span class={`ava group ${tone(chat.id)}`} aria-hidden="true">
        {chat.class && chat.class.name.length < 5 ? (
          chat.class.name
        ) : (
          <Icon name={chat.kind === 'interest' ? 'star' : 'people'} />
        )}
      </span>
    );
  return first ? <Avatar id={first.id} name={first.name} /> : null;
}
