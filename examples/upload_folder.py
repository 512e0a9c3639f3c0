#!/usr/bin/env python3
"""Uploads a folder of photos into a new album, or into one that is there.

    export VEILLEE_TOKEN=veillee_…        # from /-/account/tokens: for the albums, to read and write
    python3 upload_folder.py https://amis.example.org ~/Photos/Lac --title "Au bord du lac"
    python3 upload_folder.py https://amis.example.org ~/Photos/Lac --album ID

Each file goes up by tus 1.0 and is a photo of the album once its last byte is there. A line that is cut is waited for, and
the upload goes on where it stopped. Needs Python 3.9 and nothing else.
"""

import argparse
import base64
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

KINDS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
TRIES = 8


def ask(site, method, path, body=None, **headers):
    """One request; its answer's headers and body."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    headers["Authorization"] = "Bearer " + os.environ["VEILLEE_TOKEN"]
    request = urllib.request.Request(site + path, data=body, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.headers, answer.read()


def new_album(site, title):
    body = json.dumps({"fields": {"title": title}}).encode()
    _, made = ask(site, "POST", "/-/api/v1/album/album", body, Content_Type="application/json")
    return json.loads(made)["id"]


def begin(site, album, file):
    """The address that a file goes to."""
    facts = {"service": "album", "collection": "photo", "into": album, "filename": file.name}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in facts.items())
    length = str(file.stat().st_size)
    headers, _ = ask(site, "POST", "/-/uploads", None, Tus_Resumable="1.0.0", Upload_Length=length, Upload_Metadata=metadata)
    return headers["Location"]


def send(site, path, file):
    """Sends what is still missing; the id of the photo."""
    headers, _ = ask(site, "HEAD", path, Tus_Resumable="1.0.0")
    offset = int(headers["Upload-Offset"])
    with file.open("rb") as content:
        content.seek(offset)
        headers, _ = ask(
            site, "PATCH", path, content, Tus_Resumable="1.0.0", Upload_Offset=str(offset),
            Content_Type="application/offset+octet-stream", Content_Length=str(file.stat().st_size - offset),
        )
    return headers["Veillee-Object"]


def upload(site, album, file):
    path = begin(site, album, file)
    for pause in range(TRIES):
        try:
            return send(site, path, file)
        except urllib.error.HTTPError as error:
            # The host is there and says why not; only what passes by itself is waited for.
            if error.code not in (423, 429, 503):
                raise
        except OSError:
            pass
        time.sleep(2**pause)
    raise OSError("the line stayed cut")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("site")
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--album", help="the id of an album that is there")
    options.add_argument("--title", help="of a new album; without it, the folder's name")
    given = options.parse_args()
    site = given.site.rstrip("/")
    files = sorted(file for file in given.folder.iterdir() if file.suffix.lower() in KINDS)
    album = given.album or new_album(site, given.title or given.folder.resolve().name)
    failed = 0
    for number, file in enumerate(files, 1):
        try:
            print(f"{number}/{len(files)} {file.name}: {upload(site, album, file)}", flush=True)
        except urllib.error.HTTPError as error:
            failed += 1
            print(f"{number}/{len(files)} {file.name}: {error.code} {error.read().decode().strip()}", file=sys.stderr)
    print(f"{len(files) - failed} of {len(files)} photos are in {site}/album/{album}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
