import { Template } from 'aws-cdk-lib/assertions'
import { vi } from 'vitest'
import { type Stage, stageNamed } from '../../lib/stages.ts'
import { type Synthesis, synthesize } from '../../lib/synthesis.ts'
import { type Nag, nagOf } from './nag.ts'
import type { CloudTemplate } from './templates.ts'

export type StackName = 'firewall' | 'data' | 'web' | 'identity' | 'api' | 'events' | 'monitoring'

/** A template to read and to assert on. */
export type GivenStack = { json: CloudTemplate; template: Template }

export type GivenStage = Synthesis &
  Record<StackName, GivenStack> & {
    /** With every function, whatever starts it. */
    functions: CloudTemplate
    nag: Nag
  }

const stackNames: readonly StackName[] = ['firewall', 'data', 'web', 'identity', 'api', 'events', 'monitoring']

/** The stacks of a stage as templates, their functions left unbundled. */
export function givenStage(stage: Stage): GivenStage {
  // The schemas of CloudFormation judge the templates once, where the whole app is synthesized (bundles.test.ts).
  vi.stubEnv('CDK_VALIDATION', 'false')
  const nag: Nag = { unexplained: [], all: [] }
  const synthesis = synthesize(stage, (app) => Object.assign(nag, nagOf(app)))
  const stacks = stackNames.map((name) => {
    const json = synthesis.templates.get(name) as CloudTemplate // as CloudFormation has it
    return [name, { json, template: Template.fromJSON(json) }] as const
  })
  const given = Object.fromEntries(stacks) as Record<StackName, GivenStack> // an entry for each name
  const Resources = { ...given.api.json.Resources, ...given.events.json.Resources }
  return { ...synthesis, ...given, functions: { Resources }, nag }
}

export type GivenStages = Readonly<Record<'dev' | 'prod', GivenStage>>

export const givenStages = (): GivenStages => ({
  dev: givenStage(stageNamed('dev')),
  prod: givenStage(stageNamed('prod')),
})
