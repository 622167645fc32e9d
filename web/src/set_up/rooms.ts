// Rooms as they are typed: a line each.
import type { Room } from '../core/shapes';

export interface TypedRoom {
  key: number; // of the line, while it is typed
  id: string | null;
  building: string;
  name: string;
}
let keys = 0;
export const typedRooms = (rooms: readonly Room[]): TypedRoom[] =>
  rooms.map(({ id, building, name }) => ({ key: (keys += 1), id, building, name }));
/** A line below one of that building. */
export const freshRoom = (building: string): TypedRoom => ({ key: (keys += 1), id: null, building, name: '' });
/** Lines that have a name, as the server takes them. */
export const saidRooms = (typed: readonly TypedRoom[]): { id: string | null; building: string; name: string }[] =>
  typed
    .map(({ id, building, name }) => ({ id, building: building.trim(), name: name.trim() }))
    .filter(({ name }) => name !== '');
/** The lines whose name another one of their building has, by their keys. */
export function twice(typed: readonly TypedRoom[]): Set<number> {
  const seen = new Map<string, number>();
  const found = new Set<number>();
  for (const { key, building, name } of typed) {
    if (!name.trim()) continue;
    const place = `${building.trim()}\n${name.trim()}`.toLowerCase();
    const first = seen.get(place);
    if (first === undefined) seen.set(place, key);
    else found.add(first).add(key);
  }
  return found;
}
export const changedRooms = (typed: readonly TypedRoom[], held: readonly Room[]): boolean =>
  JSON.stringify(saidRooms(typed)) !== JSON.stringify(saidRooms(typedRooms(held)));
