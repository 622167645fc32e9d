// Not every browser has it.
type KeptPassword = new (said: { id: string; password: string }) => Credential;

/** Asks the browser to keep a password together with its login, which the form could not know yet. */
export function keepPassword(login: string, password: string): void {
  const Kept = (window as { PasswordCredential?: KeptPassword }).PasswordCredential;
  if (Kept) navigator.credentials.store(new Kept({ id: login, password })).catch(() => {});
}
