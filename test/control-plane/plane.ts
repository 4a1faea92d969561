import type { AccountOptions } from '../../src/control-plane/account.ts'
import { ControlPlane } from '../../src/control-plane/control-plane.ts'
import { MemoryStore } from '../../src/control-plane/memory-store.ts'
import type { Store } from '../../src/control-plane/store.ts'
import { ServiceError } from '../../src/rules/service-error.ts'

export const ACCOUNT = '123456789012'
export const REGION = 'us-east-1'

export const fn = (name: string, qualifier?: string) =>
  `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`
export const queue = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`

let makeStore: () => Store = () => new MemoryStore()

/** Lets the planes of all tests that follow keep their rows in other stores than in memory. */
export function planesKeepIn(make: () => Store): void {
  makeStore = make
}

/** A control plane with the given functions, and a clock that moves by a second with each look. */
export function planeWith(functions: readonly string[], options: Partial<AccountOptions> = {}): ControlPlane {
  let nowMs = 1_789_400_785_000
  const store = makeStore()
  const plane = new ControlPlane({ region: REGION, account: ACCOUNT, nowMs: () => (nowMs += 1000), store, ...options })
  for (const FunctionName of functions) plane.functions.create({ FunctionName })
  return plane
}

/** Publishes one more version, after a change that makes AWS do so. */
export function publishNext(plane: ControlPlane, FunctionName: string): string {
  plane.functions.update({ FunctionName })
  return plane.versions.publish({ FunctionName }).Version
}

/** The refusal that a call ends in, as code and wire body; any other error is passed on. */
export function refusal(call: () => unknown): [code: string, body: unknown] {
  try {
    call()
  } catch (error) {
    if (error instanceof ServiceError) return [error.code, error.body]
    throw error
  }
  throw new Error('expected a refusal, but the call was accepted')
}

export const notFound = (Message: string) => ['ResourceNotFoundException', { Type: 'User', Message }]
export const invalid = (message: string) => ['InvalidParameterValueException', { Type: 'User', message }]
export const violated = (message: string) => ['ValidationException', { message }]
export const conflict = (message: string) => ['ResourceConflictException', { Type: 'User', message }]
