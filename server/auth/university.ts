/**
 * Signing in at the university: OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636). openid-client verifies issuer,
 * audience, signature, algorithm, expiry, state and nonce.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Config } from '../config.ts';

/** What belongs to one attempt, kept until its answer comes. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface University {
  begin(): Promise<{ readonly url: URL; readonly attempt: Attempt }>;
  /**
   * @param answer the address that the university sent the browser to
   * @returns the address that the university vouches for; undefined if it vouches for none
   * @throws Error if the answer is not to this attempt, or not the university's
   */
  end(answer: URL, attempt: Attempt): Promise<string | undefined>;
}

export const DONE = '/sign-in/university/done';

/** Undefined unless A3_OIDC_ISSUER names one. It is asked for its configuration when the first person signs in. */
export function openUniversity(config: Config, origin: string): University | undefined {
  const { A3_OIDC_ISSUER: issuer, A3_OIDC_CLIENT_ID: clientId, A3_OIDC_CLIENT_SECRET: secret } = config;
  if (!issuer || !clientId) return undefined;
  const address = new URL(issuer);
  // Without TLS only on this machine, for trying.
  const isLocal = address.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname);
  let known: Promise<Configuration> | undefined;
  const configuration = () => {
    known ??= discovery(address, clientId, secret, undefined, isLocal ? { execute: [allowInsecureRequests] } : {});
    known.catch(() => {
      known = undefined; // the next person asks again
    });
    return known;
  };
  return {
    begin: async () => {
      const attempt = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: origin + DONE,
        scope: 'openid email profile',
        code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: 'S256',
        state: attempt.state,
        nonce: attempt.nonce,
      });
      return { url, attempt };
    },
    end: async (answer, { state, nonce, codeVerifier }) => {
      const tokens = await authorizationCodeGrant(await configuration(), answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const { email, email_verified } =
        claims.email === undefined
          ? await fetchUserInfo(await configuration(), tokens.access_token, claims.sub)
          : claims;
      return email_verified === true && typeof email === 'string' ? email : undefined;
    },
  };
}
