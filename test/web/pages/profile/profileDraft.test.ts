import { expect, it } from 'vitest'
import { me } from '../../../../functions/contract/me.ts'
import { profileChangesOf, profileProblems } from '../../../../web/pages/profile/profileDraft.ts'

const opened = { name: 'Uma Patel', timeZone: 'Europe/Berlin', locale: '' }

it('a profile sends only what was changed, and null for the browser’s own', () => {
  expect(profileChangesOf({ ...opened, name: ' Uma Patel ' }, opened)).toEqual({})
  const changes = profileChangesOf({ name: 'Uma', timeZone: '', locale: 'de' }, opened)
  expect(me.changeMe.body.parse(changes)).toEqual({ name: 'Uma', timeZone: null, locale: 'de' })
  expect(Object.keys(changes).toSorted()).toEqual(Object.keys(me.changeMe.body.shape).toSorted())
})

it('a profile without a name says so before it is sent', () => {
  expect(profileProblems({ ...opened, name: ' ' })).toEqual({ name: 'Write your name.' })
  expect(profileProblems(opened)).toEqual({})
})
