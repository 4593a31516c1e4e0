import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { vi } from 'vitest'
import cdkSettings from '../../cdk.json' with { type: 'json' }
import { makeStacks } from '../../lib/stacks/index.ts'
import { stageNamed } from '../../lib/stages.ts'
import type { CloudTemplate } from './templates.ts'

/** The stacks of a stage as templates, their functions left unbundled. */
export function synthesized(stageName: 'dev' | 'prod') {
  // The schemas of CloudFormation judge the templates once, where the whole app is synthesized (bundles.test.ts).
  vi.stubEnv('CDK_VALIDATION', 'false')
  const outdir = mkdtempSync(join(tmpdir(), 'soundkeep-synth-'))
  try {
    const app = new App({ outdir, context: { ...cdkSettings.context, 'aws:cdk:bundling-stacks': [] } })
    makeStacks(app, stageNamed(stageName))
    const assembly = app.synth()
    const stack = (name: string) => assembly.getStackByName(`soundkeep-${stageName}-${name}`)
    const [data, api, monitoring] = [stack('data'), stack('api'), stack('monitoring')]
    return {
      data: { ...given(data.template), terminationProtection: data.terminationProtection },
      api: given(api.template),
      monitoring: given(monitoring.template),
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

/** A template to read and to assert on. */
function given(json: CloudTemplate) {
  return { json, template: Template.fromJSON(json) }
}
