/** Runs once when Next's server starts, before it answers anything. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { rewriteIncoming } = await import('#app/_server/incoming.ts')
  rewriteIncoming()
}
