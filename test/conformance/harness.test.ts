import { HarnessDriver } from './harness-driver.ts'
import { conformance } from './suite.ts'

conformance('the harness of the test kit, with handlers', () => new HarnessDriver())
