import { describe, expect, it } from 'vitest'
import { countryCodes as codesOfContract } from '../../../../functions/contract/countries.ts'
import { localeSchema, timeZoneSchema } from '../../../../functions/contract/values.ts'
import {
  countryCodes,
  countryOptions,
  localeOption,
  localeOptions,
  timeZoneOption,
  timeZoneOptions,
} from '../../../../web/pages/admin/places.ts'

const winter = new Date('2026-01-15T12:00:00Z')

describe('the countries to choose from', () => {
  it('are those that the API takes', () => {
    expect(new Set(countryCodes)).toEqual(codesOfContract)
  })

  it('have names of the person’s language, in its order', () => {
    const options = countryOptions('de')
    expect(options.find(({ value }) => value === 'DE')).toEqual({ value: 'DE', label: 'Deutschland', aside: 'DE' })
    expect(options.findIndex(({ value }) => value === 'EG')).toBeLessThan(20)
  })
})

describe('the time zones to choose from', () => {
  const options = timeZoneOptions(winter)

  it('are zones that the API takes, each once', () => {
    expect(options.length).toBeGreaterThan(300)
    expect(new Set(options.map(({ value }) => value)).size).toBe(options.length)
    expect(options.every(({ value }) => timeZoneSchema.safeParse(value).success)).toBe(true)
  })

  it('have the name of today and are found by the former one', () => {
    expect(options.find(({ value }) => value === 'Asia/Kolkata')).toEqual({
      value: 'Asia/Kolkata',
      label: 'Asia/Kolkata',
      aside: 'GMT+5:30',
      alsoKnownAs: 'Asia/Calcutta',
    })
    expect(options.some(({ value }) => value === 'Asia/Calcutta')).toBe(false)
  })

  it('can be read', () => {
    expect(timeZoneOption('America/New_York', winter)).toMatchObject({ label: 'America/New York', aside: 'GMT-5' })
  })

  it.each(['', 'Mars/Olympus', '+01:00'])('do not have %j', (zone) => {
    expect(timeZoneOption(zone, winter)).toBeUndefined()
  })
})

describe('the languages to choose from', () => {
  it('are tags that the API takes', () => {
    expect(localeOptions('en').every(({ value }) => localeSchema.safeParse(value).success)).toBe(true)
  })

  it('can be any that is typed as a tag', () => {
    expect(localeOption('GSW-ch', 'en')).toEqual({
      value: 'gsw-CH',
      label: 'Swiss German (Switzerland)',
      aside: 'gsw-CH',
    })
  })

  it.each(['', 'qqq', 'not a tag'])('cannot be %j', (text) => {
    expect(localeOption(text, 'en')).toBeUndefined()
  })
})
