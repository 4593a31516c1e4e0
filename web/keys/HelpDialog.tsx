import { Kbd, Modal } from '@mantine/core'
import { Fragment } from 'react'
import classes from './HelpDialog.module.css'
import { keyWord, shortcutGroups, shortcuts } from './table.ts'

/** Lists every key. */
export default function HelpDialog({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  return (
    <Modal opened={isOpen} onClose={close} title="Keyboard shortcuts" size="xl">
      <div className={classes.groups}>
        {shortcutGroups.map((group) => (
          <section key={group}>
            <h3 className={classes.group}>{group}</h3>
            <dl className={classes.list}>
              {Object.entries(shortcuts)
                .filter(([, shortcut]) => shortcut.group === group)
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
