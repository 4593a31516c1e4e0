import type { MediaFile } from './recording.ts'

export type Availability = 'playable' | 'waiting' | 'missing' | 'rejected' | 'damaged' | 'unsupported'
export type Unavailability = Exclude<Availability, 'playable'>

/** Whether a file plays here. A damaged file that browsers still play (cut short, say) plays. */
export function availabilityOf(file: Pick<MediaFile, 'state' | 'isPlayable'>): Availability {
  switch (file.state) {
    case 'pending':
      return 'waiting'
    case 'missing':
      return 'missing'
    case 'rejected':
      return 'rejected'
    case 'damaged':
      return file.isPlayable ? 'playable' : 'damaged'
    case 'available':
      return file.isPlayable ? 'playable' : 'unsupported'
  }
}

/** What a person reads about a file that does not play, and whether its bytes can be had. */
export const unavailabilityWords: Record<Unavailability, { title: string; advice: string; isDownloadable: boolean }> = {
  waiting: { title: 'Not here yet', advice: 'Waiting for the recorder to upload it.', isDownloadable: false },
  missing: {
    title: 'Missing',
    advice: 'The recorder announced it and did not upload it within 24 hours. It may still upload it.',
    isDownloadable: false,
  },
  rejected: {
    title: 'Rejected',
    advice: 'What arrived is not what the recorder announced. The recorder must upload it again.',
    isDownloadable: false,
  },
  damaged: { title: 'Cannot be played here', advice: 'The file is damaged.', isDownloadable: true },
  unsupported: {
    title: 'Cannot be played here',
    advice: 'Browsers do not play this format. Download it and open it in another player.',
    isDownloadable: true,
  },
}
