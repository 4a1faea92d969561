import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import type { Explanation } from '../../src/report/explanation.ts'
import { timelineText } from '../../src/report/timeline-text.ts'
import { SINK, type WorldOptions } from '../engine/world.ts'
import { ExplainedWorld } from '../measure/explained.ts'
import { HOUR, STYLE, scenarioOf } from './sample.ts'

const SCENARIO = scenarioOf([{ name: 'f' }], { runLengthMs: HOUR })

export const onFailure = { DestinationConfig: { OnFailure: { Destination: SINK } } }

export function explained(world: ExplainedWorld, event: number): Explanation {
  return { scenario: SCENARIO, timelines: [world.timeline(event)], question: undefined }
}

/** The heading and the rows of an event, without the title and the sources. */
export function drawn(world: ExplainedWorld, event = 1): string {
  const [, heading, body] = timelineText(explained(world, event), STYLE).split('\n\n')
  return `\n${heading}\n${body}\n`
}

/** One function `f` with a timeout of 3 s, two retries and what a test says. */
export function settings(config: Parameters<ControlPlane['eventInvokeConfigs']['put']>[0] | object, reserved?: number) {
  return (plane: ControlPlane) => {
    plane.functions.create({ FunctionName: 'f', Timeout: 3 })
    plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 2, ...config })
    if (reserved !== undefined) plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: reserved })
  }
}

/** A world in which some events were sent at a moment and have ended. */
export function worldOf(options: WorldOptions, events = 1, atMs = 0): ExplainedWorld {
  const world = new ExplainedWorld(options)
  world.send(atMs, 'f', { count: events })
  return world.finish() as ExplainedWorld
}
