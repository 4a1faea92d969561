import type { Place } from '../../rules/arn.ts'

/** Where clients of AWS's services send to. */
export type AwsEndpoint =
  /** An emulator, with credentials that are worth nothing. */
  | { readonly endpointUrl: string }
  /** AWS itself, with the credentials of the environment: only where somebody has asked for just that. */
  | { readonly realAws: true }

/** The settings that every client gets. Nothing is left to the environment, so that nothing reaches the real AWS by chance. */
export interface ClientSettings {
  readonly region: string
  readonly maxAttempts: number
  readonly endpoint?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/**
 * Settings of a client that speaks for an account in a region. One attempt: what is repeated, and when, is the engine's
 * to decide. Emulators with several accounts take the account from the key.
 */
export function clientSettings(endpoint: AwsEndpoint, { account, region }: Place): ClientSettings {
  const settings = { region, maxAttempts: 1 }
  if (!('endpointUrl' in endpoint)) return settings
  const credentials = { accessKeyId: account, secretAccessKey: 'none' }
  return { ...settings, endpoint: endpoint.endpointUrl, credentials }
}

/** Loads a client's package, which not every installation has. @throws Error that says what to install */
export async function loadClient<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(`deliveries there need the package ${name}: npm install ${name}`)
  }
}

const MISSING =
  /^(?:QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|NotFound|NotFoundException|ResourceNotFoundException|NoSuchBucket)$/

/** Whether a service says that something is there: any other refusal than "not there" is passed on. */
export async function isThere(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (error instanceof Error && MISSING.test(error.name)) return false
    throw error
  }
}
