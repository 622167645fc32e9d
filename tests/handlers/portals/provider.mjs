// An OpenID provider as it comes (npm `oidc-provider`): node provider.mjs PORT CLIENT SECRET ORIGIN PORTAL. It says that it is there.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../../web/package.json', import.meta.url));
const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));
const [, , port, client_id, client_secret, origin, portal] = process.argv;

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id,
      client_secret,
      redirect_uris: [`${origin}/portals/${portal}/callback`],
      post_logout_redirect_uris: [`${origin}/sign-in`],
      backchannel_logout_uri: `${origin}/portals/${portal}/logout`,
      backchannel_logout_session_required: true,
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  claims: {
    openid: ['sub', 'sid'],
    profile: ['family_name', 'given_name', 'middle_name'],
    email: ['email', 'email_verified'],
  },
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  // by itself it calls no private address, and we are at one
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  cookies: { keys: ['of a test'] },
  findAccount: (_, accountId) => ({
    accountId,
    claims: () => ({
      sub: accountId,
      family_name: 'Соколова',
      given_name: 'Ольга',
      middle_name: 'Сергеевна',
      email: 'olga@mail.example',
      email_verified: true,
    }),
  }),
});
provider.on('server_error', (_, error) => console.error(error));
provider.on('backchannel.error', (_, error) => console.error(error));
process.stdin.resume().on('end', () => process.exit());
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
