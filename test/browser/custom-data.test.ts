import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BodyInputOf, Contract } from '../../functions/contract/index.ts'
import { type GivenCloud, givenCloud, shortWav } from '../given/cloud.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

const tenantPath = '/t/01k0acme000000000000000000'
const any = { 'if-match': '*' }
const views = [
  ['light', 390],
  ['dark', 1440],
] as const

let world: GivenCloud
let visitors: Visitors
/** Tenant Administrator of Acme, signed in from test to test. */
let tara: Page

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  tara = await visitors.pageFor()
  await visitors.signIn(tara, 'Tara')
}, 120_000)

afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

async function goTo(page: Page, path: string): Promise<Page> {
  await page.goto(`${world.cloud.url}${tenantPath}${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const inDialog = (page: Page) => page.getByRole('dialog')
const define = async (body: BodyInputOf<Contract['customData']['createCustomField']>) => {
  const answer = await world.as('tara').post('/custom-fields', { body })
  expect(answer.status).toBe(201)
  return (answer.body as { id: string }).id
}
const labelsIn = (page: Page, table: string) =>
  page.getByRole('table', { name: table, exact: true }).locator('tbody th a').allInnerTexts()

describe('categories', () => {
  it('are made in a colour, renamed, retired and restored', async () => {
    const page = await goTo(tara, '/settings/categories')
    await press(page, 'New category')
    await press(page, 'Create category')
    await inDialog(page).getByText('Give the category a name.').waitFor()
    await page.getByLabel('Name').fill('Sale')
    await page.getByRole('radio', { name: 'Green' }).check()
    await press(page, 'Create category')
    const categories = page.getByRole('table', { name: 'Categories', exact: true })
    await categories.locator('[data-colour="green"]', { hasText: 'Sale' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('New category')

    await press(page, 'Edit Sale')
    await page.getByLabel('Name').fill('Sold')
    await inDialog(page).getByRole('button', { name: 'Save' }).click()
    await press(page, 'Retire Sold')
    await press(page, 'Retire category')
    const retired = page.getByRole('table', { name: 'Retired categories' })
    await retired.getByText('Sold').waitFor()
    await press(page, 'Restore Sold')
    await press(page, 'Restore category')
    await categories.getByText('Sold').waitFor()
    expect(await retired.count()).toBe(0)
  })

  it('have names of their own', async () => {
    await world.as('tara').post('/categories', { body: { name: 'Taken' } })
    const page = await goTo(tara, '/settings/categories')
    await press(page, 'New category')
    await page.getByLabel('Name').fill('taken')
    await press(page, 'Create category')
    await inDialog(page).getByText('Another category has this name, perhaps a retired one. Choose another.').waitFor()
    await page.keyboard.press('Escape')
  })
})

describe('a custom field', () => {
  it('is defined with a preview of what it will be, and put in its place by keys', async () => {
    await define({ name: 'first', label: 'First', type: 'text' })
    const page = await goTo(tara, '/settings/custom-fields/new')
    await page.getByLabel('Label', { exact: true }).first().fill('Call outcome')
    expect(await page.getByLabel('Name').inputValue()).toBe('callOutcome')
    await page.getByLabel('Type').selectOption('choice')
    await press(page, 'Create custom field')
    await page.getByText('Give it at least one choice.').waitFor()
    await page.getByLabel(/^Choices/).fill('Won\nLost')
    const preview = page.getByRole('group', { name: 'Preview' }).getByLabel('Call outcome')
    expect(await preview.locator('option').allInnerTexts()).toEqual(['Not set', 'Won', 'Lost'])
    await page.getByRole('switch', { name: 'Required' }).check()
    await press(page, 'Create custom field')
    await page.getByRole('link', { name: 'Call outcome' }).waitFor()
    expect(await labelsIn(page, 'Custom fields of recordings')).toEqual(['First', 'Call outcome'])

    await page.getByRole('button', { name: 'Move Call outcome up' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Call outcome is now 1 of 2.').waitFor()
    await expect.poll(() => labelsIn(page, 'Custom fields of recordings')).toEqual(['Call outcome', 'First'])
    await expect
      .poll(async () => {
        const { items } = (await world.as('tara').get('/custom-fields')).body as { items: { name: string }[] }
        return items.map(({ name }) => name)
      })
      .toEqual(['callOutcome', 'first'])
  })

  it('is retired and restored, and tells what becomes of its values', async () => {
    const id = await define({ name: 'fax', label: 'Fax', type: 'text' })
    const page = await goTo(tara, `/settings/custom-fields/${id}`)
    await press(page, 'Retire…')
    await inDialog(page).getByText('What it holds is kept.').waitFor()
    await press(page, 'Retire custom field')
    await page.getByText(/^Retired on/).waitFor()
    await press(page, 'Restore…')
    await press(page, 'Restore custom field')
    await page.getByText(/^Retired on/).waitFor({ state: 'detached' })
    await press(page, 'Retire…')
    await press(page, 'Retire custom field')
    await page.getByText(/^Retired on/).waitFor()
  })
})

describe('custom data of a recording', () => {
  let recordingId: string
  let path: string
  const ofRecording = () => `/recordings/${recordingId}/custom-data`
  const fill = (values: Record<string, unknown>) =>
    world.as('tara').patch(ofRecording(), { body: { values }, headers: any })

  beforeAll(async () => {
    await define({ name: 'amount', label: 'Amount', type: 'number' })
    await define({ name: 'due', label: 'Due', type: 'date' })
    await define({ name: 'vip', label: 'VIP', type: 'yesNo', default: false })
    await define({ name: 'topics', label: 'Topics', type: 'multipleChoice', choices: ['Billing', 'Pain', 'Other'] })
    await define({ name: 'verdict', label: 'Verdict', type: 'text', editors: { roles: ['superUser'] } })
    await define({ name: 'mood', label: 'Mood', type: 'choice', choices: ['Calm', 'Angry'], appliesTo: 'segment' })
    recordingId = (await world.ingestCall({ sessionId: 'with-data', route: 'Sales', files: [{ bytes: shortWav() }] }))
      .recordingId
    path = ofRecording()
  })

  it('is filled in by type, with what is default, missing and for others told', async () => {
    const page = await goTo(tara, path)
    await page.getByText('A required field is not filled in yet.').waitFor()
    await page.getByText('Default: nobody has set it.').waitFor()
    await page.getByText('Others fill this in.').waitFor()
    expect(await page.getByLabel('Verdict').count()).toBe(0)
    await page.getByLabel('Call outcome').selectOption('Lost')
    await page.getByLabel('Amount').fill('twelve')
    await page.getByLabel('Due').fill('2026-12-24')
    await page.getByRole('checkbox', { name: 'Pain' }).check()
    await press(page, 'Save')
    await page.getByText('Enter a number, such as 12.5.').waitFor()
    await page.getByLabel('Amount').fill('12,5')
    await press(page, 'Save')
    await page.getByRole('status').getByText('Saved').waitFor()
    const { items } = (await world.as('tara').get(path)).body as { items: { name: string; value: unknown }[] }
    const held = Object.fromEntries(items.map(({ name, value }) => [name, value]))
    expect(held).toMatchObject({ callOutcome: 'Lost', amount: 12.5, due: '2026-12-24', topics: ['Pain'], vip: false })
  })

  it('shows a choice that is gone until another is chosen', async () => {
    const { items } = (await world.as('tara').get('/custom-fields')).body as { items: { id: string; name: string }[] }
    const id = items.find(({ name }) => name === 'callOutcome')?.id
    await world.as('tara').patch(`/custom-fields/${id}`, { body: { choices: ['Won', 'Open'] }, headers: any })
    const page = await goTo(tara, path)
    await page.getByText('It is no longer a choice of this field. It stays until it is changed.').waitFor()
    await page.getByLabel('Call outcome').selectOption('Open')
    await press(page, 'Save')
    await page.getByRole('status').getByText('Saved').waitFor()
    expect(await page.getByLabel('Call outcome').locator('option').allInnerTexts()).toEqual(['Won', 'Open'])
  })

  it('offers theirs or mine where somebody else filled in the same', async () => {
    const page = await goTo(tara, path)
    await page.getByLabel('First').fill('Mine')
    await page.getByLabel('Amount').fill('7')
    await fill({ first: 'Theirs' })
    await press(page, 'Save')
    await page.getByRole('alert').getByText('Somebody else changed the same fields').waitFor()
    await page.getByText(/set it to “Theirs” meanwhile/).waitFor()
    expect(await page.getByLabel('First').inputValue()).toBe('Mine')
    await press(page, 'take theirs')
    await press(page, 'Save')
    await page.getByRole('status').getByText('Saved').waitFor()
    const { items } = (await world.as('tara').get(path)).body as { items: { name: string; value: unknown }[] }
    const held = Object.fromEntries(items.map(({ name, value }) => [name, value]))
    expect([held.first, held.amount]).toEqual(['Theirs', 7])
  })

  it('is read by who may not fill it in, with the reason', async () => {
    const { items } = (await world.as('tara').get('/users')).body as { items: { id: string; name: string }[] }
    const uma = items.find(({ name }) => name === 'Uma Patel')?.id
    const body = { managedPolicies: ['view'] }
    expect((await world.as('tara').patch(`/users/${uma}`, { body, headers: any })).status).toBe(200)
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel')
    await goTo(page, path)
    await page.getByText('You may see custom data, but not fill it in.').waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    await page.context().close()
  })

  it('is asked about before it is left unsaved', async () => {
    const page = await goTo(tara, path)
    await page.getByLabel('First').fill('Not saved')
    await page.getByRole('tab', { name: 'Details' }).click()
    await inDialog(page).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByLabel('First').inputValue()).toBe('Not saved')
    await press(page, 'Discard changes')
  })

  it('is filled in of a segment, too', async () => {
    const page = await goTo(tara, `/recordings/${recordingId}`)
    const form = page.getByRole('form', { name: 'Custom data of segment 1' })
    await form.getByLabel('Mood').selectOption('Angry')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByRole('status').getByText('Saved').waitFor()
    const answer = await world.as('tara').get(`/recordings/${recordingId}/segments/1/custom-data`)
    expect(answer.body).toMatchObject({ items: [{ name: 'mood', value: 'Angry' }] })
  })
})

describe.each(views)('in %s, %i wide', (colorScheme, width) => {
  it('axe finds nothing wrong with the pages', async () => {
    const page = await visitors.pageFor({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
    await visitors.signIn(page, 'Tara')
    const { items } = (await world.as('tara').get('/recordings')).body as { items: { id: string }[] }
    const paths = ['/settings/categories', '/settings/custom-fields', '/settings/custom-fields/new']
    const ofRecording = [`/recordings/${items[0]?.id}/custom-data`, `/recordings/${items[0]?.id}`]
    for (const path of [...paths, ...ofRecording]) {
      await goTo(page, path)
      await page.waitForLoadState('networkidle')
      expect(await accessibilityFaults(page), path).toEqual([])
    }
    await page.context().close()
  })
})

it('nothing was complained of', () => expect(visitors.complaints).toEqual([]))
