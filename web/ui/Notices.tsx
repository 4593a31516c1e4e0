import { Notifications, notifications } from '@mantine/notifications'
import '@mantine/core/styles/Notification.layer.css'
import '@mantine/notifications/styles.layer.css'
import classes from './Notices.module.css'
import type { Notice } from './notify.tsx'

export const show = ({ title, message, isFailure }: Notice) =>
  notifications.show({ title, message, color: isFailure ? 'red' : 'accent' })

export default function Notices() {
  return <Notifications position="bottom-left" limit={3} autoClose={6_000} className={classes.notices} />
}
