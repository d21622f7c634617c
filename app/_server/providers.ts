import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { ProviderIdentity } from '#server/core/accounts/provider.ts'
import { pageEnv } from './env.ts'

type Profile = Record<string, unknown>

/** GitHub, Google and one generic OIDC provider, those that are configured. */
export function configuredProviders(): OAuthConfig<Profile>[] {
  const env = pageEnv()
  const found: (OAuthConfig<Profile> | false)[] = [
    !!env.GITHUB_ID &&
      !!env.GITHUB_SECRET &&
      (GitHub({ clientId: env.GITHUB_ID, clientSecret: env.GITHUB_SECRET }) as unknown as OAuthConfig<Profile>),
    !!env.GOOGLE_ID &&
      !!env.GOOGLE_SECRET &&
      (Google({ clientId: env.GOOGLE_ID, clientSecret: env.GOOGLE_SECRET }) as unknown as OAuthConfig<Profile>),
    !!env.OIDC_ISSUER && !!env.OIDC_ID && !!env.OIDC_SECRET && oidc(env.OIDC_ISSUER, env.OIDC_ID, env.OIDC_SECRET, env.OIDC_NAME),
  ]
  return found.filter((provider) => provider !== false)
}

const oidc = (issuer: string, clientId: string, clientSecret: string, name: string): OAuthConfig<Profile> => ({
  id: 'oidc',
  name,
  type: 'oauth',
  wellKnown: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
  authorization: { params: { scope: 'openid email profile' } },
  idToken: true,
  checks: ['pkce', 'state', 'nonce'],
  clientId,
  clientSecret,
  profile: (profile) => ({ id: String(profile.sub) }),
})

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : null)
const webAddress = (value: unknown) => {
  const address = text(value)
  return address && URL.canParse(address) && new URL(address).protocol === 'https:' ? address : null
}

/** What a provider said about a person, in the words of the accounts. `profile` is as the provider sent it. */
export function toIdentity(provider: string, providerAccountId: string, profile: Profile): ProviderIdentity {
  const email = text(profile.email)
  const name = text(profile.name)
  const login = text(profile.preferred_username) ?? text(profile.login)
  return {
    provider,
    providerAccountId,
    suggestions: [login, email, name].filter((suggestion) => suggestion !== null),
    displayName: name ?? login,
    // GitHub says nothing about verification.
    email: profile.email_verified === true ? email : null,
    avatarUrl: webAddress(profile.picture) ?? webAddress(profile.avatar_url),
  }
}
