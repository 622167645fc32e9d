import { describe, expect, it } from 'vitest';
import type { FileColumn, FileRemark, FileTable, PeopleFile, PeopleReport } from '../src/core/shapes';
import {
  answers,
  asksColumns,
  canApply,
  isUnderWay,
  nameOf,
  openColumns,
  shownMeaning,
} from '../src/people_files/peopleFiles';

const column = (heading: string, meaning: string, certainty: FileColumn['certainty']): FileColumn => ({
  heading,
  meaning,
  certainty,
  examples: [],
});
const table: FileTable = {
  name: 'people.xlsx',
  kind: 'student',
  columns: [
    column('ФИО', 'student.full_name', 'sure'),
    column('Телефон', 'mother.phone', 'doubtful'),
    column('Примечание', '-', 'doubtful'),
    column('Рост', '-', 'unknown'),
  ],
};
const report = (more: Partial<PeopleReport> = {}): PeopleReport => ({
  format: 'XLSX',
  read: [],
  tables: [table],
  changes: [],
  rights: [],
  remarks: [],
  errors: 0,
  warnings: 0,
  ends_much: [],
  lifts: 0,
  total: 3,
  digest: '',
  proposed: 0,
  ...more,
});
const file = (state: PeopleFile['state'], remarks: Partial<FileRemark>[] = []): PeopleFile => ({
  id: '1',
  names: ['people.xlsx'],
  state,
  stage: null,
  done: 0,
  total: 0,
  is_stale: false,
  brought_at: '2026-09-01T10:00:00Z',
  report: report({ remarks: remarks as FileRemark[] }),
});

describe('columns', () => {
  it('are open until each doubtful one was answered, also by leaving it out', () => {
    expect(openColumns([table], {})).toBe(2);
    expect(openColumns([table], { Телефон: 'mother.phone' })).toBe(1);
    expect(openColumns([table], { Телефон: 'mother.phone', Примечание: '-' })).toBe(0);
    expect(openColumns([table], { Телефон: '' })).toBe(2);
  });
  it('show what they were read as, and a doubtful one nothing', () => {
    expect(table.columns.map(one => shownMeaning(one, {}))).toEqual(['student.full_name', '', '', '-']);
  });
  it('are answered by what was chosen alone', () => {
    expect(answers({ Телефон: 'mother.phone', Примечание: '' })).toEqual([
      { heading: 'Телефон', meaning: 'mother.phone' },
    ]);
  });
});

describe('a file', () => {
  it('asks about columns only where an answer is missing', () => {
    expect(asksColumns(file('refused', [{ code: 'column_doubtful' }]))).toBe(true);
    expect(asksColumns(file('refused', [{ code: 'another_school' }]))).toBe(false);
    expect(asksColumns(file('ready', [{ code: 'columns_unused' }]))).toBe(false);
  });
  it('is applied once all that has to be said twice was said', () => {
    const ends = [{ table: 'person', role: '', ended: 8, stored: 16 }];
    const unsaid = { confirmed: false, lifted: false };
    expect(canApply(report(), unsaid)).toBe(true);
    expect(canApply(report({ total: 0 }), unsaid)).toBe(false);
    expect(canApply(report({ ends_much: ends }), unsaid)).toBe(false);
    expect(canApply(report({ ends_much: ends }), { ...unsaid, confirmed: true })).toBe(true);
    expect(canApply(report({ lifts: 1 }), { ...unsaid, confirmed: true })).toBe(false);
    expect(canApply(report({ lifts: 1 }), { ...unsaid, lifted: true })).toBe(true);
  });
  it('is asked after only while it is under way', () => {
    expect((['reading', 'applying', 'ready', 'broken'] as const).map(one => isUnderWay(file(one)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
  it('keeps its ending where its name is too long', () => {
    expect(nameOf({ name: 'a.csv' })).toBe('a.csv');
    const long = nameOf({ name: 'я'.repeat(200) + '.xlsx' });
    expect([long.length, long.endsWith('.xlsx')]).toEqual([80, true]);
  });
});
