// What a message asks of the conversation it stands in, and what the conversation is busy with.
import type { Item } from '../../core/sendQueue';
import type { Message } from '../../core/types';

/** What can be asked of the conversation from one of its messages. */
export interface MessageActions {
  menu(message: Message): void;
  words(message: Message): void;
  reply(message: Message): void;
  who(message: Message): void;
  refused(item: Item, message?: Message): void;
  jump(offset: number): void;
  find(offset: number): Message | undefined;
}

/** What lies over the conversation; one thing at a time. */
export type Over =
  | { is: 'menu' | 'words' | 'who'; message: Message }
  | { is: 'refused'; item: Item; message?: Message }
  | { is: 'about' }
  | null;

/** What is written: a new message, an answer to one, or one anew. */
export type Mode = { is: 'reply' | 'edit'; message: Message } | null;
