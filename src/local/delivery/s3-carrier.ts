import { recordKey } from '../../rules/delivery-envelope.ts'
import { type ClientSettings, isThere, loadClient } from './aws-clients.ts'
import type { Carrier } from './aws-courier.ts'

/** Writes records into a bucket, each an object of its own. */
export async function s3Carrier(settings: ClientSettings): Promise<Carrier> {
  const sdk = await loadClient('@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'))
  // An emulator has no name of its own for each bucket, nor always the newer checksums.
  const emulator = { forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } as const
  const client = new sdk.S3Client({ ...settings, ...(settings.endpoint !== undefined && emulator) })
  return {
    async carry({ atMs, body, functionName, requestId, target }, abortSignal): Promise<void> {
      const Key = recordKey(functionName, atMs, requestId)
      await client.send(new sdk.PutObjectCommand({ Bucket: target.name, Key, Body: body }), { abortSignal })
    },
    exists: ({ name }) => isThere(() => client.send(new sdk.HeadBucketCommand({ Bucket: name }))),
    close: () => client.destroy(),
  }
}
