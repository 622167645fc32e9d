// Roles that get in, with their steps and what may stand in the way, as keys of words.
import type { hw } from '../i18n/invitations/howToGetIn';

type Word = Parameters<typeof hw>[0];

export const ROLES = ['student', 'adult', 'teacher', 'office'] as const;
export type Role = (typeof ROLES)[number];

interface Guide {
  steps: readonly Word[];
  /** What may be the matter, each with what to do then. */
  troubles: readonly (readonly [what: Word, act: Word])[];
}
export const GUIDES: Record<Role, Guide> = {
  student: {
    steps: ['student1', 'student2', 'student3', 'student4'],
    troubles: [
      ['studentLost', 'studentLostDo'],
      ['studentPassword', 'studentPasswordDo'],
      ['studentOther', 'studentOtherDo'],
    ],
  },
  adult: {
    steps: ['adult1', 'adult2', 'adult3', 'adult4', 'adult5'],
    troubles: [
      ['adultMail', 'adultMailDo'],
      ['adultLost', 'adultLostDo'],
      ['adultPassword', 'adultPasswordDo'],
      ['adultShared', 'adultSharedDo'],
    ],
  },
  teacher: {
    steps: ['teacher1', 'teacher2', 'teacher3', 'teacher4', 'teacher5'],
    troubles: [
      ['teacherMail', 'teacherMailDo'],
      ['teacherLost', 'teacherLostDo'],
      ['teacherPassword', 'teacherPasswordDo'],
      ['teacherShared', 'teacherSharedDo'],
    ],
  },
  office: {
    steps: ['office1', 'office2', 'office3', 'office4', 'office5'],
    troubles: [
      ['officeLost', 'officeLostDo'],
      ['officeMail', 'officeMailDo'],
      ['officePassword', 'officePasswordDo'],
      ['officeShared', 'officeSharedDo'],
    ],
  },
};
