import type { ReactNode } from 'react'
import classes from './Form.module.css'

/** A field that takes the whole width. */
export const Wide = ({ children }: { children: ReactNode }) => <div className={classes.wide}>{children}</div>

/** Fields side by side, as many as there is room for. */
export const FormFields = ({ label, children }: { label: string; children: ReactNode }) => (
  <section className={classes.section} aria-label={label}>
    <div className={classes.fields}>{children}</div>
  </section>
)
