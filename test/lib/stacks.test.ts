import { describe } from 'vitest'
import { apiFacts } from './facts/api.ts'
import { dataFacts } from './facts/data.ts'
import { eventFacts } from './facts/events.ts'
import { findingFacts } from './facts/findings.ts'
import { firewallFacts } from './facts/firewall.ts'
import { identityFacts } from './facts/identity.ts'
import { monitoringFacts } from './facts/monitoring.ts'
import { roleFacts } from './facts/roles.ts'
import { stageFacts } from './facts/stages.ts'
import { summaryFacts } from './facts/summary.ts'
import { webFacts } from './facts/web.ts'
import { givenStages } from './given.ts'

// One synthesis for all of them: it takes longer than the facts.
const given = givenStages()

describe('the data stack', () => dataFacts(given))
describe('the web stack', () => webFacts(given))
describe('the firewall stack', () => firewallFacts(given))
describe('the identity stack', () => identityFacts(given))
describe('the api stack', () => apiFacts(given))
describe('the events stack', () => eventFacts(given))
describe('the monitoring stack', () => monitoringFacts(given))
describe('the roles', () => roleFacts(given))
describe('cdk-nag', () => findingFacts(given))
describe('the committed summaries', () => summaryFacts(given))
describe('stages', () => stageFacts(given))
