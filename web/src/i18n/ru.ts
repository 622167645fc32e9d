// Words of the interface, Russian. Names stand before a colon and are never declined; no gender; no full stop in labels.
import { shell } from './ru/shell';
import { diary } from './ru/diary';
import { journal } from './ru/journal';
import { talk } from './ru/talk';

export const ru = { ...shell, ...diary, ...journal, ...talk };

export type Key = keyof typeof ru;
