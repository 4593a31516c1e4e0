#!/bin/sh
# Makes local/demo/media: the demo world's calls, spoken by a speech synthesiser, and calls.json, which says who called whom.
# Its results are committed; nothing runs it but people who want other calls. It takes about a minute.
#
# Needs Debian's espeak-ng, sox and ffmpeg (with libopus and libvpx) and the DejaVu fonts:
#   apt-get install espeak-ng sox ffmpeg fonts-dejavu-core
#
# The words are in studio/dialogues.ts, the people and numbers in studio/manifest.ts. The same versions of the tools give the same
# sounds; numbers and times come from a fixed seed.
set -eu
cd "$(dirname "$0")"

for tool in espeak-ng sox ffmpeg fc-match; do
  command -v "$tool" >/dev/null || { echo "make-media needs $tool: apt-get install espeak-ng sox ffmpeg fontconfig fonts-dejavu-core" >&2; exit 1; }
done

mkdir -p media
rm -f media/*.wav media/*.ogg media/*.webm media/calls.json
PATH="$(pwd)/../../node_modules/.bin:$PATH"
node studio/main.ts
biome format --write media/calls.json
du -sh media
