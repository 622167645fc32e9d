import { Component } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { JournalLesson, JournalState, JournalStudent } from '../../core/types';
import { weekOf } from '../../core/dates';
import { lang, t } from '../../i18n';
import { decimal, isMonday, kindOf, said, weekdayLong, weekdayShort, whole, dayMonth } from '../../i18n/format';
import { type Grip } from './grid';
import { cellKey, columnKind, isAway, rowMean, type CellView } from './journal';
import { Cell } from './JournalCell';

interface Column {
  lesson: JournalLesson;
  look: string;
  short: string;
  kind: string;
  weight: number;
}
function columnsOf(state: JournalState, chosen: Record<string, string>): Column[] {
  return state.lessons.map((lesson, index) => {
    const kind = kindOf(state.kinds, columnKind(state, lesson.id, chosen[lesson.id]));
    const before = state.lessons[index - 1];
    const newWeek =
      before && (isMonday(lesson.day) ? before.day !== lesson.day : weekOf(before.day) !== weekOf(lesson.day));
    const weight = kind?.weight ?? 1;
    return {
      lesson,
      short: state.course.grade === 1 ? '' : said(kind?.short),
      kind: said(kind?.name),
      weight,
      look: [weight > 1 && 'heavy', newWeek && 'mon', lesson.cancelled && 'off'].filter(Boolean).join(' '),
    };
  });
}

/** The kinds the columns would take from their marks; a text, so that the same kinds are the same value. */
const kindsUsed = (state: JournalState) => state.lessons.map(lesson => columnKind(state, lesson.id, undefined)).join();

