import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import type { CodeReference } from '../../../control-plane/store.ts'
import { type BodyReader, readStructure, readText } from '../../../rules/body-reader.ts'
import { invalidParameterValue, serialization } from '../../../rules/service-error.ts'
import { MOST_ENTRIES } from '../../runtime/archive.ts'
import type { Call } from '../call.ts'
import { unsupported } from '../unsupported.ts'

/** Largest request that carries code, in bytes. Documented in public reports of the refusal. */
export const CODE_REQUEST_BYTES = 70_167_211

/** Bytes, which JSON carries in base64. */
const readBytes: BodyReader<Uint8Array> = (value) => {
  const text = readText(value)
  if (text === undefined) return undefined
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw serialization('Failed to decode a blob: expected base64')
  return Buffer.from(text, 'base64')
}

export const CODE_MEMBERS = {
  ZipFile: readBytes,
  S3Bucket: readText,
  S3Key: readText,
  ImageUri: readText,
} as const

/** Code as a request hands it in. */
export const readCode = readStructure(CODE_MEMBERS)
export type HandedCode = NonNullable<ReturnType<typeof readCode>>

/** Keeps the code of a request. Text about an archive that is none from public reports. */
export async function keepCode(call: Call, { ZipFile, ImageUri, S3Bucket }: HandedCode): Promise<CodeReference> {
  if (ImageUri !== undefined)
    return { sha256: createHash('sha256').update(ImageUri).digest('hex'), sizeBytes: 0, imageUri: ImageUri }
  if (S3Bucket !== undefined) throw unsupported('code in S3: hand it in as ZipFile')
  if (ZipFile === undefined) throw invalidParameterValue('Please provide a source for function code.')
  if (ZipFile.length === 0) throw invalidParameterValue('Uploaded file must be a non-empty zip')
  if (!isZip(ZipFile))
    throw invalidParameterValue('Could not unzip uploaded file. Please check your file, then try to upload again.')
  return { sha256: await call.codes.put(ZipFile), sizeBytes: ZipFile.length, imageUri: undefined }
}

/** Whether an archive has a list of its files; what they hold is not read. */
function isZip(bytes: Uint8Array): boolean {
  try {
    let entries = 0
    unzipSync(bytes, {
      filter: () => {
        // The archive says how many it has, and may say billions.
        if (++entries > MOST_ENTRIES) throw new RangeError('too many files')
        return false
      },
    })
    return true
  } catch {
    return false
  }
}

/** Where GetFunction says that code is: at this endpoint, or in the registry of its image. */
export function codeLocation(call: Call, code: CodeReference | undefined) {
  if (code?.imageUri !== undefined)
    return { RepositoryType: 'ECR', ImageUri: code.imageUri, ResolvedImageUri: code.imageUri }
  const name = code && Buffer.from(code.sha256, 'base64').toString('base64url')
  return { RepositoryType: 'S3', Location: name === undefined ? '' : `${call.origin}/_asyncinvoke/code/${name}` }
}
