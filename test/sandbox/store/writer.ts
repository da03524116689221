import { Database } from '../../../sandbox/store/database.ts';

// Writes batches to the folder that it is given until it is killed, and prints the number of each that is acknowledged.
const [folder = ''] = process.argv.slice(2);
const bucket = { id: 'b', name: 'b', organizationID: 'o', retentionNs: 0n };
const database = await Database.open(
  () => 0n,
  (sentence) => process.stderr.write(`${sentence}\n`),
  folder,
);
/** The first number that nobody has used: the parent counts on. */
let next = Number(process.argv[3]);
const one = async (): Promise<void> => {
  for (;;) {
    const number = next++;
    const lines = Array.from(
      { length: 20 },
      (_, i) => `m,batch=${number % 5} f=${number},s="text ${number}" ${number * 100 + i}`,
    );
    await database.write(bucket, Buffer.from(lines.join('\n')), { unit: 1n, now: 0n });
    process.stdout.write(`${number}\n`);
  }
};
await Promise.all([one(), one(), one()]);
