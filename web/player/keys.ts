/** What a key asks of the player. */
export type Command =
  | { kind: 'toggle' }
  | { kind: 'seekBy'; deltaMs: number }
  | { kind: 'volumeBy'; delta: number }
  | { kind: 'stepSpeed'; direction: 1 | -1 }
  | { kind: 'mute' }
  | { kind: 'muteSide' | 'soloSide'; index: number }
  | { kind: 'fullscreen' }

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

export const skipMs = 10_000
const fineSkipMs = 1000
const volumeStep = 0.05

/** The command of a key, or null. Keys held with Ctrl, Alt or Meta belong to the browser. */
export function commandOf(press: KeyPress): Command | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null
  const stepMs = press.shiftKey ? fineSkipMs : skipMs
  switch (press.key) {
    case ' ':
      return { kind: 'toggle' }
    case 'ArrowLeft':
      return { kind: 'seekBy', deltaMs: -stepMs }
    case 'ArrowRight':
      return { kind: 'seekBy', deltaMs: stepMs }
    case 'ArrowUp':
      return { kind: 'volumeBy', delta: volumeStep }
    case 'ArrowDown':
      return { kind: 'volumeBy', delta: -volumeStep }
    case '<':
      return { kind: 'stepSpeed', direction: -1 }
    case '>':
      return { kind: 'stepSpeed', direction: 1 }
    case 'm':
      return { kind: 'mute' }
    case 'f':
      return { kind: 'fullscreen' }
  }
  // With Shift the digit's `key` is a sign that differs by keyboard, its `code` is not.
  const digit = /^Digit([1-9])$/.exec(press.code)?.[1]
  if (digit === undefined) return null
  return { kind: press.shiftKey ? 'soloSide' : 'muteSide', index: Number(digit) - 1 }
}

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']

/** Widgets that answer some keys themselves (ARIA Authoring Practices), and which. */
const owners: readonly { selector: string; owns: (key: string) => boolean }[] = [
  { selector: 'input[type="range"], [role="slider"]', owns: (key) => arrows.includes(key) },
  {
    selector:
      'input:not([type="range"]), textarea, select, [contenteditable=""], [contenteditable="true"], [role="menu"], [role="listbox"]',
    owns: () => true,
  },
  { selector: 'button, a[href], summary, [role="button"], [role="link"]', owns: (key) => key === ' ' },
  { selector: '[role="tab"], [role="radio"], [role="tablist"]', owns: (key) => key === ' ' || arrows.includes(key) },
]

/** Whether the focused element wants the key for itself. */
export function isOwnedBy(target: Pick<Element, 'closest'>, key: string): boolean {
  return owners.some(({ selector, owns }) => owns(key) && target.closest(selector) !== null)
}
