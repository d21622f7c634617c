const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  // Of everything that is no page. proxy.ts gives pages theirs.
  { key: 'Content-Security-Policy', value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
]
/** Over plain http, as in a local network, browsers ignore these, and complain of the second. */
const secureHeaders = [
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // No page needs the optimiser of pictures: its address is not there.
  images: { unoptimized: true },
  // Native or long-lived modules of the server half: loaded from node_modules, never bundled.
  serverExternalPackages: ['@node-rs/argon2', 'pg', 'pino', '@prisma/client', '@prisma/adapter-pg'],
  async headers() {
    return [
      { source: '/:path*', headers },
      // The pictures of emoji say themselves how long they are kept.
      { source: '/api/:path((?!emoji/).*)', headers: [{ key: 'Cache-Control', value: 'no-store' }] },
      {
        source: '/:path*',
        has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
        headers: secureHeaders,
      },
    ]
  },
}
