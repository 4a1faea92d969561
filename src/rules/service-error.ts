import { type Violation, validationMessage } from './constraint.ts'

/** A refusal in the shape in which Lambda's API sends it. */
export class ServiceError extends Error {
  /** The exception's name, as in the header `x-amzn-ErrorType`. */
  readonly code: string
  /** The HTTP status. */
  readonly status: number
  /** The keys of the JSON body, in wire order. Whether a message is `message` or `Message` depends on the code. */
  readonly body: Readonly<Record<string, string | null>>

  constructor(code: string, status: number, message: string, body: Readonly<Record<string, string | null>>) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.body = body
  }

  /** The body as it stands on the wire: compact JSON. */
  get bodyText(): string {
    return JSON.stringify(this.body)
  }
}

/** 404, with a capital `Message`. Recorded. */
export function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', 404, message, { Type: 'User', Message: message })
}

/** 400. Recorded; errors about reserved concurrency come without `Type` (`untypedInvalidParameterValue`). */
export function invalidParameterValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', 400, message, { Type: 'User', message })
}

/** 400 with `message` as its only key. Recorded for limits of reserved concurrency. */
export function untypedInvalidParameterValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', 400, message, { message })
}

/** 400 for members that break constraints: `message` only. Recorded. @param violations at least one */
export function validationFailed(violations: readonly Violation[]): ServiceError {
  const message = validationMessage(violations)
  return new ServiceError('ValidationException', 400, message, { message })
}

/** Throws when there are violations: all of them in one error. */
export function refuseViolations(violations: readonly Violation[]): void {
  if (violations.length > 0) throw validationFailed(violations)
}

/** 409. Recorded; an invocation of a `Pending` function carries a JSON null as its type. */
export function resourceConflict(message: string, type: 'User' | null = 'User'): ServiceError {
  return new ServiceError('ResourceConflictException', 409, message, { Type: type, message })
}

/** 429. Recorded for `ReservedFunctionConcurrentInvocationLimitExceeded`. */
export function tooManyRequests(reason: string, message = 'Rate Exceeded.'): ServiceError {
  return new ServiceError('TooManyRequestsException', 429, message, { Reason: reason, Type: 'User', message })
}

/** 500. Member names documented in the API's model; the value of `Type` inferred. */
export function serviceFailure(message: string): ServiceError {
  return new ServiceError('ServiceException', 500, message, { Type: 'Service', Message: message })
}

/** 403. IAM denials carry a `Message` only; an ARN of another account is refused without a text. Both recorded. */
export function accessDenied(message: string | null = null): ServiceError {
  return new ServiceError('AccessDeniedException', 403, message ?? '', { Message: message })
}

/** 413: `message` only. Recorded. */
export function requestEntityTooLarge(message: string): ServiceError {
  return new ServiceError('RequestEntityTooLargeException', 413, message, { message })
}

/** 400 for a body of the wrong types. The code is the REST protocol's convention; texts and keys are inferred. */
export function serialization(message: string): ServiceError {
  return new ServiceError('SerializationException', 400, message, { message })
}

/** 400 for a payload that is no JSON. Recorded. */
export function invalidRequestContent(message: string): ServiceError {
  return new ServiceError('InvalidRequestContentException', 400, message, { Type: 'User', message })
}

/** 412 for a `RevisionId` that is not the latest. Text recorded; its keys are those of the API's model. */
export function preconditionFailed(): ServiceError {
  const message =
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id'
  return new ServiceError('PreconditionFailedException', 412, message, { Type: 'User', message })
}
