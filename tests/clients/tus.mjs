// Uploads a file with tus-js-client, stops in the middle, and goes on.
//
// Arguments: the folder that holds node_modules, address, Host, cookies, metadata as JSON, file, bytes of a chunk.
// Prints one line of JSON: where it went on, and the address of the upload.
import fs from 'node:fs'
import { createRequire } from 'node:module'

const [modules, endpoint, host, cookie, metadata, file, chunk] = process.argv.slice(2)
const tus = createRequire(`${modules}/`)('tus-js-client')
const size = fs.statSync(file).size

function upload (more) {
  return new Promise((resolve, reject) => {
    const started = new tus.Upload(fs.createReadStream(file), {
      endpoint,
      uploadSize: size,
      chunkSize: Number(chunk),
      metadata: JSON.parse(metadata),
      headers: { Host: host, Cookie: cookie },
      retryDelays: [0, 100, 500],
      onError: reject,
      onSuccess: () => resolve(started),
      ...more(resolve, () => started)
    })
    started.start()
  })
}

// The first half, its first chunk with the creation.
const first = await upload((resolve, started) => ({
  uploadDataDuringCreation: true,
  onChunkComplete: (_, accepted) => {
    if (accepted >= size / 2) started().abort().then(() => resolve(started()))
  }
}))

let resumed = -1
await upload(() => ({
  uploadUrl: first.url,
  onAfterResponse: (request, response) => {
    if (request.getMethod() === 'HEAD') resumed = Number(response.getHeader('Upload-Offset'))
  }
}))
console.log(JSON.stringify({ resumed, url: first.url }))
