/** An Amazon Resource Name in its six parts. `region` and `account` may be empty (`arn:aws:s3:::bucket`). */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  /** All that follows the fifth colon, further colons included. */
  readonly resource: string
}

/** Where a function lives: an account in a region. Together with a function's name it makes the ARN. */
export interface Place {
  /** Such as `us-east-1`. */
  readonly region: string
  /** Twelve digits. */
  readonly account: string
}

/** Where functions live when nobody says. */
export const DEFAULT_REGION = 'us-east-1'
export const DEFAULT_ACCOUNT = '123456789012'

/** The parts of an ARN, or undefined when the text is not `arn:partition:service:region:account:resource`. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...rest] = text.split(':')
  if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined) return undefined
  const resource = rest.join(':')
  return resource === '' ? undefined : { partition, service, region, account, resource }
}

/** The text of an ARN: what `parseArn` takes apart. */
export function formatArn(arn: Arn): string {
  return `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.account}:${arn.resource}`
}

/** Partitions whose regions share a prefix. Documented: "Amazon Resource Names", AWS General Reference; longest first. */
const PARTITIONS = [
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
  ['cn-', 'aws-cn'],
] as const

/** The partition of a region: `aws` but for China, GovCloud, the European Sovereign Cloud and the isolated regions. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}

/** The ARN of a function, with `:qualifier` at its end where one is given. */
export function functionArn(place: Place, name: string, qualifier?: string): string {
  return formatArn({
    partition: partitionOf(place.region),
    service: 'lambda',
    region: place.region,
    account: place.account,
    resource: qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`,
  })
}