export function Grid({
  state,
  grip,
  scroll,
}: {
  state: JournalState;
  grip: Grip;
  scroll: { current: HTMLDivElement | null };
}) {
  const table = useRef<HTMLTableElement>(null);
  const columns = useMemo(
    () => columnsOf(state, grip.chosen),
    [state.lessons, state.kinds, kindsUsed(state), grip.chosen, lang.value],
  );
  const looks = columns.map(column => column.look).join();
  const { r, c } = grip.at;
  useKeepInSight(table, scroll, r, c);
  const first = useRef(true);
  useLayoutEffect(() => {
    // the table takes the keys at once; later only when a key or a tap moved it
    const quiet = first.current && !matchMedia('(pointer: fine)').matches;
    first.current = false;
    if (!quiet) table.current?.querySelector<HTMLElement>('td.sel')?.focus({ preventScroll: true });
  }, [grip.focus]);
  const press = (event: Event) => {
    const cell = (event.target as Element).closest<HTMLElement>('td[data-c]');
    const head = (event.target as Element).closest<HTMLElement>('th[data-c]');
    if (cell) grip.move(Number(cell.dataset['r']), Number(cell.dataset['c']));
    else if (head) grip.move(r, Number(head.dataset['c']));
  };
  return (
    <table
      class="jt"
      role="grid"
      ref={table}
      aria-label={t('journalOf', { title: state.course.title })}
      aria-rowcount={state.students.length + 1}
      onKeyDown={grip.onKey}
      onClick={press}
      style={{ '--cols': columns.length }}
    >
      <Head columns={columns} c={c} today={state.today} n={state.students.length} language={lang.value} />
      <tbody>
        {state.students.map((student, index) => (
          <Row
            key={student.id}
            student={student}
            index={index}
            cells={grip.cells[index]!}
            lessons={state.lessons}
            looks={looks}
            columns={columns}
            c={c}
            chosen={index === r}
            language={lang.value}
          />
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps {
  columns: Column[];
  c: number;
  today: string;
  n: number;
  language: string;
}
class Head extends Component<HeadProps> {
  override shouldComponentUpdate(next: HeadProps): boolean {
    const now = this.props;
    return (
      next.columns !== now.columns ||
      next.c !== now.c ||
      next.today !== now.today ||
      next.n !== now.n ||
      next.language !== now.language
    );
  }
  override render({ columns, c, today, n }: HeadProps) {
    return (
      <thead>
        <tr>
          <th class="c-n" scope="col">
            <span class="vh">№</span>
          </th>
          <th class="c-name" scope="col">
            {t('students', { n: n })}
          </th>
          {columns.map(({ lesson, look, short, kind, weight }, index) => (
            <th
              key={lesson.id}
              scope="col"
              data-c={index}
              data-lesson={lesson.id}
              class={`${look}${lesson.day === today ? ' is-today' : ''}${index === c ? ' cur' : ''}`}
              title={`${weekdayLong(lesson.day)}, ${dayMonth(lesson.day)}, ${t('lessonN', { n: lesson.number })}`}
            >
              <button type="button" tabIndex={-1}>
                <span class="vh">
                  {weekdayShort(lesson.day)} {dayMonth(lesson.day)}, {kind}, {t('weight')} {weight}
                </span>
                <span aria-hidden="true">
                  <b>{Number(lesson.day.slice(8))}</b>
                  {short}
                  {weight > 1 && <span class="w"> ×{weight}</span>}
                </span>
              </button>
            </th>
          ))}
          <th class="c-sum mean" scope="col" title={t('meanHint')}>
            {t('mean')}
          </th>
          <th class="c-sum c-end" scope="col" title={t('awayHint')}>
            {t('away')}
          </th>
        </tr>
      </thead>
    );
  }
}
interface RowProps {
  student: JournalStudent;
  index: number;
  cells: CellView[];
  lessons: JournalLesson[];
  looks: string;
  columns: Column[];
  c: number;
  chosen: boolean;
  language: string;
}
/** A key repaints the rows it touches, never the table. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const now = this.props;
    return (
      next.cells !== now.cells ||
      next.c !== now.c ||
      next.chosen !== now.chosen ||
      next.looks !== now.looks ||
      next.student !== now.student ||
      next.index !== now.index ||
      next.language !== now.language
    );
  }
  override render({ student, index, cells, columns, c, chosen }: RowProps) {
    const away = cells.filter(cell => isAway(cell.status)).length;
    return (
      <tr class={chosen ? 'at' : ''} data-student={student.id}>
        <th class="c-n" aria-hidden="true">
          {index + 1}
        </th>
        <th class="c-name" scope="row">
          <div title={whole(student.name)}>
            <span class="cut">{student.name.family}</span>
            <span>{student.name.given}</span>
          </div>
        </th>
        {cells.map((cell, column) => (
          <Cell
            key={columns[column]!.lesson.id}
            cell={cell}
            at={cellKey(student.id, columns[column]!.lesson.id)}
            r={index}
            c={column}
            look={columns[column]!.look}
            current={column === c}
            chosen={chosen && column === c}
          />
        ))}
        <td class="c-sum mean">{decimal(rowMean(cells)).replace('—', '')}</td>
        <td class="c-sum c-end soft">{away || ''}</td>
      </tr>
    );
  }
}

/** Two rows of air under the sticky head, a column beside the sticky names. */
function useKeepInSight(
  table: { current: HTMLTableElement | null },
  scroll: { current: HTMLDivElement | null },
  r: number,
  c: number,
) {
  useLayoutEffect(() => {
    const cell = table.current?.querySelector<HTMLElement>('td.sel');
    const box = scroll.current;
    if (!cell || !box) return;
    const row = cell.parentElement as HTMLElement;
    const top = row.offsetTop;
    const height = cell.offsetHeight;
    if (top - 46 - height < box.scrollTop) box.scrollTop = top - 46 - height;
    else if (top + 3 * height > box.scrollTop + box.clientHeight) box.scrollTop = top + 3 * height - box.clientHeight;
    const left = cell.offsetLeft;
    const width = cell.offsetWidth;
    const names = 228;
    if (left - names - width < box.scrollLeft) box.scrollLeft = left - names - width;
    else if (left + 2 * width > box.scrollLeft + box.clientWidth) box.scrollLeft = left + 2 * width - box.clientWidth;
  }, [r, c]);
}
