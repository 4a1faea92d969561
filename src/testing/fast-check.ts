/** Arbitraries and checks that need fast-check 4 beside this package: `asyncinvoke/fast-check`. */
export { type Arrival, type ArrivalStreamOptions, arrivalStreams, sendArrivals } from './arbitraries/arrival-streams.ts'
export { type ChangeOptions, changes } from './arbitraries/changes.ts'
export { type EventInvokeConfigOptions, eventInvokeConfigs } from './arbitraries/event-invoke-configs.ts'
export { type FaultPlanOptions, faultPlans } from './arbitraries/fault-plans.ts'
export {
  type OutcomeSequenceOptions,
  outcomeSequences,
  type PlayedOutcome,
  playing,
} from './arbitraries/outcome-sequences.ts'
export { type Move, playSchedule, type Schedule, type ScheduleOptions, schedules } from './arbitraries/schedules.ts'
export { Counterexample, type Replay } from './checks/counterexample.ts'
export { checkIdempotent, type IdempotenceOptions } from './checks/idempotence.ts'
export { CheckMisuse } from './checks/misuse.ts'
export { checkPolicy, type Policy, type PolicyOptions, type PolicyProperty } from './checks/policy.ts'
export type { Checked, SearchOptions } from './checks/search.ts'
export type { EnvironmentSetup, FunctionsSetup, HandlerSetup, IdempotenceSetup } from './checks/subject.ts'
