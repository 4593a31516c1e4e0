import classes from './StateMark.module.css'

export type MarkState = 'invited' | 'active' | 'disabled'

/** A state, by word and shape. */
export const StateMark = ({ state, words }: { state: MarkState; words: string }) => (
  <span className={classes.mark} data-state={state}>
    {words}
  </span>
)
