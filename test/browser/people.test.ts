import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { type GivenCloud, givenCloud } from '../given/cloud.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

type People = ResponseOf<Contract['users']['listUsers']>['items']
type User = ResponseOf<Contract['users']['getUser']>
type Group = ResponseOf<Contract['groups']['getGroup']>

const tenantPath = '/t/01k0acme000000000000000000'
const peoplePath = `${tenantPath}/settings/people`
const groupsPath = `${tenantPath}/settings/groups`
type View = readonly [colorScheme: 'light' | 'dark', width: number]
const narrow: View = ['light', 390]
const dark: View = ['dark', 1440]
const views = [narrow, dark]
/** What the dashboard does is waited for as long as its elements are. */
const patience = { timeout: 10_000 }

let world: GivenCloud
let visitors: Visitors
/** Tenant Administrator of Acme, signed in from test to test. */
let tara: Page
/** Account Administrator, signed in from test to test. */
let ada: Page

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  tara = await visitors.pageFor()
  ada = await visitors.pageFor()
  await visitors.signIn(tara, 'Tara')
  await visitors.signIn(ada, 'Ada')
}, 120_000)

afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

/** What the API gives is held to the contract by the client that asks. */
const read = async <T>(path: string): Promise<{ body: T; etag: string }> => {
  const { body, headers } = await world.as('tara').get(path)
  return { body: body as T, etag: headers.get('etag') ?? '' }
}

async function personCalled(name: string): Promise<User> {
  const { items } = (await read<{ items: People }>('/users')).body
  const id = items.find((user) => user.name === name)?.id
  expect(id, `${name} among the people`).toBeDefined()
  return (await read<User>(`/users/${id}`)).body
}

async function invite(name: string): Promise<User> {
  const [login] = name.toLowerCase().split(' ')
  const answer = await world.as('tara').post('/users', { body: { name, email: `${login}@acme.example` } })
  expect(answer.status).toBe(201)
  return answer.body as User // held to the contract
}

