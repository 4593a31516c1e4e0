import type { TranscriptFormat } from '../../../../functions/contract/index.ts'

export type { TranscriptFormat }

export const transcriptFormats = ['vtt', 'srt', 'text', 'json'] as const satisfies readonly TranscriptFormat[]

const extensions: Partial<Record<string, TranscriptFormat>> = { vtt: 'vtt', srt: 'srt', txt: 'text', json: 'json' }

/** What a file seems to be: by its name, else by how it begins. */
export function formatOf(fileName: string | null, text: string): TranscriptFormat {
  const byName = extensions[fileName?.split('.').at(-1)?.toLowerCase() ?? '']
  if (byName) return byName
  if (/^\uFEFF?WEBVTT/.test(text)) return 'vtt'
  if (/^\s*\{/.test(text)) return 'json'
  return text.slice(0, 10_000).includes('-->') ? 'srt' : 'text'
}
