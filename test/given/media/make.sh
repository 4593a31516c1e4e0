#!/bin/sh
# Makes the small files beside it. Needs ffmpeg 5 with libmp3lame, libopus, libvorbis, libvpx and libx264 (Debian's has them).
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
