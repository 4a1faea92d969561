import { conformance } from './suite.ts'
import { VirtualDriver } from './virtual-driver.ts'

conformance('the engine in virtual time, told of ends in advance', () => new VirtualDriver('planned'))
conformance('the engine in virtual time, told of ends when they come', () => new VirtualDriver('settled'))
