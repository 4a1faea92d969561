import type { WrittenConfig, WrittenFunction } from './written.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:'

/** The queues that records and dead letters go to where a scenario named none of its own. */
export const DEFAULT_TARGETS = {
  onSuccess: `${QUEUE}succeeded`,
  onFailure: `${QUEUE}failed`,
  deadLetter: `${QUEUE}dead`,
} as const

export type TargetSide = keyof typeof DEFAULT_TARGETS

/** ARN of what a function's records or dead letters go to; undefined for none. */
export function targetOf(written: WrittenFunction, side: TargetSide): string | undefined {
  if (side === 'deadLetter') return written.deadLetterConfig?.TargetArn || undefined
  const config = written.eventInvokeConfig?.DestinationConfig
  return (side === 'onSuccess' ? config?.OnSuccess : config?.OnFailure)?.Destination || undefined
}

/** The function with a target on that side, or without one. @param arn undefined: without */
export function withTarget(written: WrittenFunction, side: TargetSide, arn: string | undefined): WrittenFunction {
  if (side === 'deadLetter') {
    const { deadLetterConfig: _, ...rest } = written
    return arn === undefined ? rest : { ...rest, deadLetterConfig: { TargetArn: arn } }
  }
  const config: WrittenConfig = written.eventInvokeConfig ?? {}
  const key = side === 'onSuccess' ? 'OnSuccess' : 'OnFailure'
  const DestinationConfig = { ...config.DestinationConfig, [key]: arn === undefined ? {} : { Destination: arn } }
  return { ...written, eventInvokeConfig: { ...config, DestinationConfig } }
}
