export type { Timeline } from '../measure/timeline.ts'
export type { Step } from '../measure/timeline-step.ts'
export type { EventTransition, Transition } from '../measure/transition.ts'
export type { Condition } from '../rules/condition.ts'
export type { EventInvokeConfig } from '../rules/event-invoke-config.ts'
export type { ModelChoices } from '../rules/model-choices.ts'
export type { PolicyFinding } from '../rules/policy/finding.ts'
export { ServiceError } from '../rules/service-error.ts'
export type { TestedAttempt, TestedDelivery, TestedEvent } from './events/tested-event.ts'
export type { Change } from './faults/change.ts'
export type { AttemptFaultKind, Duration, Fault, FaultKind, FaultPlan } from './faults/fault.ts'
export {
  ATTEMPT_FAULTS,
  afterAttempt,
  destinationDown,
  duplicate,
  FAULT_KINDS,
  onAttempt,
  SURROUNDING_KINDS,
  throttled,
} from './faults/fault.ts'
export { faultCode, faultPlanCode } from './faults/fault-code.ts'
export { describePlan } from './faults/fault-sentence.ts'
export type { CallAnswer } from './handlers/callers.ts'
export type { Callback, Handler, HandlerContext } from './handlers/handler.ts'
export { Harness, harness, type InvokeOptions } from './harness/harness.ts'
export { HarnessError } from './harness/harness-error.ts'
export type {
  AccountOptions,
  AliasOptions,
  FunctionOptions,
  HarnessOptions,
  VersionOptions,
} from './harness/harness-options.ts'
export { bucket, bus, functionArn, queue, topic } from './harness/target-arn.ts'
export { TestedFunction } from './harness/tested-function.ts'
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
} from './judgements/assertions.ts'
export type { LetterPattern } from './judgements/delivery-judgements.ts'
export { type Matched, matchers } from './judgements/matchers.ts'
