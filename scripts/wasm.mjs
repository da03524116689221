/** The number of the section that declares memories. */
const memorySection = 5;

/**
 * Gives a WebAssembly module's memory a limit, which its compiler left out. Some half-typed texts make the Flux compiler
 * allocate without end: it then fails within a tenth of a second instead of after gigabytes.
 *
 * @param {Uint8Array} module a module with one memory of its own
 * @param {number} pages 64 KiB each
 * @returns {Uint8Array}
 */
export function limitMemory(module, pages) {
  let at = 8;
  const read = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  while (at < module.length) {
    const start = at;
    const id = module[at++];
    const length = read();
    const end = at + length;
    if (id !== memorySection) {
      at = end;
      continue;
    }
    const count = read();
    at += 1;
    const least = read();
    if (count !== 1) throw new Error(`The module has ${count} memories; one was expected.`);
    // Count, “with a maximum”, minimum, maximum (https://webassembly.github.io/spec/core/binary/types.html#limits).
    const content = [1, 1, ...leb128(least), ...leb128(pages)];
    const section = Uint8Array.from([memorySection, ...leb128(content.length), ...content]);
    return Buffer.concat([module.subarray(0, start), section, module.subarray(end)]);
  }
  throw new Error('The module has no memory of its own.');
}

function leb128(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
