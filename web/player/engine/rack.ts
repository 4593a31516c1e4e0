import type { EngineHost, MediaElementLike } from './host.ts'
import { levelsOf } from './levels.ts'
import type { MediaId } from './recording.ts'
import { initialMix, type Mix } from './sides.ts'
import type { PlaybackSnapshot } from './snapshot.ts'
import { playableSpans } from './spans.ts'
import { type Clip, covers, segmentAt, type Timeline } from './timeline.ts'
import { type Signer, Track, type TrackEvents } from './track.ts'

/** A file that ends a little later than its place on the timeline rings out. */
export const ringOutMs = 300

/** How loud everything is. */
export type Sound = { volume: number; isMuted: boolean; mix: Mix }

export type RackEvents = Omit<TrackEvents, 'replaced' | 'measured'> & {
  measured(mediaId: MediaId, lengthMs: number): void
  /** The element of a file is another one now. */
  replaced(): void
}

/** The open files of a recording: opens those that play now or soon, closes the others, sets their loudness. */
export class Rack<E extends MediaElementLike = MediaElementLike> {
  readonly #host: EngineHost<E>
  readonly #sign: Signer
  readonly #events: RackEvents
  readonly #tracks = new Map<MediaId, Track<E>>()
  #timeline: Timeline
  #sound: Sound

  constructor(host: EngineHost<E>, timeline: Timeline, sound: Sound, sign: Signer, events: RackEvents) {
    this.#host = host
    this.#timeline = timeline
    this.#sound = sound
    this.#sign = sign
    this.#events = events
  }

  get sound(): Sound {
    return this.#sound
  }

  get playable(): Clip[] {
    return this.#timeline.clips.filter((clip) => clip.availability === 'playable')
  }

  get tracks(): Track<E>[] {
    return [...this.#tracks.values()]
  }

  find(mediaId: MediaId | null): Track<E> | null {
    return mediaId === null ? null : (this.#tracks.get(mediaId) ?? null)
  }

  /** The open files that belong to a moment. */
  at(positionMs: number): Track<E>[] {
    return this.tracks.filter((track) => covers(track.clip, positionMs))
  }

  setSound(sound: Sound): void {
    this.#sound = sound
    for (const track of this.tracks) track.setLevels(this.#levels(track.clip))
  }

  /** Lays the open files on a new timeline and closes those that are not on it. */
  layOut(timeline: Timeline): void {
    this.#timeline = timeline
    for (const track of this.tracks) {
      const clip = this.playable.find((candidate) => candidate.mediaId === track.clip.mediaId)
      if (clip) track.clip = clip
      else this.#close(track.clip.mediaId)
    }
    this.setSound(this.#sound)
  }

  /** Opens what plays at a position or begins until `aheadMs`, and closes what is far from both. */
  prepare(positionMs: number, aheadMs: number): void {
    for (const clip of this.playable) {
      const isComing = clip.startMs > positionMs && clip.startMs <= aheadMs
      if (isComing || covers(clip, positionMs)) this.#open(clip, Math.max(0, positionMs - clip.startMs))
    }
    const segment = segmentAt(this.#timeline, positionMs)
    for (const { clip } of this.tracks) {
      const isNear = clip.seq === segment?.seq || (clip.startMs <= aheadMs && clip.endMs + ringOutMs > positionMs)
      if (!isNear && clip.isLengthKnown) this.#close(clip.mediaId)
    }
    this.showPictures(positionMs)
  }

  /** Without these lengths the timeline is a guess, so their files are read before anybody presses play. */
  openUnmeasured(): void {
    for (const clip of this.playable) if (!clip.isLengthKnown) this.#open(clip, 0)
  }

  showPictures(positionMs: number): void {
    const current = this.at(positionMs)
    for (const viewKey of new Set(this.#timeline.clips.flatMap((clip) => clip.viewKey ?? []))) {
      const shown = current.find((track) => track.clip.viewKey === viewKey)
      this.#host.showPicture(viewKey, shown?.element ?? null)
    }
  }

  pause(): void {
    for (const track of this.tracks) track.pause()
  }

  /** Silences all but `live` ones and what still rings out. */
  pauseOthers(live: readonly Track<E>[], positionMs: number): void {
    for (const track of this.tracks) {
      const { endMs } = track.clip
      const ringsOut = track.failure === null && positionMs >= endMs && positionMs < endMs + ringOutMs
      if (!live.includes(track) && !ringsOut) track.pause()
    }
  }

  failures(): PlaybackSnapshot['failures'] {
    return this.tracks.flatMap(({ clip, failure }) =>
      failure === null ? [] : [{ mediaId: clip.mediaId, reason: failure }],
    )
  }

  /** Where all files that belong to a moment have its data. */
  loaded(): PlaybackSnapshot['loaded'] {
    return playableSpans(this.playable, (clip) =>
      (this.#tracks.get(clip.mediaId)?.loaded() ?? []).map((span) => ({
        startMs: clip.startMs + span.startMs,
        // Browsers report ends a few milliseconds early.
        endMs: Math.min(clip.endMs, clip.startMs + span.endMs + 100),
      })),
    )
  }

  dispose(): void {
    for (const mediaId of [...this.#tracks.keys()]) this.#close(mediaId)
  }

  #open(clip: Clip, offsetMs: number): void {
    if (this.#tracks.has(clip.mediaId)) return
    const track = new Track(this.#host, clip, this.#sign, offsetMs, {
      ...this.#events,
      measured: (lengthMs) => this.#events.measured(clip.mediaId, lengthMs),
    })
    track.setLevels(this.#levels(clip))
    this.#tracks.set(clip.mediaId, track)
  }

  #close(mediaId: MediaId): void {
    this.#tracks.get(mediaId)?.dispose()
    this.#tracks.delete(mediaId)
  }

  #levels(clip: Clip) {
    const { volume, isMuted, mix } = this.#sound
    return { volume: isMuted ? 0 : volume, channels: levelsOf(clip, this.#timeline, mix) }
  }
}

export function initialSound(recording: Parameters<typeof initialMix>[0]): Sound {
  return { volume: 1, isMuted: false, mix: initialMix(recording) }
}
