// Writes a recording to the browser's own storage. Only a worker may write in place. What it wrote
// survives a crash of the page, and the page never waits for the disk.
import { DiskWriter, type SyncHandle } from './disk-writer';

export type DiskRequest =
  | { kind: 'open'; directory: string; name: string }
  | { kind: 'write'; data: Uint8Array<ArrayBuffer>; position: number }
  | { kind: 'close' };

/** One answer to each request, in order. */
export interface DiskReply {
  /** Name and message of the error. */
  error?: [name: string, message: string];
  full: boolean;
}

let writer: DiskWriter | null = null;
/** Requests are queued, since opening takes a while. */
let last: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<DiskRequest>) => {
  last = last.then(async () => {
    const reply: DiskReply = { full: false };
    try {
      await handle(data);
      reply.full = writer?.full ?? false;
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      reply.error = [name, message];
    }
    postMessage(reply);
  });
});

async function handle(request: DiskRequest): Promise<void> {
  switch (request.kind) {
    case 'open':
      writer = new DiskWriter(await openHandle(request.directory, request.name));
      break;
    case 'write':
      if (!writer) throw new Error('the file is not open');
      writer.write(request.data, request.position);
      break;
    case 'close':
      writer?.close();
      writer = null;
      break;
  }
}

async function openHandle(directory: string, name: string): Promise<SyncHandle> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(directory, { create: true });
  const file = (await folder.getFileHandle(name, { create: true })) as FileSystemFileHandle & {
    createSyncAccessHandle(): Promise<SyncHandle>;
  };
  return file.createSyncAccessHandle();
}
