import { relative } from 'node:path';

/** A reporter for `node --test`: one line for each test, for ../run to count. */
export default async function* count(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' || data.skip !== undefined || data.todo !== undefined)
      continue;
    const file = relative(process.cwd(), data.file ?? process.argv[1]);
    yield `${type === 'test:pass' ? 'pass' : 'fail'} ${file} ${data.name}\n`;
  }
}
