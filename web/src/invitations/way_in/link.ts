// The token of an invitation's link stands after the "#": no server and no scanner of mails sees it. The page takes it out
// of the address at once and keeps it in memory alone.

/** What a step of the page leaves in the history: never the token, nor anything that was typed. */
interface Left {
  link?: boolean;
  at?: number;
}
const left = (): Left => (history.state as Left | null) ?? {};

/** The token one came with, taken out of the address. */
export function takeToken(): string | undefined {
  const token = location.hash.slice(1);
  if (!token) return undefined;
  history.replaceState({ ...left(), link: true, at: 0 }, '', '/in');
  return token;
}
/** One came by a link to this very page of the history, and has loaded it again since. */
export const cameByLink = (): boolean => !!left().link;

export const stepHere = (): number => left().at ?? 0;
export function addStep(at: number): void {
  history.pushState({ ...left(), inside: true, at }, '', location.pathname);
}
/** The page is used up: a reload leads on. */
export const leaveAddress = (): void => history.replaceState(null, '', '/');

/** A fresh page that opens the same invitation, with nothing of who was signed in before. */
export function openAfresh(token: string | undefined): void {
  history.replaceState(null, '', token ? `/in#${token}` : '/in');
  location.reload();
}
