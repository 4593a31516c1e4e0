#!/bin/sh
# Makes the small files beside it. Needs SoX, and ffmpeg 5 with libmp3lame, libopus, libvorbis, libvpx, libx264 and libgsm
# (Debian's has them).
set -eu
cd "$(dirname "$0")"
quiet='ffmpeg -hide_banner -loglevel error -y'
tone='-f lavfi -i sine=frequency=440:sample_rate=16000:duration=2.5'
picture='-f lavfi -i testsrc=size=64x48:rate=5:duration=2'
plain='-map_metadata -1 -fflags +bitexact -flags +bitexact'

$quiet $tone $plain -c:a libmp3lame -b:a 32k -write_xing 0 -id3v2_version 0 cbr.mp3
$quiet $tone -metadata title=tone -flags +bitexact -c:a libmp3lame -q:a 9 -id3v2_version 3 vbr-xing-id3.mp3
$quiet $tone $plain -ac 2 -c:a libopus -b:a 16k opus.ogg
$quiet $tone $plain -c:a libvorbis -q:a 0 vorbis.ogg
$quiet $tone $plain -c:a libspeex -ar 16000 speex.ogg
$quiet $tone $plain -c:a libopus -b:a 16k opus.webm
# As a browser's MediaRecorder leaves it: written to a pipe, so without duration, sizes and cues.
$quiet $picture $tone $plain -c:v libvpx -b:v 20k -c:a libopus -b:a 16k -f webm - | cat > live-vp8-opus.webm
$quiet $picture $plain -c:v libvpx-vp9 -b:v 20k vp9-silent.webm
$quiet $tone $plain -c:a libvorbis -q:a 0 -f matroska vorbis.mka
$quiet $tone $plain -c:a aac -b:a 24k aac-moov-last.m4a
$quiet $picture $tone $plain -c:v libx264 -preset veryslow -crf 40 -pix_fmt yuv420p -c:a aac -b:a 24k -movflags +faststart h264-aac.mp4
$quiet $tone $plain -c:a aac -b:a 24k -frag_duration 500000 -movflags empty_moov+default_base_moof aac-fragmented.mp4
$quiet $tone $plain -c:a aac -b:a 24k adts.aac
$quiet $tone $plain -t 0.5 -c:a flac -ar 8000 flac.flac

# A sound that rises on the left, and another one that swells and dies on the right.
voices="-f lavfi -i aevalsrc='0.5*sin(2*PI*(200+900*t)*t)*(0.6+0.4*sin(13*t))|0.4*sin(2*PI*300*t)*sin(7*t)+0.05*t*sin(2*PI*2900*t)':s=8000:d=1.3"
wave() { eval "$quiet $voices $plain $1"; }
wave '-ac 1 -c:a libgsm_ms gsm.wav'
wave '-c:a adpcm_ima_wav -block_size 512 ima-adpcm.wav'
wave '-c:a adpcm_ms -block_size 512 ms-adpcm.wav'
wave '-t 0.2 -c:a pcm_s16le -rf64 always rf64.wav'
for codec in pcm_u8 pcm_s24le pcm_s32le pcm_f32le pcm_f64le pcm_mulaw pcm_alaw; do wave "-t 0.2 -c:a $codec $codec.wav"; done
wave '-t 0.5 -c:a libmp3lame -b:a 16k mp3-in-wave.wav'
# What others make of them: the tests hold our decoders to these. Of IMA ADPCM what SoX does, as the specification has it; FFmpeg
# rounds once where that rounds four times; of floating point too, where the two round halves to different sides.
for file in *.wav; do
  case $file in
    ima-adpcm.wav | pcm_f32le.wav) sox "$file" -t raw -e signed -b 16 -D - ;;
    *) $quiet -i "$file" -f s16le -c:a pcm_s16le - ;;
  esac | printf '%s %s\n' "$(sha256sum | cut -d ' ' -f 1)" "$file"
done > decoded.sha256
