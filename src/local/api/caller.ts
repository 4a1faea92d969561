import type { Place } from '../../rules/arn.ts'
import { ServiceError } from '../../rules/service-error.ts'

const REGION = /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/
/** Key, date, region and service of a signature of version 4: `AKIA…/20261124/us-east-1/lambda/aws4_request`. */
const SCOPE = /^(.+)\/\d{8}\/([^/]*)\/[^/]+\/aws4_request$/

/**
 * The account and the region that a request is for, by its signature, which nobody verifies.
 *
 * The region is that of the credential's scope. An access key id of twelve digits is the account; any other key belongs to
 * the account at home, as does a request without a signature of that kind.
 *
 * @param home account and region of callers who say nothing
 * @param authorization the header, or undefined
 * @param credential the parameter `X-Amz-Credential` of a presigned URL
 * @throws ServiceError for a scope whose region cannot be one; the text is AWS's, from public reports
 */
export function callerPlace(home: Place, authorization: string | undefined, credential?: string): Place {
  const scope = /Credential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? credential
  const [, key = '', region = home.region] = SCOPE.exec(scope ?? '') ?? []
  if (!REGION.test(region)) throw invalidScope()
  return { account: /^\d{12}$/.test(key) ? key : home.account, region }
}

function invalidScope(): ServiceError {
  const message = 'Credential should be scoped to a valid region.'
  return new ServiceError('InvalidSignatureException', 403, message, { message })
}
