import type { Hono } from 'hono'
import { parseDuration } from '../../notation/duration.ts'
import { type Clock, ClockStoppedError } from '../clock/clock.ts'
import type { Worlds } from '../worlds.ts'
import { eventDocument, eventSummary } from './event-document.ts'
import { prometheusText } from './prometheus.ts'

/** Events that are listed where nobody says how many. */
const LISTED = 100

export interface AdminParts {
  readonly clock: Clock
  readonly worlds: Worlds
  /** What was sent to destinations and dead-letter queues, oldest first; all, or to one of them. */
  readonly deliveries: (destination: string | undefined) => readonly object[]
  /** Request ids of the last events of a store, the last one first; undefined where there is none: worlds know theirs. */
  readonly lastIds?: ((count: number) => readonly string[]) | undefined
  /** Version of the package. */
  readonly version: string
}

/** Adds what the endpoint says beside Lambda's API: its clock, deliveries, the timelines of events, metrics, health. */
export function addAdmin(app: Hono, { clock, worlds, deliveries, lastIds, version }: AdminParts): void {
  const state = () => ({
    now: new Date(Math.round(clock.startMs + clock.nowMs)).toISOString(),
    pending: worlds.all.reduce((sum, { pending }) => sum + pending, 0),
  })
  const timeline = (requestId: string) => {
    for (const world of worlds.all) {
      const found = world.timeline(requestId)
      if (found) return found
    }
    return undefined
  }
  const known = (requestId: string) => {
    const found = timeline(requestId)
    return found ? [{ requestId, timeline: found }] : []
  }

  app.get('/_asyncinvoke/health', (context) => context.json({ status: 'ok', version }))
  app.get('/_asyncinvoke/clock', (context) => context.json({ clock: clock.kind, ...state() }))

  app.post('/_asyncinvoke/clock/advance', async (context) => {
    if (clock.kind !== 'virtual')
      return context.json(
        { message: 'The clock is real: it moves by itself. Start with --clock virtual to move it.' },
        409,
      )
    const body: unknown = await context.req.json().catch(() => undefined)
    const by = typeof body === 'object' && body !== null && 'by' in body ? body.by : undefined
    let byMs: number
    try {
      byMs = parseDuration(by)
    } catch (error) {
      return context.json({ message: `by: ${(error as Error).message}` }, 400)
    }
    try {
      await clock.advance(byMs)
    } catch (error) {
      if (error instanceof RangeError) return context.json({ message: `by: ${error.message}` }, 400)
      if (error instanceof ClockStoppedError) return context.json({ message: error.message }, 503)
      throw error
    }
    return context.json(state())
  })

  app.post('/_asyncinvoke/clock/settle', async (context) => {
    try {
      await clock.settle()
    } catch (error) {
      if (error instanceof ClockStoppedError) return context.json({ message: error.message }, 503)
      throw error
    }
    return context.json(state())
  })

  app.get('/_asyncinvoke/deliveries', (context) =>
    context.json({ deliveries: deliveries(context.req.query('destination')) }),
  )

  app.get('/_asyncinvoke/events', (context) => {
    const last = Number(context.req.query('last') ?? LISTED)
    if (!Number.isInteger(last) || last < 1)
      return context.json(
        { message: `last: expected a whole number of 1 or more, got ${context.req.query('last')}` },
        400,
      )
    const events = lastIds ? lastIds(last).flatMap(known) : worlds.all.flatMap((world) => world.lastEvents(last))
    return context.json({
      events: events.map(({ requestId, timeline }) => eventSummary(requestId, timeline, clock.startMs)),
    })
  })

  app.get('/_asyncinvoke/events/:requestId', (context) => {
    const requestId = context.req.param('requestId')
    const found = timeline(requestId)
    if (found) return context.json({ requestId, ...eventDocument(found, clock.startMs) })
    return context.json({ message: `no event with the request id ${requestId} is known (any more)` }, 404)
  })

  app.get('/metrics', async (context) => {
    const { text, contentType } = await prometheusText(worlds.all)
    return context.body(text, 200, { 'content-type': contentType })
  })
}
