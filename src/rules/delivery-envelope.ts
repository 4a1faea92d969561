import type { Target } from './target.ts'

/** An event as EventBridge takes it, under PutEvents' names. */
export interface BusEntry {
  readonly EventBusName: string
  readonly Source: 'lambda'
  readonly DetailType: string
  /** The bus, then the function with the qualifier that the caller addressed. */
  readonly Resources: readonly string[]
  /** JSON text without spaces. */
  readonly Detail: string
  /** Milliseconds since 1970. */
  readonly timeMs: number
}

/**
 * The entry that carries an invocation record to an event bus. Recorded: source `lambda` (one page of the documentation
 * says `aws.lambda`), order of the resources, detail types, and that the detail is compact while other targets get the
 * record's own bytes. That every condition but `Success` is a `Failure` is inferred. EventBridge cuts the time to
 * seconds itself.
 *
 * @param record JSON text
 */
export function busEntry(
  bus: Target,
  functionArn: string,
  succeeded: boolean,
  record: string,
  timeMs: number,
): BusEntry {
  return {
    EventBusName: bus.arn,
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${succeeded ? 'Success' : 'Failure'}`,
    Resources: [bus.arn, functionArn],
    Detail: compactJson(record),
    timeMs,
  }
}

const STRING_OR_SPACE = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[ \t\r\n]+/g

/** JSON text without the space between its tokens. Numbers and strings keep their writing: large integers survive. */
export function compactJson(text: string): string {
  return text.replace(STRING_OR_SPACE, (token) => (token.startsWith('"') ? token : ''))
}

/**
 * The key under which a bucket gets a record. Documented ("Retaining records of asynchronous invocations") and recorded:
 * `aws/lambda/async/<function>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>` in UTC, without the qualifier.
 *
 * @param uuid random on AWS; here whatever names the event, so that a delivery that is repeated writes the same object
 */
export function recordKey(functionName: string, timeMs: number, uuid: string): string {
  const time = new Date(timeMs).toISOString()
  const day = time.slice(0, 10).replaceAll('-', '/')
  return `aws/lambda/async/${functionName}/${day}/${time.slice(0, 19).replaceAll(':', '.')}-${uuid}`
}
