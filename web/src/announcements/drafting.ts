// A draft that is typed here and kept on the server: saved a moment after the last key, one save at a time. What is not saved yet
// is kept on this device.
import { api, newKey, NoAnswer, Problem } from '../core/api';
import { small } from '../core/local';
import type { OneAnnouncement } from '../core/shapes';
import { Value } from '../core/store';
import { announcementPath, type Announcement, type Draft } from './announcements';

const PAUSE = 1200;
export type Saving = 'typed' | 'saving' | 'saved' | { why: string };

/** Sendable as a draft: the server keeps none without a heading, a text and to whom. */
export const isWhole = (draft: Draft): boolean =>
  !!draft.title.trim() && !!draft.text.trim() && draft.targets.length > 0;
const clean = (draft: Draft): Draft => ({
  ...draft,
  title: draft.title.trim(),
  text: draft.text.trim(),
  confirm_until: draft.confirm ? draft.confirm_until : null,
  urgent: draft.urgent?.trim() || null,
  variants: draft.variants.filter(variant => variant.title.trim() && variant.text.trim()),
});

export class Drafting {
  readonly state = new Value<Saving>('saved');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flight: Promise<void> | undefined;
  #key = newKey(); // of the draft's beginning: asked for twice it is still one

  constructor(
    readonly school: string,
    public stored: Announcement | undefined,
    public draft: Draft,
    private readonly began: (stored: Announcement) => void,
    private readonly why: (problem: unknown) => string,
  ) {}

  static copyKey = (school: string, id: string | undefined): string => `announcing.${id ?? 'new.' + school}`;
  #copy(): string {
    return Drafting.copyKey(this.school, this.stored?.id);
  }

  type(draft: Draft): void {
    this.draft = draft;
    small.write(this.#copy(), draft);
    this.state.set('typed');
    clearTimeout(this.#timer);
    if (isWhole(draft)) this.#timer = setTimeout(() => void this.flush(), PAUSE);
  }
  /** Everything typed so far is with the server, or `state` says why not. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#flight) await this.#flight;
    if (!isWhole(this.draft) || (this.state.value === 'saved' && this.stored)) return;
    await (this.#flight = this.#save().finally(() => {
      this.#flight = undefined;
    }));
  }
  async #save(): Promise<void> {
    const { draft, stored } = this;
    this.state.set('saving');
    try {
      const answer = stored
        ? await api.patch<OneAnnouncement>(
            announcementPath(stored.id) + '/written',
            { ...clean(draft), revision: stored.revision },
            newKey(),
          )
        : await api.post<OneAnnouncement>(
            `/schools/${encodeURIComponent(this.school)}/announcements`,
            clean(draft),
            this.#key,
          );
      small.write(this.#copy(), undefined);
      this.stored = answer.announcement;
      if (this.draft !== draft) small.write(this.#copy(), this.draft);
      this.state.set(this.draft === draft ? 'saved' : 'typed');
      if (!stored) this.began(answer.announcement);
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      // Another device has changed it: what is typed here is put on top of that.
      if (problem instanceof Problem && problem.code === 'stale' && stored) {
        this.stored = problem.current as Announcement;
        await this.#save();
        return;
      }
      if (problem instanceof Problem && !stored) this.#key = newKey();
      this.state.set({ why: this.why(problem) });
    }
  }
  forget(): void {
    clearTimeout(this.#timer);
    small.write(this.#copy(), undefined);
  }
}

/** What is written, of an announcement as it is stored. */
export const fromStored = ({
  title,
  text,
  variants,
  targets,
  confirm,
  confirm_until,
  urgent,
}: Announcement): Draft => ({
  title,
  text,
  variants,
  targets,
  confirm,
  confirm_until,
  urgent,
});
