/** The code that was typed in a form; empty if none was. */
export const codeIn = (form: HTMLFormElement): string => String(new FormData(form).get('code') ?? '').trim();
