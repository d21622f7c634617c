// Ends with 0 when the address it is given answers well: what a container's health check asks.
try {
  const answer = await fetch(process.argv[2], { redirect: 'manual', signal: AbortSignal.timeout(2_500) })
  process.exit(answer.status < 500 ? 0 : 1)
} catch {
  process.exit(1)
}
