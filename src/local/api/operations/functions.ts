import type { FunctionSettings } from '../../../control-plane/functions.ts'
import {
  type BodyReader,
  readFlag,
  readInteger,
  readList,
  readMap,
  readStructure,
  readText,
} from '../../../rules/body-reader.ts'
import { missingViolations, type Violation } from '../../../rules/constraint.ts'
import { invalidParameterValue } from '../../../rules/service-error.ts'
import type { Handlers } from '../call.ts'
import { json, NO_CONTENT } from '../reply.ts'
import { unsupported } from '../unsupported.ts'
import { CODE_MEMBERS, CODE_REQUEST_BYTES, codeLocation, keepCode, readCode } from './code.ts'

const texts = readList(readText)
const given: BodyReader<object> = (value) => (typeof value === 'object' && value !== null ? value : undefined)

/** Members of a function's settings. Architectures and enumerations are checked as constraints. */
const SETTINGS = {
  Description: readText,
  Runtime: readText,
  Handler: readText,
  Role: readText,
  Timeout: readInteger,
  MemorySize: readInteger,
  KMSKeyArn: readText,
  DeadLetterConfig: readStructure({ TargetArn: readText }),
  Environment: readStructure({ Variables: readMap(readText) }),
  VpcConfig: readStructure({ SubnetIds: texts, SecurityGroupIds: texts, Ipv6AllowedForDualStack: readFlag }),
  TracingConfig: readStructure({ Mode: readText }),
  Layers: texts,
  EphemeralStorage: readStructure({ Size: readInteger }),
  LoggingConfig: readStructure({
    LogFormat: readText,
    ApplicationLogLevel: readText,
    LogGroup: readText,
    SystemLogLevel: readText,
  }),
  ImageConfig: readStructure({ EntryPoint: texts, Command: texts, WorkingDirectory: readText }),
  SnapStart: readStructure({ ApplyOn: readText }),
  FileSystemConfigs: readList(readStructure({ Arn: readText, LocalMountPath: readText })),
} as const

/** Members of features that are not modelled. */
const UNSUPPORTED = {
  DurableConfig: given,
  TenancyConfig: given,
  CapacityProviderConfig: given,
  CodeSigningConfigArn: readText,
  PublishTo: readText,
} as const

const readNewFunction = readStructure({
  ...SETTINGS,
  ...UNSUPPORTED,
  FunctionName: readText,
  PackageType: readText,
  Architectures: texts,
  Code: readCode,
  Publish: readFlag,
  Tags: readMap(readText),
})
const readUpdate = readStructure({ ...SETTINGS, ...UNSUPPORTED, RevisionId: readText })
const readCodeUpdate = readStructure({
  ...CODE_MEMBERS,
  PublishTo: readText,
  Architectures: texts,
  Publish: readFlag,
  DryRun: readFlag,
  RevisionId: readText,
})

export const FUNCTIONS: Handlers = {
  CreateFunction: async (call) => {
    const body = await call.body(readNewFunction, CODE_REQUEST_BYTES)
    refuseUnsupported(body)
    const { Code, FunctionName = '', Architectures, ...settings } = body
    const request = { ...settings, FunctionName, Architectures: architectures(Architectures) }
    const violations = [
      ...missingViolations('functionName', body.FunctionName),
      ...missingViolations('role', body.Role),
      ...missingViolations('code', Code),
      ...architectureViolations(Architectures),
    ]
    const { functions, versions } = call.plane
    functions.newName(request, violations)
    if (body.PackageType !== 'Image' && (body.Runtime === undefined || body.Handler === undefined))
      throw invalidParameterValue(
        'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
      )
    const code = await keepCode(call, Code!)
    const answer = await call.changeTargets([body.DeadLetterConfig?.TargetArn], () => {
      const created = functions.create({ ...request, code }, violations)
      if (!body.Publish) return created
      const { Version, RevisionId } = versions.publish({ FunctionName: created.FunctionName })
      return { ...created, Version, RevisionId }
    })
    return json(201, answer)
  },

  GetFunction: (call) => {
    const { Configuration, code, tags, reservedConcurrency } = call.plane.functions.describe(call.target)
    return json(200, {
      Configuration,
      Code: codeLocation(call, code),
      ...(Object.keys(tags).length > 0 && { Tags: tags }),
      ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    })
  },

  GetFunctionConfiguration: (call) => json(200, call.plane.functions.get(call.target)),

  UpdateFunctionConfiguration: async (call) => {
    const body = await call.body(readUpdate)
    refuseUnsupported(body)
    const request = { ...body, FunctionName: call.path('FunctionName') }
    const targets = [body.DeadLetterConfig?.TargetArn]
    return json(200, await call.changeTargets(targets, () => call.plane.functions.update(request)))
  },

  UpdateFunctionCode: async (call) => {
    const { Architectures, Publish, DryRun, RevisionId, ...code } = await call.body(readCodeUpdate, CODE_REQUEST_BYTES)
    refuseUnsupported(code)
    const FunctionName = call.path('FunctionName')
    const { functions, versions } = call.plane
    functions.changeable({ FunctionName, RevisionId }, architectureViolations(Architectures))
    const kept = await keepCode(call, code)
    if (DryRun) return json(200, functions.get({ FunctionName }))
    const answer = call.change(() => {
      const request = { FunctionName, RevisionId, Architectures: architectures(Architectures), code: kept }
      const updated = functions.updateCode(request)
      return Publish ? versions.publish({ FunctionName }) : updated
    })
    return json(200, answer)
  },

  DeleteFunction: (call) => {
    call.change(() => call.plane.functions.delete(call.target))
    return NO_CONTENT
  },

  ListFunctions: (call) => {
    const FunctionVersion = call.query('FunctionVersion')
    return json(200, call.plane.lists.functions({ ...call.page, FunctionVersion }))
  },
}

function refuseUnsupported(body: object): void {
  for (const [name, value] of Object.entries(body))
    if (value !== undefined && name in UNSUPPORTED) throw unsupported(`${name} of a function`)
}

const ARCHITECTURES = ['x86_64', 'arm64'] as const
type Architectures = FunctionSettings['Architectures']

function architectures(names: readonly string[] | undefined): Architectures {
  const name = ARCHITECTURES.find((each) => each === names?.[0])
  return name && [name]
}

/** The sentence about a list is inferred from that about the values of a map. */
function architectureViolations(names: readonly string[] | undefined): Violation[] {
  if (names === undefined || (names.length === 1 && architectures(names))) return []
  const constraint = `Member must satisfy constraint: [Member must satisfy enum value set: [${ARCHITECTURES.join(', ')}]]`
  return [{ value: `[${names.join(', ')}]`, member: 'architectures', constraint }]
}
