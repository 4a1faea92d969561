import { describe, expect, it } from 'vitest'
import { openCourier } from '../../../src/local/delivery/couriers.ts'
import { HOME, messageTo, noSignal, REQUEST_ID, refusalOf, TRACE } from './message.ts'
import { Stub } from './stub.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q'

describe('an address that deliveries are posted to', () => {
  it('gets each message’s bytes as the body, and what else there is of it in headers', async () => {
    const stub = await Stub.listen(() => ({ status: 202 }))
    const courier = openCourier({ deliverTo: `${stub.url}/sink?a=1` }, HOME)!
    const attributes = { ErrorMessage: { DataType: 'String', StringValue: 'zu spät\n💥' } } as const
    await courier.carry(messageTo(QUEUE, { side: 'deadLetter', attributes, body: ' {"é": 1}' }), noSignal())
    const [request] = stub.received
    expect([request!.method, request!.path, request!.body]).toEqual(['POST', '/sink?a=1', ' {"é": 1}'])
    expect(request!.headers).toMatchObject({
      'content-type': 'application/json',
      'x-amzn-requestid': REQUEST_ID,
      'x-amzn-trace-id': TRACE,
      'x-asyncinvoke-destination': QUEUE,
      'x-asyncinvoke-kind': 'deadLetter',
    })
    expect(JSON.parse(request!.headers['x-asyncinvoke-attributes'] as string)).toEqual(attributes)
    await stub.close()
  })

  it('takes a message by answering 2xx, and nothing else', async () => {
    const statuses = [200, 204, 302, 400, 503]
    const stub = await Stub.listen(() => ({ status: statuses[stub.received.length - 1]! }))
    const courier = openCourier({ deliverTo: stub.url }, HOME)!
    const answers: string[] = []
    for (const _ of statuses) answers.push(await refusalOf(courier.carry(messageTo(QUEUE), noSignal())))
    expect(answers.map((answer) => answer.replace(stub.url, 'it'))).toEqual([
      'was taken',
      'was taken',
      'Error: it answered 302',
      'Error: it answered 400',
      'Error: it answered 503',
    ])
    await stub.close()
  })

  it('gets credentials in the header for them, and no error shows these or what else is secret in the address', async () => {
    const stub = await Stub.listen(() => ({ status: 503 }))
    const deliverTo = `${stub.url.replace('//', '//us%40er:S3CRET@')}/path?token=T0KEN`
    const refused = await refusalOf(openCourier({ deliverTo }, HOME)!.carry(messageTo(QUEUE), noSignal()))
    expect(refused).toBe(`Error: ${stub.url} answered 503`)
    const [{ headers, path }] = stub.received as [(typeof stub.received)[0]]
    expect([headers.authorization, path]).toEqual([`Basic ${btoa('us@er:S3CRET')}`, '/path?token=T0KEN'])
    await stub.close()
    const unreachable = await refusalOf(openCourier({ deliverTo }, HOME)!.carry(messageTo(QUEUE), noSignal()))
    expect(unreachable).not.toMatch(/S3CRET|T0KEN/)
    expect(() => openCourier({ deliverTo: 'ftp://u:S3CRET@host/' }, HOME)).toThrow(
      'deliverTo: expected an address with http: or https:, got ftp://host/',
    )
  })
})

describe('couriers', () => {
  it('are none where nothing is said', () => {
    expect(openCourier({}, HOME)).toBeUndefined()
  })

  it('bring a message to the emulator and to the address, and it has arrived when both have it', async () => {
    const emulator = await Stub.listen(() => ({ status: 500, body: '{}' }))
    const address = await Stub.listen(() => ({}))
    const courier = openCourier({ endpointUrl: emulator.url, deliverTo: address.url }, HOME)!
    expect(await refusalOf(courier.carry(messageTo(QUEUE), noSignal()))).not.toBe('was taken')
    expect([emulator.received.length, address.received.length]).toEqual([1, 1])
    await courier.close()
    await emulator.close()
    await address.close()
  })

  it('are refused where an address is none, or an emulator and AWS are both meant', () => {
    expect(() => openCourier({ deliverTo: 'localhost:3000' }, HOME)).toThrow(
      'deliverTo: expected an address with http: or https:, got localhost:3000',
    )
    expect(() => openCourier({ endpointUrl: 'x' }, HOME)).toThrow('endpointUrl: expected an address')
    expect(() => openCourier({ endpointUrl: 'http://127.0.0.1:1', realAws: true }, HOME)).toThrow('got both')
  })
})
