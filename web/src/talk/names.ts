// What a conversation is called, and who is in it beside me.
import { me } from '../core/session';
import type { Chat, Member } from '../core/types';
import { t } from '../i18n';
import { polite } from '../i18n/format';
import { othersIn, titled } from './chats';

export const others = (chat: Chat): Member[] => othersIn(chat, me.value?.person.id);
export const namesOf = (people: Member[]): string => people.map(member => polite(member.name)).join(', ') || t('you');
export function chatName(chat: Chat): string {
  const otherwise = (people: Member[]) =>
    chat.class
      ? t(chat.audience === 'students' ? 'classStudents' : 'classFamilies', { class: chat.class.name })
      : namesOf(people);
  return titled(chat, otherwise, me.value?.person.id);
}
/** Whose face stands for a chat of two: the other one, not who reads along. */
export const faceOf = (chat: Chat): Member | undefined =>
  others(chat).find(member => member.role !== 'supervisor') ?? others(chat)[0];
/** Those who read along in a chat of two, me not among them. */
export const readersAlong = (chat: Chat): Member[] =>
  chat.kind === 'supervised' ? others(chat).filter(member => member.role === 'supervisor') : [];
/** I read along: the two others write. */
export const iReadAlong = (chat: Chat): boolean =>
  chat.kind === 'supervised' &&
  chat.members.some(member => member.id === me.value?.person.id && member.role === 'supervisor');
export const nameIn = (chat: Chat, id: string): string => {
  const member = chat.members.find(one => one.id === id);
  return id === me.value?.person.id ? t('you') : member ? polite(member.name) : t('former');
};
