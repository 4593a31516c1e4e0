import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import cdkSettings from '../cdk.json' with { type: 'json' }
import { makeStacks } from './stacks/index.ts'
import type { Stage } from './stages.ts'

export type Resource = {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
}
export type CloudTemplate = {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>>
}

export type Synthesis = {
  readonly app: App
  /** By the stack's name without product and stage: `data`, `api` and so on. */
  readonly templates: ReadonlyMap<string, CloudTemplate>
  readonly protectedStacks: readonly string[]
}

/**
 * The stacks of a stage as templates, their functions left unbundled, without network or account.
 * @param inspect is shown the constructs before their references between stacks become exports
 */
export function synthesize(stage: Stage, inspect: (app: App) => void = () => {}): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'soundkeep-synth-'))
  try {
    const app = new App({ outdir, context: { ...cdkSettings.context, 'aws:cdk:bundling-stacks': [] } })
    makeStacks(app, stage)
    inspect(app)
    const { stacks } = app.synth()
    const short = (name: string) => name.slice(`soundkeep-${stage.name}-`.length)
    return {
      app,
      // CDK gives templates as `any`.
      templates: new Map(stacks.map(({ stackName, template }) => [short(stackName), template as CloudTemplate])),
      protectedStacks: stacks.filter((each) => each.terminationProtection).map(({ stackName }) => short(stackName)),
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}
