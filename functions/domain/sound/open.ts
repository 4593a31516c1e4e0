import type { MediaFile } from '../../model/index.ts'
import type { StoredBytes } from '../../ports/index.ts'
import { openMatroska } from './matroska.ts'
import { channelsOfMp3, decodeMp3 } from './mp3.ts'
import { openOgg } from './ogg.ts'
import { decodeOpus } from './opus.ts'
import { type Sound, UndecodableError } from './sound.ts'
import { openWave } from './wave.ts'

/**
 * Begins to decode a file's sound, of its first track; memory stays the same whatever its length.
 * @throws UndecodableError where its bytes are the reason, while it is opened or while its blocks are read; whatever the
 *   store throws
 */
export async function openSound(source: StoredBytes, { container }: Pick<MediaFile, 'container'>): Promise<Sound> {
  if (source.lengthBytes === 0) throw new UndecodableError('no_sound', 'it has no bytes')
  if (container === 'wav') return openWave(source)
  if (container === 'ogg') return decodeOpus(await openOgg(source))
  if (container === 'webm' || container === 'matroska') return decodeOpus(await openMatroska(source))
  if (container === 'mp3') {
    return decodeMp3(source.stream(0, source.lengthBytes), await channelsOfMp3(source))
  }
  throw new UndecodableError('no_decoder', 'there is no decoder for its format')
}
