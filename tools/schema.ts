/** Writes the JSON schema of scenario files to the path given: `node tools/schema.ts dist/scenario.schema.json`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { scenarioJsonSchema } from '../src/scenario/schema/scenario.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('expected the path of the file to write, got nothing: node tools/schema.ts FILE\n')
  process.exitCode = 2
} else {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`)
}
