// A file of people on its way: brought, read, asked about, and whether it can be applied.
import { useEffect } from 'preact/hooks';
import { api, Problem } from '../core/api';
import type { FileColumn, FileRemark, FileTable, PeopleFile, PeopleReport } from '../core/shapes';

export const NOT_TAKEN = '-';
const NAMES = ['full_name', 'family_name', 'given_name', 'middle_name'];
const ADULT = [...NAMES, 'relation', 'phone', 'email', 'id'];
/** Whose a column may be, and what of theirs, by the kind of the table. */
export const MEANINGS: Readonly<Record<FileTable['kind'], Readonly<Record<string, readonly string[]>>>> = {
  student: {
    student: [...NAMES, 'birth_day', 'class', 'phone', 'email', 'username', 'id'],
    mother: ADULT,
    father: ADULT,
    adult1: ADULT,
    adult2: ADULT,
    adult3: ADULT,
  },
  staff: { staff: [...NAMES, 'birth_day', 'role', 'leads_class', 'phone', 'email', 'username', 'id'] },
};

/** What was chosen for columns, by heading. */
export type Chosen = Readonly<Record<string, string>>;

/** What stands in the choice of a column: nothing until a doubtful one was answered. */
export const shownMeaning = ({ heading, meaning, certainty }: FileColumn, chosen: Chosen): string =>
  chosen[heading] ?? (certainty === 'doubtful' ? '' : meaning);

/** How many columns still need an answer. */
export const openColumns = (tables: readonly FileTable[], chosen: Chosen): number =>
  tables.flatMap(({ columns }) => columns).filter(one => shownMeaning(one, chosen) === '').length;

/** Codes of errors that the choice of a column answers: said there, and nowhere else. */
const ASKED = new Set(['column_doubtful', 'column_notes']);
export const isAsked = ({ code }: FileRemark): boolean => ASKED.has(code);
export const asksColumns = ({ state, report }: PeopleFile): boolean =>
  state === 'refused' && !!report?.remarks.some(isAsked);
/** Why a column has to be answered, if there is more to say than what it may be. */
export const askedWhy = ({ remarks }: PeopleReport, table: string, heading: string): FileRemark | undefined =>
  remarks.find(one => one.code === 'column_notes' && one.file === table && one.column === heading);

export const answers = (chosen: Chosen): { heading: string; meaning: string }[] =>
  Object.entries(chosen)
    .filter(([, meaning]) => meaning !== '')
    .map(([heading, meaning]) => ({ heading, meaning }));

export const isUnderWay = ({ state }: PeopleFile): boolean => state === 'reading' || state === 'applying';

/** True if something changes, and all that has to be said twice was said. */
export const canApply = (
  { total, ends_much: ends, lifts }: PeopleReport,
  { confirmed, lifted }: { confirmed: boolean; lifted: boolean },
): boolean => total > 0 && (!ends.length || confirmed) && (!lifts || lifted);

/** Brings one file after another; those of one set belong together. `told` hears before each which one it is. */
export async function bringAll(
  path: string,
  files: readonly File[],
  told: (n: number) => void,
): Promise<PeopleFile | undefined> {
  let set: PeopleFile | undefined;
  for (const [n, file] of files.entries()) {
    told(n + 1);
    const query = new URLSearchParams({ name: nameOf(file) });
    if (set) query.set('to', set.id);
    if (n < files.length - 1) query.set('more', 'true');
    set = await api.upload<PeopleFile>(`${path}?${query}`, file, 900);
  }
  return set;
}
/** At most 80 characters, with its ending: by that it is known. */
export function nameOf({ name }: { name: string }): string {
  if (name.length <= 80) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot).slice(0, 10) : '';
  return name.slice(0, 80 - ending.length) + ending;
}

const EVERY = 1000; // ms
/** Asks every second how far a file is, while it is under way. */
export function useProgress(path: string, file: PeopleFile, show: (file: PeopleFile | null) => void): void {
  const underWay = isUnderWay(file);
  useEffect(() => {
    if (!underWay) return;
    const timer = setTimeout(
      () =>
        void api.get<PeopleFile>(`${path}/${file.id}`).then(show, (why: unknown) => {
          const gone = why instanceof Problem && why.status === 404; // somebody else has dropped it
          show(gone ? null : { ...file });
        }),
      EVERY,
    );
    return () => clearTimeout(timer);
  }, [path, file]);
}
