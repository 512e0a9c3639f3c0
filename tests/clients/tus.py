"""Uploads a file with tuspy, stops in the middle, and goes on.

Arguments: address, Host, cookies, metadata as JSON, file, bytes of a chunk.
Prints one line of JSON: where it went on, and the address of the upload.
"""

import json
import os
import sys

from tusclient import client

endpoint, host, cookie, metadata, path, chunk = sys.argv[1:]
tus = client.TusClient(endpoint, headers={"Host": host, "Cookie": cookie})
common = {"chunk_size": int(chunk), "metadata": json.loads(metadata), "upload_checksum": True}

first = tus.uploader(path, **common)
first.upload(stop_at=os.path.getsize(path) // 2)

second = tus.uploader(path, url=first.url, **common)
resumed = second.offset
second.upload()
print(json.dumps({"resumed": resumed, "url": first.url}))
