import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { alarmArticles } from '../../lib/constructs/index.ts'

const docs = join(import.meta.dirname, '../../docs')
const runbook = readFileSync(join(docs, 'runbook.md'), 'utf8')

/** As GitHub makes them. */
const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsIn = (text: string) =>
  text.split('\n').flatMap((line) => /^#+ (.+)$/.exec(line)?.slice(1).map(anchorOf) ?? [])

/** The articles of a part, by their anchors. */
function articlesOf(part: string): Map<string, string> {
  const [, text = ''] = runbook.split(`\n## ${part}\n`)
  const articles = (text.split(/\n## /)[0] ?? '').split(/\n### /).slice(1)
  return new Map(
    articles.map((article) => {
      const [title = '', ...lines] = article.split('\n')
      return [anchorOf(title), lines.join('\n')]
    }),
  )
}

const alarms = articlesOf('Alarms')
const procedures = articlesOf('Procedures')
const beginning = runbook.split('\n## ')[0] ?? ''

describe('the runbook', () => {
  it('has an article for each alarm, and none that belongs to no alarm', () => {
    expect([...alarms.keys()].sort()).toEqual([...alarmArticles].sort())
  })

  it.each(alarmArticles)('says of %s what it means, where to look first and what to do', (article) => {
    const parts = [...(alarms.get(article) ?? '').matchAll(/^\*\*(.+?)\.\*\* (.+)/gm)]
    expect(parts.map(([, name]) => name)).toEqual(['Meaning', 'First look', 'Remedy'])
    for (const [, name, words = ''] of parts) expect(words.length, name).toBeGreaterThan(30)
  })

  it('lists its procedures at its beginning, each of which is there', () => {
    const listed = [...beginning.matchAll(/^- \[.+\]\(#(.+)\)$/gm)].map(([, anchor]) => anchor)
    expect(listed.length).toBeGreaterThan(0)
    expect([...procedures.keys()]).toEqual(listed)
  })

  it('links to nothing that is not there', () => {
    const links = [...runbook.matchAll(/\]\(([^)#:]*)(?:#([^)]+))?\)/g)]
    expect(links.length).toBeGreaterThan(20)
    for (const [link, file = '', anchor] of links) {
      const path = file === '' ? join(docs, 'runbook.md') : join(docs, file)
      expect(existsSync(path), link).toBe(true)
      if (anchor !== undefined) expect(anchorsIn(readFileSync(path, 'utf8')), link).toContain(anchor)
    }
  })
})
