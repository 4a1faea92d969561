import type { Timeline } from '../../measure/timeline.ts'
import { briefText } from '../../report/duration.ts'
import { Instants } from '../../report/instant.ts'
import { countOf, countText } from '../../report/number.ts'
import { type Row, rowsOf } from '../../report/timeline-row.ts'
import { fateText } from '../../report/timeline-sentence.ts'
import { RULES, type RuleId } from '../../rules/explanation.ts'
import type { Playback } from '../playback/playback.ts'
import type { Session } from '../session.ts'
import { Strip } from './strip.tsx'
import './timeline.css'

/** The timeline of the chosen event as far as it has come, each step with the rule that made it. */
export function TimelinePanel({ session }: { session: Session }) {
  session.redraw.value
  const playback = session.player.value?.playback
  if (!playback) return null
  const { event, timeline } = playback
  return (
    <section class="timeline" aria-label="Timeline of an event">
      {event === undefined ? <p class="quiet">Choose an event to see its timeline.</p> : null}
      {event !== undefined && !timeline ? <p class="quiet">Event {countText(event)} has not come yet.</p> : null}
      {timeline && <Chosen session={session} playback={playback} timeline={timeline} />}
    </section>
  )
}

function Chosen({ session, playback, timeline }: { session: Session; playback: Playback; timeline: Timeline }) {
  const { end, event, function: name, qualifier, origin } = timeline
  const called = qualifier === '$LATEST' ? name : `${name}:${qualifier}`
  const rows = rowsOf(timeline, playback.scenario)
  const instants = new Instants(playback.scenario.startMs)
  return (
    <>
      <header>
        <h2>
          Event {countText(event)} <span class="quiet">{called}</span>
        </h2>
        <p>{fateText(timeline)}</p>
        <button type="button" class="quiet-button" onClick={() => void session.choose(undefined)}>
          Close
        </button>
      </header>
      {origin && <p class="quiet">Born of event {countText(origin.event)}.</p>}
      {end && (
        <p class="quiet">
          In force at its end: {countOf(end.maximumRetries, 'retry', 'retries')} and an age of{' '}
          {briefText(end.maximumAgeMs)}.
        </p>
      )}
      <Strip timeline={timeline} nowMs={playback.nowMs} limitMs={limitOf(playback, timeline)} />
      <ol class="rows">
        {rows.map((row, place) => (
          <TimelineRow key={place} row={row} time={row.atMs === undefined ? '' : instants.time(row.atMs)} />
        ))}
      </ol>
    </>
  )
}

function limitOf({ whereabouts }: Playback, { end, event }: Timeline): number | undefined {
  return end?.maximumAgeMs ?? whereabouts.of(event)?.maximumAgeMs
}

function TimelineRow({ row, time }: { row: Row; time: string }) {
  return (
    <li class={row.kind}>
      <time>{time}</time>
      <div>
        <p>
          {row.text} {row.aside && <span class="quiet">{row.aside}</span>}
        </p>
        {row.rules.length > 0 && (
          <ul class="rules">
            {row.rules.map((rule) => (
              <Rule key={rule} id={rule} />
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

/** A rule in a sentence, how sure it is, and where that stands. */
export function Rule({ id }: { id: RuleId }) {
  const { text, certainty, source, url } = RULES[id] as {
    text: string
    certainty: readonly string[]
    source: string
    url?: string
  }
  return (
    <li class="rule">
      {text} <span class="certainty">{certainty.join(', ')}</span>{' '}
      {url === undefined ? (
        <cite>{source}</cite>
      ) : (
        <a href={url} target="_blank" rel="noreferrer">
          {source}
        </a>
      )}
    </li>
  )
}
