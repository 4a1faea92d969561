import type { EndedEvent } from './ended-event.ts'
import type { EngineView, Observer } from './ports.ts'
import type { Target } from './target.ts'

/** An observer that takes no notice: what somebody wants to be told of, a class of their own overrides. */
export class SilentObserver implements Observer {
  attach(_engine: EngineView): void {}
  accepted(_event: number, _target: Target, _functionIndex: number): void {}
  throttled(_event: number, _target: Target, _reason: number, _functionIndex: number): void {}
  missed(_event: number, _target: Target, _functionIndex: number): void {}
  started(_event: number, _attempt: number, _target: Target, _functionIndex: number): void {}
  ended(_event: number, _attempt: number, _target: Target, _functionIndex: number): void {}
  queued(_event: number, _target: Target, _reason: number, _functionIndex: number): void {}
  waiting(_event: number, _dueMs: number, _target: Target, _functionIndex: number): void {}
  finished(_event: number, _condition: number, _target: Target, _functionIndex: number): void {}
  delivered(_ended: EndedEvent, _side: number, _arn: string): void {}
  deliveryFailed(_ended: EndedEvent, _side: number, _arn: string): void {}
  discarded(_number: number, _target: Target): void {}
}
