/** Whether passkeys work in this browser and at this address: at one of numbers no browser allows them. */
export const canUsePasskeys = (): boolean =>
  'PublicKeyCredential' in window && isSecureContext && !/^(\[|[\d.]+$)/.test(location.hostname);
