import { accessOf } from '../params/describe.ts';
import type { ParametersModel } from '../params/parameters.ts';
import { paragraphs } from './library.ts';

/** All parameters of a script as a table, in Markdown. */
export function describeRecord({ parameters, opened }: ParametersModel): string {
  const rows = parameters.map(({ name, expects, default: preset, description = '' }) => {
    const cells = [code(accessOf(name)), expects, preset === undefined ? '' : code(preset), description];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const table = ['| parameter | type | default | what |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return paragraphs(
    'What a call of this script sends.',
    rows.length > 0 ? table : 'The script uses no key of it.',
    opened.length > 0 ? 'The record is also passed on whole: there may be more keys.' : '',
  );
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/[\r\n]+/g, ' ');
}
