import { expect, test } from 'vitest'
import { archive, running } from './attempts.ts'

test('where no Python is installed, a Python function says so', async () => {
  process.env.PATH = ''
  const { outcome, value } = await running(
    archive({ 'app.py': '' }, { handler: 'app.handler', runtime: 'python3.13' }),
  )()
  expect([outcome, value]).toMatchObject([
    'error',
    {
      errorType: 'Runtime.CannotRun',
      errorMessage: 'expected python3.13 or python3 on the search path for the runtime python3.13; found neither',
    },
  ])
})
