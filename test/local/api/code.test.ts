import { expect, test } from 'vitest'
import { ROLE, refused, TestEndpoint } from './endpoint.ts'

/** An archive of no files that says it has so many, with the end of zip64. */
function archiveOf(entries: number): string {
  const bytes = Buffer.alloc(98)
  bytes.writeUInt32LE(0x06064b50, 0)
  bytes.writeUInt32LE(entries, 32)
  bytes.writeUInt32LE(0x07064b50, 56)
  bytes.writeUInt32LE(0x06054b50, 76)
  bytes.writeUInt16LE(0xffff, 84)
  bytes.writeUInt32LE(0xffffffff, 92)
  return bytes.toString('base64')
}

test.each([100_001, 0xffffffff])(
  'an archive that says it has %d files is refused before they are looked for',
  async (entries) => {
    const body = { FunctionName: 'f', Role: ROLE, Runtime: 'nodejs24.x', Handler: 'index.handler' }
    const answer = await new TestEndpoint().request('POST', '/2015-03-31/functions', {
      ...body,
      Code: { ZipFile: archiveOf(entries) },
    })
    expect(await refused(answer)).toMatchObject([
      400,
      'InvalidParameterValueException',
      { message: 'Could not unzip uploaded file. Please check your file, then try to upload again.' },
    ])
  },
)
