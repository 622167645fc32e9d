import { describe, expect, test } from 'vitest';
import { changedRooms, saidRooms, twice, typedRooms } from '../src/set_up/rooms';

const HELD = [
  { id: '1', building: '', name: '214' },
  { id: '2', building: 'Новый корпус', name: '214' },
];

describe('rooms as they are typed', () => {
  test('lines without a name are not said, and blanks around count for nothing', () => {
    const typed = [...typedRooms(HELD), { key: 9, id: null, building: ' Старый ', name: ' зал ' }];
    expect(saidRooms([...typed, { key: 10, id: null, building: 'Старый', name: ' ' }])).toEqual([
      ...HELD,
      { id: null, building: 'Старый', name: 'зал' },
    ]);
  });
  test('two of one name are found, in one building only, whatever the letters look like', () => {
    const typed = typedRooms([...HELD, { id: '3', building: 'новый корпус', name: '214' }]);
    expect([...twice(typed)]).toEqual([typed[1]!.key, typed[2]!.key]);
    expect(twice(typedRooms(HELD)).size).toBe(0);
  });
  test('what is typed back is no change', () => {
    const typed = typedRooms(HELD);
    expect(changedRooms(typed, HELD)).toBe(false);
    expect(changedRooms([{ ...typed[0]!, name: '215' }, typed[1]!], HELD)).toBe(true);
    expect(changedRooms(typed.slice(1), HELD)).toBe(true);
  });
});
