/** A key with what it does; `keys` are values of KeyboardEvent.key, one after another where there are two. */
type Shortcut = { keys: readonly string[][]; group: ShortcutGroup; words: string }

export const shortcutGroups = ['Everywhere', 'List', 'Recording', 'Transcript', 'Player'] as const
export type ShortcutGroup = (typeof shortcutGroups)[number]

/** Every key of the dashboard. Those of the player and of the transcript are their own and stand here to be listed. */
export const shortcuts = {
  help: { keys: [['?']], group: 'Everywhere', words: 'List all keys' },
  home: { keys: [['g', 'h']], group: 'Everywhere', words: 'Go to Home' },
  recordings: { keys: [['g', 'r']], group: 'Everywhere', words: 'Go to Recordings' },
  settings: { keys: [['g', 's']], group: 'Everywhere', words: 'Go to Settings' },
  find: { keys: [['/']], group: 'Everywhere', words: 'Go to the search field' },
  closeDock: { keys: [['x']], group: 'Everywhere', words: 'Close the player at the bottom' },
  nextRow: { keys: [['j'], ['ArrowDown']], group: 'List', words: 'Next row' },
  previousRow: { keys: [['k'], ['ArrowUp']], group: 'List', words: 'Previous row' },
  openRow: { keys: [['Enter']], group: 'List', words: 'Open the row' },
  play: { keys: [['p']], group: 'List', words: 'Play the recording' },
  reload: { keys: [['r']], group: 'List', words: 'Reload the list' },
  download: { keys: [['d']], group: 'Recording', words: 'Download' },
  remove: { keys: [['Delete']], group: 'Recording', words: 'Delete, after asking' },
  edit: { keys: [['e']], group: 'Recording', words: 'Edit the facts' },
  review: { keys: [['v']], group: 'Recording', words: 'Review it: go to the rating' },
  note: { keys: [['n']], group: 'Recording', words: 'Write a note about this moment' },
  startReview: { keys: [['s']], group: 'Recording', words: 'Start the review' },
  saveReview: { keys: [['Ctrl', 'Enter']], group: 'Recording', words: 'Save the review and go to the next' },
  newer: { keys: [['[']], group: 'Recording', words: 'Previous recording of the list' },
  older: { keys: [[']']], group: 'Recording', words: 'Next recording of the list' },
  back: { keys: [['u']], group: 'Recording', words: 'Back to the list' },
  line: { keys: [['ArrowUp'], ['ArrowDown']], group: 'Transcript', words: 'Line before or after' },
  goToLine: { keys: [['Enter']], group: 'Transcript', words: 'Go to the line in the call' },
  editLine: { keys: [['F2']], group: 'Transcript', words: 'Edit the line' },
  playerToggle: { keys: [[' ']], group: 'Player', words: 'Play or pause' },
  playerSeek: { keys: [['ArrowLeft'], ['ArrowRight']], group: 'Player', words: '10 seconds back or forward' },
  playerSeekFine: {
    keys: [
      ['Shift', 'ArrowLeft'],
      ['Shift', 'ArrowRight'],
    ],
    group: 'Player',
    words: '1 second back or forward',
  },
  playerVolume: { keys: [['ArrowUp'], ['ArrowDown']], group: 'Player', words: 'Louder or quieter' },
  playerSpeed: { keys: [['<'], ['>']], group: 'Player', words: 'Slower or faster' },
  playerMute: { keys: [['m']], group: 'Player', words: 'Mute' },
  playerSides: { keys: [['1'], ['2']], group: 'Player', words: 'Mute one side' },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof shortcuts

const keyWords: Record<string, string> = {
  ' ': 'Space',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
}

/** A key as it is printed on keyboards. */
export const keyWord = (key: string): string => keyWords[key] ?? (key.length === 1 ? key.toUpperCase() : key)

/** The first way to press a shortcut, in words: `G H`. */
export const shortcutWords = (id: ShortcutId): string => (shortcuts[id].keys[0] ?? []).map(keyWord).join(' ')
