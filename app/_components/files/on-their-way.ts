/** One part of the page: whoever attached files has what draws them in a message that waits too, also when the network goes then. */
export { PendingFiles } from './pending-files.tsx'
export { Tray } from './tray.tsx'