async function goTo(page: Page, path: string): Promise<Page> {
  await page.goto(`${world.cloud.url}${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const confirm = (page: Page, button: string) => page.getByRole('dialog').getByRole('button', { name: button }).click()
const saved = (page: Page) => page.getByText('Saved.', { exact: true }).first().waitFor()
const namesIn = (page: Page, table: string) =>
  page.getByRole('table', { name: table, exact: true }).locator('tbody [data-row-link]').allInnerTexts()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

describe('a person', () => {
  it('is invited with what they may do, and then found in the list', async () => {
    const page = tara
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People' }).click()
    await page.getByRole('link', { name: 'Invite' }).click()
    await press(page, 'Send invitation')
    await page.getByText('Give a name.').waitFor()
    const name = page.getByLabel('Name')
    await expect.poll(() => name.evaluate((field) => field === document.activeElement), patience).toBe(true)
    await name.fill('Vera Vane')
    await page.getByLabel('E-mail').fill('vera@acme.example')
    await page.getByRole('combobox', { name: 'Time zone' }).fill('berlin')
    await page.getByRole('option', { name: /Europe\/Berlin/ }).click()
    await page.getByLabel('Chosen routes').check()
    await page.getByRole('checkbox', { name: 'Sales' }).check()
    await page.getByLabel('Agent IDs').fill('1004,jo.v')
    await page.getByRole('checkbox', { name: 'Video' }).uncheck()
    await page.getByRole('checkbox', { name: 'Notes and scoring' }).check()
    await press(page, 'Send invitation')

    await page.getByRole('link', { name: 'Vera Vane' }).waitFor()
    await expect.poll(() => focused(page), patience).toBe('Settings')
    expect(await page.getByRole('row', { name: /Vera Vane/ }).innerText()).toMatch(/Sales.*1004, jo\.v.*Invited/s)
    expect(await personCalled('Vera Vane')).toMatchObject({
      ...{ email: 'vera@acme.example', role: 'tenantUser', agentIds: ['1004', 'jo.v'], timeZone: 'Europe/Berlin' },
      ...{ managedPolicies: ['view', 'play', 'notesAndScoring'], boundary: { role: 'tenantAdministrator' } },
    })
  })

  it('is found by what is typed, and the address remembers it', async () => {
    const page = await goTo(tara, peoplePath)
    await page.getByRole('link', { name: 'Uma Patel' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('JO.V')
    await expect.poll(() => namesIn(page, 'People'), patience).toEqual(['Vera Vane'])
    await page.reload()
    await expect.poll(() => namesIn(page, 'People'), patience).toEqual(['Vera Vane'])
    await page.getByLabel('State').selectOption('Active')
    await page.getByText('Nobody is like that').waitFor()
    await press(page, 'Show everybody')
    await expect.poll(() => namesIn(page, 'People'), patience).toEqual(['Tara Quinn', 'Uma Patel', 'Vera Vane'])
    expect(new URL(page.url()).search).toBe('')
    await page.locator('body').press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Uma Patel' }).waitFor()
  })

  it('keeps what somebody else changed meanwhile, and what was typed stays', async () => {
    const vera = await personCalled('Vera Vane')
    const page = await goTo(tara, `${peoplePath}/${vera.id}`)
    await page.getByText('Cannot go beyond what a Tenant Administrator of all routes may do.').waitFor()
    await page.getByRole('checkbox', { name: 'Download' }).check()
    const { etag } = await read(`/users/${vera.id}`)
    const theirs = { headers: { 'if-match': etag }, body: { name: 'Vera Vain' } }
    expect((await world.as('tara').patch(`/users/${vera.id}`, theirs)).status).toBe(200)
    await press(page, 'Save')
    await page.getByRole('alert').getByText('It changed since you opened it').waitFor()
    await expect.poll(() => page.getByLabel('Name').inputValue(), patience).toBe('Vera Vain')
    await press(page, 'Save')
    await saved(page)
    expect((await personCalled('Vera Vain')).managedPolicies).toContain('download')
  })

  it('is disabled, enabled and removed, after being asked, and the focus is never lost', async () => {
    const wade = await invite('Wade West')
    const page = await goTo(tara, `${peoplePath}/${wade.id}`)
    await press(page, 'Send invitation again')
    await page.getByText('Invitation sent').waitFor()
    await press(page, 'Disable…')
    await confirm(page, 'Cancel')
    await expect.poll(() => focused(page), patience).toBe('Disable…')
    await press(page, 'Disable…')
    await confirm(page, 'Disable')
    await page.getByRole('button', { name: 'Enable', exact: true }).waitFor()
    await expect.poll(() => focused(page), patience).toBe('Enable')
    expect((await personCalled('Wade West')).isEnabled).toBe(false)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Disable…' }).waitFor()
    expect((await personCalled('Wade West')).isEnabled).toBe(true)
    await press(page, 'Remove…')
    await confirm(page, 'Remove from tenant')
    await page.getByRole('table', { name: 'People' }).waitFor()
    await expect.poll(() => namesIn(page, 'People'), patience).toEqual(['Tara Quinn', 'Uma Patel', 'Vera Vain'])
    await expect.poll(() => focused(page), patience).toBe('Settings')
  })

  it('who is oneself, or above, is shown with the reason, and cannot be changed', async () => {
    const page = await goTo(tara, `${peoplePath}/${(await personCalled('Tara Quinn')).id}`)
    await page.getByText('This is you. Nobody changes their own rights').waitFor()
    expect(await page.getByLabel('Name').isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: /Save|Remove…/ }).count()).toBe(0)
  })
})

describe('an import', () => {
  const fileOf = (text: string | Uint8Array, name = 'people.csv') => ({
    ...{ name, mimeType: 'text/csv', buffer: Buffer.from(text) },
  })
  const heading = 'email,name,routes,permissions\r\n'

  it('is tried first, says what is wrong line by line, and is applied once all is good', async () => {
    const page = await goTo(tara, `${peoplePath}/import`)
    const downloading = page.waitForEvent('download')
    await press(page, 'Template')
    expect(await readFile(await (await downloading).path(), 'utf8')).toMatch(/^email,name,role,routes/)

    const choose = (text: string | Uint8Array) => page.getByLabel('CSV file').setInputFiles(fileOf(text))
    await choose(Uint8Array.of(0x65, 0xe9, 0x0a))
    await page.getByRole('alert').getByText('not in UTF-8').waitFor()

    const good = 'xara@acme.example,Xara Xu,Sales;Support,view;play\r\numa@soundkeep.example,Uma Patel-Jones,,\r\n'
    await choose(`${heading}${good}yan@acme.example,Yan Yi,Slaes,\r\n`)
    await page.getByRole('heading', { name: 'One line is not valid' }).waitFor()
    await page.getByRole('row', { name: /4 yan@acme\.example Not valid.*routes.*Slaes/s }).waitFor()
    expect(await page.getByRole('button', { name: /^Create/ }).count()).toBe(0)

    await choose(heading + good)
    await press(page, 'Create 1, update 1')
    await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
    await page.getByText('1 created, 1 updated.').waitFor()
    await page.getByRole('link', { name: 'See people' }).click()
    await page.getByRole('link', { name: 'Xara Xu' }).waitFor()
    expect((await personCalled('Uma Patel-Jones')).email).toBe('uma@soundkeep.example')
    expect((await personCalled('Xara Xu')).managedPolicies).toEqual(['view', 'play'])
  })
})

describe('a group', () => {
  it('is made, gets members and a supervisor, and is deleted', async () => {
    const page = await goTo(tara, groupsPath)
    await page.getByText('No groups yet').waitFor()
    await page.getByRole('link', { name: 'New group' }).click()
    await page.getByLabel('Name').fill('Front desk')
    await page.getByLabel('Agent IDs').fill('2000')
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: 'Download' }).check()
    await press(page, 'Create group')

    const add = async (name: string) => {
      await page.getByRole('combobox', { name: 'Add a member' }).fill(name)
      await page.getByRole('option', { name }).click()
      await page.getByRole('rowheader', { name }).waitFor()
    }
    await add('Vera Vain')
    await add('Xara Xu')
    await page.getByRole('switch', { name: 'Vera Vain is a supervisor' }).check()
    const supervisors = async () => {
      const { groups } = await personCalled('Vera Vain')
      return groups.map(({ isSupervisor }) => isSupervisor)
    }
    await expect.poll(supervisors, patience).toEqual([true])
    await press(page, 'Take Xara Xu out of the group')
    await page.getByRole('rowheader', { name: 'Xara Xu' }).waitFor({ state: 'detached' })
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await expect.poll(label, patience).toBe('Take Vera Vain out of the group')

    // What the group gives is said at the person.
    await page.getByRole('link', { name: 'Vera Vain' }).click()
    await page.getByText('through Front desk').waitFor()
    await page.getByRole('link', { name: 'Groups' }).click()
    await page.getByText('1 person, led by Vera Vain').waitFor()
    await page.getByRole('link', { name: 'Front desk' }).click()
    await page.getByLabel('Name').fill('Reception')
    await press(page, 'Save')
    await saved(page)
    await press(page, 'Delete…')
    await page.getByRole('dialog').getByText('Its member stays in the tenant').waitFor()
    await confirm(page, 'Delete group')
    await page.getByText('No groups yet').waitFor()
    expect((await read<{ items: Group[] }>('/groups')).body.items).toEqual([])
  })
})

describe('the platform', () => {
  it('is offered to administrators of all tenants alone', async () => {
    await tara.getByRole('button', { name: 'Your menu: Tara Quinn' }).click()
    expect(await tara.getByRole('menuitem', { name: 'Tenants and administrators' }).count()).toBe(0)
    await goTo(tara, '/platform')
    await tara.getByRole('heading', { name: 'You may not see these pages' }).waitFor()
  })

  it('makes tenants, and leads to their first administrator', async () => {
    const page = ada
    await page.getByRole('button', { name: /^Your menu/ }).click()
    await page.getByRole('menuitem', { name: 'Tenants and administrators' }).click()
    await page.getByRole('table', { name: 'Tenants' }).waitFor()
    await page.getByRole('link', { name: 'New tenant' }).click()
    await page.getByLabel('Name').fill('acme dental')
    await press(page, 'Create tenant')
    await page.getByText('Another tenant has this name. Choose another.').waitFor()
    await page.getByLabel('Name').fill('Initech')
    await page.getByRole('combobox', { name: 'Home country' }).fill('germ')
    await page.getByRole('option', { name: /Germany/ }).click()
    await press(page, 'Create tenant')

    await page.getByRole('heading', { name: 'Invite a person' }).waitFor()
    await page.getByRole('button', { name: 'Tenant: Initech' }).waitFor()
    await page.getByLabel('Name').fill('Peter Gibbons')
    await page.getByLabel('E-mail').fill('peter@initech.example')
    await page.getByLabel('Role').selectOption('Tenant Administrator')
    await press(page, 'Send invitation')
    await page.getByRole('row', { name: /Peter Gibbons.*Tenant Administrator.*Invited/s }).waitFor()
  })

  it('invites, renames, disables and removes administrators', async () => {
    const page = await goTo(ada, '/platform/administrators')
    await page.getByRole('link', { name: 'Invite' }).click()
    await page.getByLabel('Name').fill('Abe Ames')
    await page.getByLabel('E-mail').fill('abe@soundkeep.example')
    // Only Super Users make Super Users.
    expect(await page.getByLabel('Role').locator('option').allInnerTexts()).toEqual(['Account Administrator'])
    await press(page, 'Send invitation')
    await press(page, 'Rename Abe Ames')
    await page.getByRole('dialog').getByLabel('Name').fill('Abel Ames')
    await confirm(page, 'Rename')
    await page.getByRole('rowheader', { name: 'Abel Ames' }).waitFor()
    await press(page, 'Disable Abel Ames')
    await confirm(page, 'Disable')
    await page.getByRole('row', { name: /Abel Ames.*Disabled/s }).waitFor()
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await expect.poll(label, patience).toBe('Enable Abel Ames')
    await press(page, 'Remove Abel Ames')
    await confirm(page, 'Remove administrator')
    await page.getByRole('rowheader', { name: 'Abel Ames' }).waitFor({ state: 'detached' })
    // Oneself, and who is above.
    for (const name of ['Ada', 'Sam']) {
      const row = page.getByRole('row', { name: new RegExp(name) })
      expect(await row.getByRole('button').count(), name).toBe(0)
    }
  })
})

describe('these pages', () => {
  it('have no accessibility faults that axe sees: light and dark, wide and narrow', async () => {
    const group = await world
      .as('tara')
      .post('/groups', { body: { name: 'Dental desk', managedPolicies: ['download'] } })
    const { id: groupId } = group.body as Group // held to the contract
    const zoe = await invite('Zoe Zhang')
    const { etag } = await read(`/users/${zoe.id}`)
    const body = { groups: [{ groupId, isSupervisor: true }], agentIds: ['77'] }
    expect((await world.as('tara').patch(`/users/${zoe.id}`, { headers: { 'if-match': etag }, body })).status).toBe(200)
    const own = await personCalled('Tara Quinn')

    const page = await visitors.pageFor({ reducedMotion: 'reduce', bypassCSP: true })
    await visitors.signIn(page, 'Tara', peoplePath)
    const look = async (what: string, shown: readonly View[] = views) => {
      for (const [colorScheme, width] of shown) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
        expect(await accessibilityFaults(page), `${what}, ${colorScheme}, ${width} wide`).toEqual([])
      }
    }
    await page.getByRole('link', { name: 'Zoe Zhang' }).waitFor()
    await look('people')
    await page.getByRole('link', { name: 'Zoe Zhang' }).click()
    await page.getByText('through Dental desk').waitFor()
    await look('person')
    await press(page, 'Remove…')
    await page.getByRole('dialog').waitFor()
    expect(await accessibilityFaults(page), 'dialog').toEqual([])
    await confirm(page, 'Cancel')
    await goTo(page, `${peoplePath}/${own.id}`)
    await page.getByText('This is you').waitFor()
    await look('oneself', [dark])
    await goTo(page, `${peoplePath}/import`)
    await page
      .getByLabel('CSV file')
      .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('email\nnobody') })
    await page.getByRole('heading', { name: 'One line is not valid' }).waitFor()
    await look('import', [narrow])
    await page.getByRole('link', { name: 'Groups' }).click()
    await page.getByRole('link', { name: 'Dental desk' }).waitFor()
    await look('groups', [dark])
    await page.getByRole('link', { name: 'Dental desk' }).click()
    await page.getByRole('rowheader', { name: 'Zoe Zhang' }).waitFor()
    await look('group')
  })
})

it('Chromium complained of nothing', () => {
  expect(visitors.complaints).toEqual([])
})
