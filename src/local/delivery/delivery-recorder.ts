import { Delivery } from '../../engine/delivery.ts'
import type { EndedEvent } from '../../engine/ended-event.ts'
import type { EngineView } from '../../engine/ports.ts'
import { SilentObserver } from '../../engine/silent-observer.ts'
import { fittingForm, RECORD_BYTES_LIMITS, type RecordForm } from '../../rules/invocation-record.ts'
import { DEAD_LETTER, SIDES } from '../../rules/routing.ts'
import { parseTarget } from '../../rules/target.ts'
import type { DeliveriesRecord } from '../store/deliveries-record.ts'

const text = new TextDecoder()

/** Writes into the record of deliveries what was delivered and what was not, to functions too. */
export class DeliveryRecorder extends SilentObserver {
  private readonly record: DeliveriesRecord
  private readonly errorOf: (ended: EndedEvent, side: number) => string | undefined
  private engine!: EngineView

  /** @param errorOf why a delivery failed, where somebody tried to carry it */
  constructor(record: DeliveriesRecord, errorOf: (ended: EndedEvent, side: number) => string | undefined) {
    super()
    this.record = record
    this.errorOf = errorOf
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override delivered(ended: EndedEvent, side: number, arn: string): void {
    this.add(ended, side, arn, null)
  }

  override deliveryFailed(ended: EndedEvent, side: number, arn: string): void {
    this.add(ended, side, arn, this.errorOf(ended, side) ?? refusal(ended, side, arn))
  }

  private add(ended: EndedEvent, side: number, arn: string, error: string | null): void {
    const delivery = new Delivery({ fate: { ended }, side, arn }, 1, this.form(ended, side, arn))
    this.record.add({
      destination: arn,
      kind: SIDES[side]!,
      requestId: ended.facts.requestId(),
      at: new Date(this.engine.startMs + this.engine.nowMs).toISOString(),
      body: text.decode(delivery.body()),
      attributes: delivery.attributes(),
      error,
    })
  }

  /** As the engine has chosen it. */
  private form(ended: EndedEvent, side: number, arn: string): RecordForm {
    const target = parseTarget(arn)
    const name = SIDES[side]!
    if (!target || name === 'deadLetter') return 'whole'
    return fittingForm(target.kind, name, ended.recordBytes(), this.engine.choices) ?? 'whole'
  }
}

/** Why the engine itself let a delivery fail. */
function refusal(ended: EndedEvent, side: number, arn: string): string {
  const kind = parseTarget(arn)?.kind
  const limit = kind ? RECORD_BYTES_LIMITS[kind] : Number.POSITIVE_INFINITY
  const bytes = side === DEAD_LETTER ? ended.facts.requestPayload.length : ended.recordBytes()
  if (bytes > limit) return `the message has ${bytes} bytes, the target takes ${limit}`
  if (kind === 'lambda') return 'the function is not there, is in another account or region, or is part of a loop'
  return 'the target did not take the message'
}
