import { App } from 'aws-cdk-lib'
import { makeStacks } from '../lib/stacks/index.ts'
import { stageNamed } from '../lib/stages.ts'

const app = new App()
makeStacks(app, stageNamed(app.node.tryGetContext('stage')))
