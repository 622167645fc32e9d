// Who asks to come into a group, for those who look after it. Nothing numbers these: they are asked for again when somebody knocks.
import { useEffect } from 'preact/hooks';
import { api, NoAnswer, Problem } from '../../core/api';
import { useValue, Value } from '../../core/store';
import type { Chat, JoinRequest } from '../../core/types';
import { moderates } from '../messageRequests';
import { knocks } from '../data';

const held = new Map<string, Value<JoinRequest[] | undefined>>();
const of = (group: string): Value<JoinRequest[] | undefined> => {
  let value = held.get(group);
  if (!value) held.set(group, (value = new Value<JoinRequest[] | undefined>(undefined)));
  return value;
};
export async function lookAt(group: string): Promise<void> {
  try {
    of(group).set(
      (await api.get<{ requests: JoinRequest[] }>(`/groups/${encodeURIComponent(group)}/requests`)).requests,
    );
    if (knocks.value.includes(group)) knocks.update(known => known.filter(one => one !== group));
  } catch (problem) {
    if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
  }
}
export async function answer(group: string, person: string, accept: boolean): Promise<void> {
  try {
    await api.post(`/groups/${encodeURIComponent(group)}/requests/${encodeURIComponent(person)}`, { accept });
  } catch (problem) {
    if (!(problem instanceof Problem && problem.status === 404)) throw problem; // somebody else has answered
  }
  of(group).update(known => known?.filter(one => one.person.id !== person));
}
export const hasDoor = (chat: Chat): boolean => chat.kind === 'interest' && moderates(chat);
/** The requests of a group, looked at when it is opened and when somebody knocks. */
export function useRequests(chat: Chat): JoinRequest[] {
  const heard = useValue(knocks).filter(one => one === chat.id).length;
  const door = hasDoor(chat);
  useEffect(() => {
    if (door) void lookAt(chat.id);
  }, [chat.id, heard, door]);
  return useValue(of(chat.id)) ?? [];
}
