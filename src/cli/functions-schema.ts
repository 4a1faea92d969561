import { z } from 'zod'
import { duration, section } from '../scenario/schema/leaf.ts'

/** What a function of `serve --functions` has beside the fields of a scenario: its code. One of the first five. */
export const codeSchema = section(
  {
    module: z.string().min(1).meta({ description: 'Path of a module for Node, JavaScript or TypeScript.' }).optional(),
    zip: z.string().min(1).meta({ description: 'Path of a deployment package.' }).optional(),
    command: z
      .array(z.string())
      .min(1)
      .meta({ description: "A program that polls Lambda's Runtime API, and its arguments." })
      .optional(),
    url: z
      .url({ protocol: /^https?$/, error: 'expected an address such as http://localhost:9000' })
      .meta({ description: 'Address of a server that speaks the Invoke API.' })
      .optional(),
    handler: z.string().min(1).meta({ description: 'Export of the module, or handler of the package.' }).optional(),
    runtime: z.string().min(1).meta({ description: 'Of a package, such as nodejs24.x or python3.13.' }).optional(),
    environment: z.record(z.string(), z.string()).meta({ description: 'Environment variables.' }).optional(),
    duration: duration('Time that each attempt takes on a virtual clock.', { default: '0s' }).optional(),
  },
  'Code of a function.',
)

export type WrittenCode = z.output<typeof codeSchema>

/** The keys that say where the code is. */
export const CODE_KEYS = ['module', 'zip', 'command', 'url'] as const
