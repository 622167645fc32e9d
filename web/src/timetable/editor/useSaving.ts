// Checks what is changed, asks for a word where it clashes, and saves it from a day on.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../core/api';
import type { PatternChange, PatternChanged, PatternClash, SaidPatternRow } from '../../core/shapes';
import { pt } from '../../i18n/week/pattern';
import { useAction } from '../../parts/useAction';
import { sentOf } from './plan';
import { type SchoolPlan } from './schoolPlan';
import type { Editing } from './useEditing';
import { apiPath } from '../../parts/useKeptSchool';

/** What has to be answered before, or read after, a change is saved. */
export type Asked =
  | { of: 'clashes'; clashes: PatternClash[]; keys: string[] }
  | { of: 'stale'; current: SaidPatternRow[] }
  | { of: 'kept'; kept: PatternChanged['kept'] };

export function useSaving(plan: SchoolPlan, editing: Editing, saved: (outcome: PatternChanged) => void) {
  const [asked, setAsked] = useState<Asked | undefined>();
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const { ask, error } = useAction();
  const path = apiPath(plan.school, 'pattern');
  const { rows } = plan.pattern;

  const clashesOf = async (body: PatternChange, keys: string[]): Promise<boolean> => {
    const { clashes } = await api.post<PatternChanged>(`${path}/check`, body);
    if (clashes.length) setAsked({ of: 'clashes', clashes, keys });
    return clashes.length > 0;
  };
  const save = (word = '') =>
    ask(async () => {
      const { body, keys } = sentOf(rows, editing.draft, plan.from, word);
      setWrong(new Map());
      try {
        if (!word && (await clashesOf(body, keys))) return;
        const outcome = await api.post<PatternChanged>(path, body, newKey());
        editing.leave(
          Object.fromEntries(
            Object.entries(editing.draft).filter(([key]) => !editing.changes.some(([done]) => done === key)),
          ),
        );
        setAsked(outcome.kept.length ? { of: 'kept', kept: outcome.kept } : undefined);
        saved(outcome);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.code === 'stale') return setAsked({ of: 'stale', current: problem.current as SaidPatternRow[] });
        // Somebody has saved between the check and the change.
        if (problem.code === 'timetable_clash' && (await clashesOf(body, keys))) return;
        setAsked(undefined);
        setWrong(
          new Map(
            problem.errors.flatMap(({ field, code }) => {
              const key = keys[Number(/^add\.(\d+)/.exec(field)?.[1] ?? -1)];
              return key === undefined
                ? []
                : [[key, code === 'no_school_day' ? pt('wrong_no_school_day') : pt('wrong_no_such_bell')] as const];
            }),
          ),
        );
        throw problem;
      }
    });
  return { save, asked, close: () => setAsked(undefined), wrong, error };
}
