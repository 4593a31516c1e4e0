import { Kbd, Modal } from '@mantine/core'
import { Fragment } from 'react'
import classes from './HelpDialog.module.css'
import { keyWord, type ShortcutId, shortcutGroups, shortcuts } from './table.ts'

type HelpDialogProps = {
  isOpen: boolean
  close: () => void
  /** Those that do nothing for this person. */
  without: readonly ShortcutId[]
}

/** Lists every key. */
export default function HelpDialog({ isOpen, close, without }: HelpDialogProps) {
  const missing: readonly string[] = without
  return (
    <Modal opened={isOpen} onClose={close} title="Keyboard shortcuts" size="xl">
      <div className={classes.groups}>
        {shortcutGroups.map((group) => (
          <section key={group}>
            <h3 className={classes.group}>{group}</h3>
            <dl className={classes.list}>
              {Object.entries(shortcuts)
                .filter(([id, shortcut]) => shortcut.group === group && !missing.includes(id))
                .map(([id, { keys, words }]) => (
                  <div key={id} className={classes.row}>
                    <dt>
                      {keys.map((sequence, index) => (
                        <Fragment key={sequence.join(' ')}>
                          {index > 0 && <span className={classes.or}>or</span>}
                          {sequence.map((key) => (
                            <Kbd key={key}>{keyWord(key)}</Kbd>
                          ))}
                        </Fragment>
                      ))}
                    </dt>
                    <dd>{words}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
