import { Server } from 'lucide-react'
import { say } from '#app/_words/say.ts'
import { agoInWords } from '#app/_words/time.ts'
import type { NodeInfo } from '#protocol/sessions.ts'

/** The socket hosts that run, each with what hangs on it. */
export function Nodes({ nodes }: { nodes: readonly NodeInfo[] }) {
  const now = new Date()
  return (
    <ul aria-label={say.dialogs.nodes} className="flex min-h-14 flex-wrap gap-2">
      {nodes.map((node) => (
        <li key={node.id} className="flex items-center gap-2.5 rounded-lg bg-hover px-3 py-2">
          <Server size={16} className="shrink-0 text-soft" aria-hidden="true" />
          <span className="flex flex-col text-meta">
            <span className="tabular font-medium">{say.dialogs.connectionsOf(node.connections, node.people)}</span>
            <span className="text-soft">
              {node.host} {node.id.slice(0, 6)} · {say.dialogs.started(agoInWords(new Date(node.startedAt), now))}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
