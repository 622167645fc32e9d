import { small } from './local';

export type Theme = 'system' | 'light' | 'dark';
export const theme = (): Theme => small.read<Theme>('theme') ?? 'system';
export function showTheme(): void {
  const chosen = theme();
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}
export function chooseTheme(next: Theme): void {
  small.write('theme', next === 'system' ? undefined : next);
  showTheme();
}
