import type { ReactNode } from 'react'
import type { Category } from '../api/index.ts'
import classes from './CategoryChip.module.css'

type CategoryChipProps = {
  category: Pick<Category, 'name' | 'colour'> & Partial<Pick<Category, 'retiredAt'>>
  /** Stands in the chip after the name. */
  children?: ReactNode
}

/** A category by its name, with its colour beside it: the name alone tells it from others. */
export function CategoryChip({ category: { name, colour, retiredAt }, children }: CategoryChipProps) {
  return (
    <span className={classes.chip} data-colour={colour} title={name}>
      <span aria-hidden="true" className={classes.dot} />
      <span className={classes.name}>{name}</span>
      {retiredAt && <span className={classes.retired}>retired</span>}
      {children}
    </span>
  )
}
