import { countText } from '../../report/number.ts'
import type { Playback } from '../playback/playback.ts'
import type { Concurrency } from './concurrency.ts'
import { NAMES } from './names.ts'

interface Props {
  readonly playback: Playback
  readonly concurrency: Concurrency
  readonly aliases: readonly (readonly string[])[]
}

/** What the map says, in words: for those who hear it. */
export function Counts({ playback: { whereabouts, simulation }, concurrency, aliases }: Props) {
  const { ends } = whereabouts
  const rows: [name: string, count: number][] = [
    ['Accepted', simulation.engine.accepted],
    [NAMES.queue[0], whereabouts.count('queue')],
    [NAMES.running[0], whereabouts.count('running')],
    [NAMES.retryWait[0], whereabouts.count('retryWait')],
    [NAMES.backOff[0], whereabouts.count('backOff')],
    ['Succeeded in all', ends.succeeded],
    ['Dropped in all', ends.dropped],
    [NAMES.onSuccess[0], ends.taken.onSuccess],
    [NAMES.onFailure[0], ends.taken.onFailure],
    [NAMES.deadLetter[0], ends.taken.deadLetter],
    [NAMES.discarded[0], ends.discarded],
  ]
  const { out, closed, slots } = concurrency
  return (
    <section class="hidden" aria-label="Events by place">
      <dl>
        {rows.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{countText(count)}</dd>
          </div>
        ))}
      </dl>
      <p>{countText(slots)} may run at once.</p>
      {out.length > 0 && <p>In an outage: {out.join(', ')}.</p>}
      {closed.length > 0 && <p>Reserved concurrency is 0: {closed.join(', ')}.</p>}
      {aliases.length > 0 && <p>Aliases: {aliases.map((lines) => lines.join(', ')).join('; ')}.</p>}
    </section>
  )
}
