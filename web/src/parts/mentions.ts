// "@" and a name. In the text it is plain words; whom it means goes beside it as ids.
import type { Member, Name } from '../core/types';
import { folded } from '../i18n/format';

export const label = ({ given, family }: Name): string => `@${given} ${family}`;

/** What is being typed before the caret: "@", and the beginning of a name. */
export function asked(text: string, caret: number): { from: number; words: string } | null {
  const found = /(?:^|[\s(«"])@([\p{L}\p{N}'’-]{0,30}(?: [\p{L}'’-]{0,30})?)$/u.exec(text.slice(0, caret));
  return found ? { from: caret - found[1]!.length - 1, words: found[1]! } : null;
}
/** Those it may mean: any part of the name begins so; the one whose given name does comes first. */
export function suggested(members: readonly Member[], words: string, most = 6): Member[] {
  const typed = folded(words).split(' ').filter(Boolean);
  const parts = ({ name }: Member) => [name.given, name.family, name.middle ?? ''].filter(Boolean).map(folded);
  const fits = members.filter(member => typed.every(word => parts(member).some(part => part.startsWith(word))));
  const given = (member: Member) => (typed[0] && folded(member.name.given).startsWith(typed[0]) ? 0 : 1);
  return fits.sort((a, b) => given(a) - given(b)).slice(0, most);
}
/** Puts the name where "@…" stood; the caret stands behind it and a space. */
export function completed(text: string, caret: number, from: number, member: Member): { text: string; caret: number } {
  const name = label(member.name) + ' ';
  const rest = text.slice(caret).replace(/^ /, '');
  return { text: text.slice(0, from) + name + rest, caret: from + name.length };
}

const letter = /[\p{L}\p{N}]/u;
function places(text: string, words: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const before = text[at - 1];
    const after = text[at + words.length];
    if (!(before && letter.test(before)) && !(after && letter.test(after))) found.push(at);
  }
  return found;
}
/** Whom a finished text mentions. Of namesakes those that were picked, else all of them. */
export function mentioned(text: string, members: readonly Member[], picked: ReadonlySet<string>): string[] {
  const there = members.filter(({ name }) => places(text, label(name)).length);
  const chosen = there.filter(
    ({ id, name }) => picked.has(id) || !there.some(other => picked.has(other.id) && label(other.name) === label(name)),
  );
  return chosen.map(({ id }) => id).slice(0, 50);
}

export type Piece = string | { id: string; text: string };
/** A text cut at the names it mentions, however the writer's client wrote them. */
export function pieces(text: string, people: readonly { id: string; name: Name }[]): Piece[] {
  if (!people.length || !text.includes('@')) return [text];
  const marks: { at: number; end: number; id: string }[] = [];
  for (const {
    id,
    name: { given, family, middle },
  } of people) {
    for (const words of [
      middle ? `@${given} ${middle} ${family}` : '',
      `@${given} ${family}`,
      `@${family} ${given}`,
      middle ? `@${given} ${middle}` : '',
      `@${given}`,
    ]) {
      if (!words) continue;
      for (const at of places(text, words)) {
        if (!marks.some(mark => at < mark.end && at + words.length > mark.at))
          marks.push({ at, end: at + words.length, id });
      }
    }
  }
  const cut: Piece[] = [];
  let from = 0;
  for (const { at, end, id } of marks.sort((a, b) => a.at - b.at)) {
    if (at > from) cut.push(text.slice(from, at));
    cut.push({ id, text: text.slice(at, end) });
    from = end;
  }
  if (from < text.length) cut.push(text.slice(from));
  return cut;
}
