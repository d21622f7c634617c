// Preloaded into every process that the start script starts: when the starter dies, however it dies, the channel to it
// breaks, and the process ends in order, or after a grace at once.
const GRACE_MS = 3_000

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
