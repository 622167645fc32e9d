// What is shown to whom: three screens each, as keys of words.
import type { fs } from '../i18n/invitations/firstSteps';
import type { IconName } from '../parts/icons';

type Word = Parameters<typeof fs>[0];
export type Reader = 'adult' | 'student' | 'teacher' | 'office';

interface Screen {
  icon: IconName;
  head: Word;
  text: Word;
}
export const SCREENS: Record<Reader, readonly [Screen, Screen, Screen]> = {
  adult: [
    { icon: 'diary', head: 'diary', text: 'diaryOfChild' },
    { icon: 'chat', head: 'messages', text: 'toTeachers' },
    { icon: 'bell', head: 'notices', text: 'noticesText' },
  ],
  student: [
    { icon: 'diary', head: 'diary', text: 'diaryOwn' },
    { icon: 'clock', head: 'timetable', text: 'timetableText' },
    { icon: 'alert', head: 'wrong', text: 'wrongText' },
  ],
  teacher: [
    { icon: 'clock', head: 'today', text: 'todayText' },
    { icon: 'grid', head: 'journal', text: 'journalText' },
    { icon: 'chat', head: 'messages', text: 'toFamilies' },
  ],
  office: [
    { icon: 'sliders', head: 'setUp', text: 'setUpText' },
    { icon: 'people', head: 'whoIsIn', text: 'whoIsInText' },
    { icon: 'paper', head: 'tickets', text: 'ticketsText' },
  ],
};
