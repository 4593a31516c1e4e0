/** Saves a text as a file of the person's machine. */
export function saveFile({ fileName, contentType, text }: { fileName: string; contentType: string; text: string }) {
  const url = URL.createObjectURL(new Blob([text], { type: contentType }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // Not before the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
