/**
 * The step in the history that stands for an open sheet: Back closes it.
 *
 * A sheet that closes in another way takes its step back itself. The browser does so a moment later, when another sheet
 * may be open already: what arrives then was nobody's wish to close that one.
 */

const open = new Set<number>();
let awaited = 0; // steps back of our own that have not arrived
let own = false; // what arrived last was one
addEventListener('popstate', () => {
  own = awaited > 0;
  if (own) awaited--;
});

const sheetHere = (): number | undefined => (history.state as { sheet?: number } | null)?.sheet;

/** Adds a step; `close` is called when somebody goes back over it. Returns what takes it back. */
export function addStep(close: () => void): () => void {
  const sheet = Math.random();
  const state = { inside: true, sheet };
  history.pushState(state, '');
  open.add(sheet);
  const arrive = () => {
    const here = sheetHere();
    if (here === sheet) return;
    if (!own) close();
    // Our step lies ahead now, as the browser counted it in or not: it is made anew from here.
    else if (here === undefined || open.has(here)) history.pushState(state, '');
    else history.replaceState(state, '');
  };
  addEventListener('popstate', arrive);
  return () => {
    removeEventListener('popstate', arrive);
    open.delete(sheet);
    if (sheetHere() !== sheet) return;
    awaited++;
    history.back();
  };
}
