import { IconArrowDownLeft, IconArrowsLeftRight, IconArrowUpRight, IconQuestionMark } from '@tabler/icons-react'
import type { Direction } from '../../functions/contract/index.ts'
import { directionWords } from './words.ts'

const icons = {
  inbound: IconArrowDownLeft,
  outbound: IconArrowUpRight,
  internal: IconArrowsLeftRight,
  unknown: IconQuestionMark,
} satisfies Record<Direction, unknown>

export function DirectionIcon({ direction, size = 16 }: { direction: Direction; size?: number }) {
  const Icon = icons[direction]
  return (
    <span
      role="img"
      aria-label={directionWords[direction]}
      data-tip={directionWords[direction]}
      data-direction={direction}
    >
      <Icon size={size} stroke={1.75} aria-hidden="true" style={{ display: 'block' }} />
    </span>
  )
}
