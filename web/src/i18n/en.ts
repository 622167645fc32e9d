// Words of the interface, English. Names people wrote stay as written.
import { shell } from './en/shell';
import { diary } from './en/diary';
import { journal } from './en/journal';
import { talk } from './en/talk';
import type { Key } from './ru';
import type { Text } from './text';

export const en: Record<Key, Text> = { ...shell, ...diary, ...journal, ...talk };
