import type { Administrator } from '../../api/index.ts'

export type Deed = 'rename' | 'disable' | 'enable' | 'remove'
export type Asked = { administrator: Administrator; deed: Deed }

/** What can be done with an administrator now. */
export const deedsFor = ({ isEnabled }: Administrator): readonly { id: Deed; words: string }[] => [
  { id: 'rename', words: 'Rename' },
  isEnabled ? { id: 'disable', words: 'Disable' } : { id: 'enable', words: 'Enable' },
  { id: 'remove', words: 'Remove' },
]

type DialogWords = {
  title: string
  consequences: readonly string[]
  button: string
  isDanger?: boolean
  /** Said once it is done. */
  done: string
}

/** What is asked before. */
export function dialogOf({ administrator: { name }, deed }: Asked): DialogWords {
  switch (deed) {
    case 'rename':
      return { title: `Rename ${name}`, consequences: [], button: 'Rename', done: 'Renamed' }
    case 'disable':
      return {
        title: `Disable ${name}?`,
        consequences: ['They can do nothing here until they are enabled again.'],
        button: 'Disable',
        done: 'Disabled',
      }
    case 'enable':
      return {
        title: `Enable ${name}?`,
        consequences: ['They can look after all tenants again.'],
        button: 'Enable',
        done: 'Enabled',
      }
    case 'remove':
      return {
        title: `Remove ${name}?`,
        consequences: ['They can look after tenants no more. This cannot be undone; they can be invited anew.'],
        button: 'Remove administrator',
        isDanger: true,
        done: 'Removed',
      }
  }
}
