// The ways from Me to whom one trusts and what one has agreed to.
import { ConsentsLink } from '../consents/ConsentsLink';
import { TrustedLink } from '../trust/TrustedLink';

export function OwnLinks() {
  return (
    <>
      <TrustedLink />
      <ConsentsLink />
    </>
  );
}
