// What is answered about a file, and whether it can be applied.
import type { ImportDoubt, ImportPreview } from '../core/shapes';

export const NOT_WANTED = '-';
/** What was chosen for each doubt, by kind and name: an id, or that it is not wanted. */
export type Chosen = Readonly<Record<string, string>>;

/** How many doubts have no answer yet. */
export const open = (doubts: readonly ImportDoubt[], chosen: Chosen): number =>
  doubts.filter(({ kind, name }) => !chosen[kind + name]).length;

export const answersOf = (
  doubts: readonly ImportDoubt[],
  chosen: Chosen,
): { kind: string; name: string; target: string | null }[] =>
  doubts.flatMap(({ kind, name }) => {
    const value = chosen[kind + name];
    return value ? [{ kind, name, target: value === NOT_WANTED ? null : value }] : [];
  });

/** True if nothing waits for an answer, something changes, and what has to be said twice was said. */
export function canApply(
  { doubts, new: fresh, changed, gone, asks_twice: twice, of_another_school: other }: ImportPreview,
  { confirmed, word, clashes }: { confirmed: boolean; word: string; clashes: number },
): boolean {
  return (
    doubts.length === 0 &&
    !other &&
    fresh + changed + gone > 0 &&
    (!twice || confirmed) &&
    (clashes === 0 || word.trim() !== '')
  );
}
