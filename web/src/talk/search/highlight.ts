// Which words of a text were looked for. The server finds them in all their forms; here the beginnings that forms share are marked.
import { folded } from '../../i18n/format';

const SHORTEST = 3; // letters that forms of a short word have in common
const stem = (word: string): string => word.slice(0, Math.max(SHORTEST, word.length - 3));
export interface Piece {
  text: string;
  found: boolean;
}

export function marked(text: string, query: string): Piece[] {
  const stems =
    folded(query)
      .match(/[\p{L}\p{N}]+/gu)
      ?.map(stem) ?? [];
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!stems.some(one => folded(word).startsWith(one))) continue;
    if (index > from) pieces.push({ text: text.slice(from, index), found: false });
    pieces.push({ text: word, found: true });
    from = index + word.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), found: false });
  return pieces;
}
/** The part of a long text in which the first word stands. */
export function excerpt(text: string, query: string, most = 140): string {
  const first = marked(text, query).findIndex(piece => piece.found);
  const before =
    first < 0
      ? ''
      : marked(text, query)
          .slice(0, first)
          .map(piece => piece.text)
          .join('');
  if (text.length <= most || before.length < most / 2) return text.length <= most ? text : text.slice(0, most) + '…';
  const at = before.length - 40;
  const space = before.indexOf(' ', at);
  const start = space < 0 ? at : space + 1;
  return '…' + text.slice(start, start + most) + (start + most < text.length ? '…' : '');
}
