import { parseTarget } from '../rules/target.ts'

/** What a target is called in a report: `sqs failed`, `lambda next:live`, `bus orders`. */
export function targetName(arn: string): string {
  const target = parseTarget(arn)
  if (!target) return arn
  const { kind, name, qualifier } = target
  return `${kind === 'events' ? 'bus' : kind} ${name}${qualifier === undefined ? '' : `:${qualifier}`}`
}

/** A dead-letter queue or topic: `dlq dead`. */
export function deadLetterName(arn: string): string {
  return `dlq ${parseTarget(arn)?.name ?? arn}`
}
