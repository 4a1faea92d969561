import { expect, test } from 'vitest'
import * as errors from '../../src/rules/service-error.ts'

test.each([
  [errors.resourceNotFound('gone'), 404, 'ResourceNotFoundException', '{"Type":"User","Message":"gone"}'],
  [errors.invalidParameterValue('bad'), 400, 'InvalidParameterValueException', '{"Type":"User","message":"bad"}'],
  [errors.untypedInvalidParameterValue('bad'), 400, 'InvalidParameterValueException', '{"message":"bad"}'],
  [errors.resourceConflict('busy'), 409, 'ResourceConflictException', '{"Type":"User","message":"busy"}'],
  [errors.resourceConflict('busy', null), 409, 'ResourceConflictException', '{"Type":null,"message":"busy"}'],
  [
    errors.tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded'),
    429,
    'TooManyRequestsException',
    '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
  ],
  [errors.serviceFailure('oops'), 500, 'ServiceException', '{"Type":"Service","Message":"oops"}'],
  [errors.accessDenied('no'), 403, 'AccessDeniedException', '{"Message":"no"}'],
  [errors.requestEntityTooLarge('much'), 413, 'RequestEntityTooLargeException', '{"message":"much"}'],
  [
    errors.validationFailed([{ value: 3, member: 'm', constraint: 'c' }]),
    400,
    'ValidationException',
    `{"message":"1 validation error detected: Value '3' at 'm' failed to satisfy constraint: c"}`,
  ],
])('%s has its own body', (error, status, code, body) => {
  expect([error.status, error.code, error.name, error.bodyText]).toEqual([status, code, code, body])
})

test('the recorded lengths of two bodies are met', () => {
  const pending =
    'The operation cannot be performed at this time. The function is currently in the following state: Pending'
  expect(errors.resourceConflict(pending, null).bodyText).toHaveLength(131)
  expect(errors.tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded').bodyText).toHaveLength(103)
})

test('violations are refused all at once, none not at all', () => {
  errors.refuseViolations([])
  const violation = { value: 'x', member: 'm', constraint: 'c' }
  expect(() => errors.refuseViolations([violation, violation])).toThrow(/^2 validation errors detected: /)
})
