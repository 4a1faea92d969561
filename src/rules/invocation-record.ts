import type { DestinationSide } from './destination.ts'
import { type Ending, type ResponseChoices, responseOf } from './ending.ts'
import type { ModelChoices } from './model-choices.ts'
import type { TargetKind } from './target.ts'

/** Choices that shape a record. */
export type RecordChoices = ResponseChoices & Pick<ModelChoices, 'successInvokeCount'>

/** A record with both payloads, or without either: what a target too small for it may get. */
export type RecordForm = 'whole' | 'withoutPayloads'

const utf8 = new TextEncoder()

/**
 * The invocation record of an ending: the JSON text that a destination receives, as bytes.
 *
 * Key order and compactness are recorded, and so is that the payloads are spliced in as the bytes they came as: a
 * leading space, a trailing newline and escapes survive.
 */
export function invocationRecord(ending: Ending, choices: RecordChoices, form: RecordForm = 'whole'): Uint8Array {
  const pieces = recordPieces(ending, choices, form).map((piece) =>
    typeof piece === 'string' ? utf8.encode(piece) : piece,
  )
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** Bytes of a record, without building it. */
export function recordBytes(ending: Ending, choices: RecordChoices, form: RecordForm = 'whole'): number {
  const pieces = recordPieces(ending, choices, form)
  return pieces.reduce((length, piece) => length + (typeof piece === 'string' ? utf8Bytes(piece) : piece.length), 0)
}

function recordPieces(ending: Ending, choices: RecordChoices, form: RecordForm): (string | Uint8Array)[] {
  const response = responseOf(ending, choices)
  const pieces: (string | Uint8Array)[] = [
    `{"version":"1.0","timestamp":"${new Date(ending.endedMs).toISOString()}","requestContext":`,
    JSON.stringify({
      requestId: ending.requestId,
      functionArn: ending.functionArn,
      condition: ending.condition,
      approximateInvokeCount: approximateInvokeCount(ending, choices),
    }),
  ]
  if (form === 'whole') pieces.push(',"requestPayload":', ending.requestPayload)
  if (response) pieces.push(`,"responseContext":${JSON.stringify(response.context)}`)
  if (response?.payload && form === 'whole') pieces.push(',"responsePayload":', response.payload)
  pieces.push('}')
  return pieces
}

/**
 * Attempts, as the record counts them. A success after a retry is recorded with 2 (in 2022); captures that show 1 are
 * reported, hence the choice.
 */
function approximateInvokeCount({ condition, attempts }: Ending, choices: RecordChoices): number {
  return condition === 'Success' && choices.successInvokeCount === 'one' ? 1 : attempts
}

function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** Largest record that a target takes, in bytes. Documented: quotas of each service; a bucket takes any record. */
export const RECORD_BYTES_LIMITS: Readonly<Record<TargetKind, number>> = {
  sqs: 1_048_576,
  sns: 262_144,
  lambda: 1_048_576,
  events: 1_048_576,
  s3: Number.POSITIVE_INFINITY,
}

/**
 * The form in which a record fits its target, or undefined when the delivery fails.
 *
 * Documented for SNS on failure: Lambda drops the payload when request and response exceed the limit. That both keys
 * then are left out, and that anything else fails, is the model choice `oversizeRecord`.
 *
 * @param sizeBytes of the whole record
 */
export function fittingForm(
  kind: TargetKind,
  side: DestinationSide,
  sizeBytes: number,
  { oversizeRecord }: Pick<ModelChoices, 'oversizeRecord'>,
): RecordForm | undefined {
  if (sizeBytes <= RECORD_BYTES_LIMITS[kind]) return 'whole'
  const dropsPayloads = oversizeRecord === 'dropPayloadOnSns' && kind === 'sns' && side === 'onFailure'
  return dropsPayloads ? 'withoutPayloads' : undefined
}
