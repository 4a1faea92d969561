import { conformance } from './suite.ts'
import { WorldDriver } from './world-driver.ts'

conformance('a world on a virtual clock', () => new WorldDriver('virtual'))
conformance('a world on a real clock', () => new WorldDriver('real'))
