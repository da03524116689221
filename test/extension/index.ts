import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the suite inside the extension host; both VS Code's own runner and the browser workbench call it. */
export async function run(): Promise<void> {
  // Mocha is an ES module, this bundle is not.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', timeout: 30_000, color: false, reporter: 'spec' });
  mocha.addFile(join(__dirname, 'suite.js'));
  await mocha.loadFilesAsync();
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      // The launcher reads the counts from the browser's console, or, on a desktop, from the file that it names.
      const { passes = 0 } = runner.stats ?? {};
      console.log(`mocha: ${passes} passed, ${failures} failed`);
      const file = process.env['FLUX_SCRIPTS_TEST_COUNTS'];
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures }));
      if (failures > 0) reject(new Error(`${failures} tests failed.`));
      else resolve();
    });
  });
}
