import { ServiceError } from '../../rules/service-error.ts'

/** 501 for what Lambda has and this endpoint has not. */
export function unsupported(what: string): ServiceError {
  const message = `asyncinvoke does not support ${what}.`
  return new ServiceError('NotImplementedException', 501, message, { Type: 'User', message })
}

/** 404 for what is no operation of Lambda. */
export function unknownOperation(method: string, path: string): ServiceError {
  const message = `Lambda has no operation at ${method} ${path}.`
  return new ServiceError('UnknownOperationException', 404, message, { message })
}
