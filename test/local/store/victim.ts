import { writeSync } from 'node:fs'
import { ControlPlane } from '../../../src/control-plane/control-plane.ts'
import { Engine } from '../../../src/engine/engine.ts'
import { openStore } from '../../../src/local/store/endpoint-store.ts'
import { FUNCTION_ERROR, SUCCEEDED } from '../../../src/rules/outcome.ts'
import { PLACE } from './incarnation.ts'

/**
 * A process that is to be killed: accepts events and prints the request id of each once it is on disk, while those that
 * it has run and fail, wait and end. `finish` as its second argument: it accepts nothing and ends when all have ended.
 */
const [path, mode] = process.argv.slice(2)
const store = openStore(path)
const plane = new ControlPlane({ ...PLACE, nowMs: () => 0, store: store.controlPlane(PLACE) })
if (plane.functionNames().length === 0) plane.functions.create({ FunctionName: 'f' })
const queue = store.queue(PLACE, { seed: 3, startMs: 0 })

const started: [number: number, requestId: string][] = []
let accepted: string[] = []
const engine = new Engine({
  controlPlane: plane,
  place: PLACE,
  seed: queue.seed,
  startMs: queue.startMs,
  observer: queue.observer,
  invoker: {
    start(_attempt, event) {
      started.push([engine.events.number(event), engine.requestId(event)])
      accepted.push(engine.requestId(event))
      return false
    },
  },
})
queue.restore(engine, queue.nowMs)
accepted = []

for (let turn = 0; mode !== 'finish' || engine.pending > 0; turn++) {
  engine.advance(mode === 'finish' ? engine.nextDueMs() : engine.nowMs + 100)
  accepted = []
  if (mode !== 'finish') for (let i = 0; i < 5; i++) engine.accept('f', '$LATEST')
  const answered = accepted
  await queue.flushed()
  if (answered.length > 0) writeSync(1, `${answered.join('\n')}\n`)
  for (const [number] of started.splice(0))
    engine.settle(number, (number + turn) % 3 === 0 ? FUNCTION_ERROR : SUCCEEDED)
}
store.close()
