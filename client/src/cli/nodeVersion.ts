// The first import of main.ts: says so before anything that an older Node cannot load is loaded.
const oldest = [22, 19] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `flux-scripts needs Node.js ${oldest.join('.')} or later; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}
