export type { Timeline } from '../measure/timeline.ts'
export type { Step } from '../measure/timeline-step.ts'
export type { EventTransition, Transition } from '../measure/transition.ts'
export type { Condition } from '../rules/condition.ts'
export type { EventInvokeConfig } from '../rules/event-invoke-config.ts'
export type { ModelChoices } from '../rules/model-choices.ts'
export { ServiceError } from '../rules/service-error.ts'
export {
  assertAttempted,
  assertDeadLettered,
  assertDelivered,
  assertDiscarded,
  assertDropped,
  assertDuplicated,
  assertEndedAs,
  assertEndedWithin,
  assertNotDeadLettered,
  assertNotDelivered,
  assertNotDiscarded,
  assertNotDropped,
  assertNotDuplicated,
  assertNotThrottled,
  assertRetriedAfter,
  assertThrottled,
} from './assertions.ts'
export type { CallAnswer } from './callers.ts'
export type { LetterPattern } from './delivery-judgements.ts'
export type { AttemptFaultKind, Duration, Fault, FaultPlan } from './fault.ts'
export { ATTEMPT_FAULTS, duplicate, onAttempt, throttled } from './fault.ts'
export { faultCode } from './fault-code.ts'
export type { Callback, Handler, HandlerContext } from './handler.ts'
export { Harness, harness, type InvokeOptions } from './harness.ts'
export { HarnessError } from './harness-error.ts'
export type {
  AccountOptions,
  AliasOptions,
  FunctionOptions,
  HarnessOptions,
  VersionOptions,
} from './harness-options.ts'
export { type Matched, matchers } from './matchers.ts'
export { bucket, bus, functionArn, queue, topic } from './target-arn.ts'
export type { TestedAttempt, TestedDelivery, TestedEvent } from './tested-event.ts'
export { TestedFunction } from './tested-function.ts'
