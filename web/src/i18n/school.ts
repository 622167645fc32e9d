// Words of the School section.
import { wordsOf } from '.';
import { school as en } from './en/school';
import { school as ru } from './ru/school';

export const s = wordsOf(ru, en);
