// The periods of some grades in one year, as lines that are typed and saved together.
import { useState } from 'preact/hooks';
import type { SchoolYear } from '../../core/shapes';
import { dayShort } from '../../i18n/format';
import { o } from '../../i18n/setUp';
import { y } from '../../i18n/year';
import { Icon } from '../../parts/icons';
import { CloseButton, Sheet } from '../../parts/parts';
import { Both } from '../../parts/Both';
import type { KeptSchool } from '../../parts/useKeptSchool';
import { InTheWay } from './InTheWay';
import { useYear } from './useYear';
import { gradesWords } from './words';
import {
  byGrades,
  lastDay,
  often,
  PERIOD_KINDS,
  saidDays,
  typedDays,
  yearFaults,
  yearOf,
  type Grades,
  type PeriodKind,
  type TypedDays,
} from './year';

export type GradeRange = Pick<Grades, 'grade_from' | 'grade_until'>;
const GRADES = Array.from({ length: 12 }, (_, n) => n + 1);

export function PeriodsSheet({
  school,
  year,
  of,
  grades,
  saved,
  close,
}: {
  school: KeptSchool;
  year: SchoolYear;
  of: number;
  grades: Grades | undefined; // undefined: of grades that have none yet
  saved: (year: SchoolYear) => void;
  close: () => void;
}) {
  const begin = (kind: PeriodKind) => often(kind, of, n => y(`nth_${kind}`, { n }));
  const [kind, setKind] = useState<PeriodKind>('quarters');
  const [lines, setLines] = useState<TypedDays[]>(grades ? grades.periods.map(typedDays) : begin('quarters'));
  const [range, setRange] = useState<GradeRange>(grades ?? firstWithout(year, of));
  const [tried, setTried] = useState(false);
  const { save, met, error, inTheWay } = useYear(school, year, saved);
  const ours = (one: { from_day: string; grade_from?: number; grade_until?: number }) =>
    !!grades &&
    yearOf(one.from_day) === of &&
    one.grade_from === grades.grade_from &&
    one.grade_until === grades.grade_until;
  const others = (met ?? year).periods.filter(one => !ours(one));
  const turned = range.grade_until < range.grade_from;
  const own = yearFaults(lines, range, []);
  const all = yearFaults(lines, range, others);
  // Grades that have periods already are what is wrong, not each line.
  const taken = !turned && all.some((fault, n) => fault === 'meets' && !own[n]);
  const faults = grades ? all : own;
  const wrong = turned || all.some(Boolean);
  const put = (made: TypedDays[]) =>
    save(held => ({
      ...held,
      periods: [
        ...held.periods.filter(one => !ours(one)),
        ...made.map(line => ({
          ...saidDays(line),
          grade_from: range.grade_from,
          grade_until: range.grade_until,
        })),
      ],
    })).then(ok => ok && close());
  const change = (n: number, part: Partial<TypedDays>) =>
    setLines(lines.map((one, other) => (other === n ? { ...one, ...part } : one)));
  const name = grades ? gradesWords(grades) : y('addFirst');
  return (
    <Sheet label={name} class="detail roomy wide" onClose={close}>
      <header class="row">
        <h2>{name}</h2>
        <CloseButton onClose={close} />
      </header>
      <form
        class="set-up-form up"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          setTried(true);
          if (!wrong && lines.length) void put(lines);
        }}
      >
        {!grades && (
          <div class="field">
            <span class="label" id="p-kind">
              {y('kind')}
            </span>
            <div class="pills wrap" role="group" aria-labelledby="p-kind">
              {PERIOD_KINDS.map(one => (
                <button
                  key={one}
                  type="button"
                  class="pill"
                  aria-pressed={one === kind}
                  onClick={() => {
                    setKind(one);
                    setLines(begin(one));
                  }}
                  data-kind={one}
                >
                  {y(one)}
                </button>
              ))}
            </div>
          </div>
        )}
        <fieldset class="field">
          <legend class="label">{y('forGrades')}</legend>
          {turned && <Wrong words={y('wrong_grades')} />}
          {taken && <Wrong words={y('wrong_taken')} />}
          <Range range={range} set={setRange} />
        </fieldset>
        <ul class="set-up-lines">
          {lines.map((line, n) => (
            <Line
              key={n}
              n={n}
              line={line}
              // An overlap is seen while it is typed; what is only not typed yet is asked for when it is saved.
              fault={
                faults[n] && (tried || faults[n] === 'meets' || faults[n] === 'ends_first')
                  ? y(`wrong_${faults[n]}`)
                  : ''
              }
              set={part => change(n, part)}
              remove={lines.length > 1 ? () => setLines(lines.filter((_, other) => other !== n)) : undefined}
            />
          ))}
        </ul>
        <button
          type="button"
          class="btn plain small"
          onClick={() => setLines([...lines, { title: '', first: '', last: '' }])}
          data-one-more
        >
          <Icon name="plus" />
          {y('oneMore')}
        </button>
        {met && <Meanwhile met={met} lines={lines} ours={ours} />}
        {error}
        <InTheWay lessons={inTheWay} />
        <p class="row wrap">
          <button type="submit" class="btn" aria-disabled={wrong || undefined} data-save-periods>
            {y('save')}
          </button>
          {grades && (
            <button type="button" class="btn plain" onClick={() => void put([])}>
              {y('removeAll')}
            </button>
          )}
          <button type="button" class="btn two" onClick={close}>
            {o('back')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

/** Grades to begin with: those after the last that have periods, else all. */
function firstWithout(year: SchoolYear, of: number): GradeRange {
  const last = Math.max(0, ...byGrades(year.periods, of).map(one => one.grade_until));
  return last < 11 ? { grade_from: last + 1, grade_until: 11 } : { grade_from: 1, grade_until: 11 };
}
export function Wrong({ words }: { words: string }) {
  return (
    <p class="err" role="alert">
      <Icon name="alert" />
      {words}
    </p>
  );
}
/** The grades of periods, or of days that are free. */
export function Range({ range, set }: { range: GradeRange; set: (range: GradeRange) => void }) {
  return (
    <div class="set-up-range">
      <Grade
        name="grade_from"
        label={y('gradeFrom')}
        value={range.grade_from}
        set={to => set({ ...range, grade_from: to })}
      />
      <Grade
        name="grade_until"
        label={y('gradeUntil')}
        value={range.grade_until}
        set={to => set({ ...range, grade_until: to })}
      />
    </div>
  );
}
function Grade({ name, label, value, set }: { name: string; label: string; value: number; set: (to: number) => void }) {
  return (
    <label>
      <span>{label}</span>
      <select class="input low" name={name} value={value} onChange={event => set(Number(event.currentTarget.value))}>
        {GRADES.map(one => (
          <option key={one} value={one} selected={one === value}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
export function Line({
  n,
  line,
  fault,
  single = false,
  set,
  remove,
}: {
  n: number;
  line: TypedDays;
  fault: string;
  single?: boolean;
  set: (part: Partial<TypedDays>) => void;
  remove: (() => void) | undefined;
}) {
  const days = (name: 'first' | 'last') => (
    <label>
      <span>{single ? y('day') : y(name)}</span>
      <input
        class="input low num"
        type="date"
        name={name}
        value={line[name]}
        onInput={event => set({ [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <li class={fault ? 'clash' : undefined} aria-label={y('line', { n: n + 1 })} data-line={n}>
      <label class="of-title">
        <span>{y('title')}</span>
        <input
          class="input low"
          name="title"
          maxLength={60}
          value={line.title}
          onInput={event => set({ title: event.currentTarget.value })}
        />
      </label>
      {days('first')}
      {!single && days('last')}
      {remove && (
        <button type="button" class="icon-btn" aria-label={y('removeLine', { title: line.title })} onClick={remove}>
          <Icon name="close" />
        </button>
      )}
      {fault && <Wrong words={fault} />}
    </li>
  );
}

/** How the same periods stand after somebody else's change. */
function Meanwhile({
  met,
  lines,
  ours,
}: {
  met: SchoolYear;
  lines: readonly TypedDays[];
  ours: (one: SchoolYear['periods'][number]) => boolean;
}) {
  const said = (title: string, first: string, last: string) => `${title}: ${dayShort(first)} – ${dayShort(last)}`;
  return (
    <>
      <p class="note brass">
        <Icon name="alert" />
        {y('again')}
      </p>
      <Both
        differences={[
          {
            head: y('period'),
            theirs: met.periods.filter(ours).map(one => said(one.title, one.from_day, lastDay(one))),
            mine: lines.filter(({ first, last }) => first && last).map(one => said(one.title, one.first, one.last)),
          },
        ]}
      />
    </>
  );
}
