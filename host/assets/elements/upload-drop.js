// What was dropped: files, and those in folders, which a browser hands out one by one.

const DROPPED_FILES_MAX = 2_000;

/** Called while the drop is told: afterwards its items are gone. */
async function droppedFiles(transfer) {
  const files = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return files;
  const gathered = [];
  for (const entry of entries) await gather(entry, gathered);
  return gathered;
}

async function gather(entry, gathered) {
  if (gathered.length >= DROPPED_FILES_MAX) return;
  if (entry.isFile) {
    gathered.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) await gather(one, gathered);
  }
}
