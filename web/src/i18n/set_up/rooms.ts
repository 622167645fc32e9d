// Words of the page of buildings and rooms.
import { wordsOf } from '..';

export const r = wordsOf(
  {
    rooms: 'Здания и кабинеты',
    text: 'Здание пишут, если их несколько. Убранный кабинет остаётся в прошедших уроках.',
    building: 'Здание',
    name: 'Кабинет',
    buildingOf: 'Здание, строка {n}',
    nameOf: 'Кабинет, строка {n}',
    add: 'Ещё кабинет',
    remove: 'Убрать: {name}',
    none: 'Кабинетов ещё нет',
    twice: 'Два кабинета с одним названием: назовите один иначе или укажите здание',
    save: 'Сохранить',
  },
  {
    rooms: 'Buildings and rooms',
    text: 'Name the building if there are several. A room that is removed stays in lessons of the past.',
    building: 'Building',
    name: 'Room',
    buildingOf: 'Building, line {n}',
    nameOf: 'Room, line {n}',
    add: 'One more room',
    remove: 'Remove: {name}',
    none: 'No rooms yet',
    twice: 'Two rooms have the same name: give one another, or say its building',
    save: 'Save',
  },
);
