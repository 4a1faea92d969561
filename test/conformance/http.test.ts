import { HttpDriver } from './http-driver.ts'
import { conformance } from './suite.ts'

conformance('the endpoint over its API', () => new HttpDriver())
