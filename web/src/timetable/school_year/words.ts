// A school year and its grades, as people say them.
import { y } from '../../i18n/year';
import type { Grades } from './year';

export const yearWords = (year: number): string => `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
export function gradesWords({
  grade_from: from,
  grade_until: until,
}: Pick<Grades, 'grade_from' | 'grade_until'>): string {
  if (from === 1 && until >= 11) return y('gradesAll');
  return from === until ? y('gradeOne', { from }) : y('grades', { from, until });
}
