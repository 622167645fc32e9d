// A cell of the journal.
import { cellName, statusLetter } from './cells';
import { type CellView } from './journal';

export function Cell({
  cell,
  at,
  r,
  c,
  look,
  current,
  chosen,
}: {
  cell: CellView;
  at: string;
  r: number;
  c: number;
  look: string;
  current: boolean;
  chosen: boolean;
}) {
  const { marks, status, waiting, failed } = cell;
  const plain = !status && !waiting && !failed && marks.length < 2 && !marks.some(mark => mark.comment); // a bare digit needs no second wording
  const state = [
    look,
    current && 'cur',
    chosen && 'sel',
    waiting && 'wait',
    failed && 'fail',
    marks.some(mark => mark.value < 3) && 'low',
    marks.some(mark => mark.comment) && 'said',
  ]
    .filter(Boolean)
    .join(' ');
  const inside = (
    <>
      {status && status !== 'present' && <u>{statusLetter(status)}</u>}
      {status && marks.length > 0 && ' '}
      {marks.map((mark, index) => (
        <>
          {index > 0 && <s>/</s>}
          <span data-v={mark.value} data-w={mark.weight} data-mark={mark.mark?.id}>
            {mark.value}
          </span>
        </>
      ))}
    </>
  );
  return (
    <td
      tabIndex={chosen ? 0 : -1}
      data-r={r}
      data-c={c}
      data-cell={at}
      data-state={failed ? 'failed' : waiting ? 'waiting' : 'sent'}
      class={state}
      aria-selected={chosen}
    >
      {plain ? (
        inside
      ) : (
        <>
          <span aria-hidden="true">{inside}</span>
          <span class="vh">{cellName(cell)}</span>
        </>
      )}
    </td>
  );
}
