// Stands in the built page as it is: takes the script, which is packed, and starts it.
const unpack = async () => {
  const packed = document.querySelector('#packed')?.textContent ?? ''
  const bytes = Uint8Array.from(atob(packed), (each) => each.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const script = document.createElement('script')
  script.textContent = await new Response(stream).text()
  document.head.append(script)
}

unpack().catch((error) => {
  const page = document.querySelector('#page')
  if (page) page.textContent = `This page could not start; it needs a browser of 2023 or later. (${error.message})`
})
