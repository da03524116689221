import type { Invocation } from '../../client/src/snippets/invocation.ts';

/** Names and values that end quotes, comments and lines, expand in shells, or hide. */
export const hostile: Omit<Invocation, 'url'> = {
  id: '0000000000000001',
  path: '/api/v2/scripts',
  name: 'it\'s "a" `name`\n$(touch /tmp/flux-snippet-was-here) # */ """ \u2028throw 1\u202e',
  params: {
    plain: 'text',
    "it's": "it's $HOME ${HOME} `id` $(id) !x \\ \\n",
    'quo"te': '"double" \'single\' """three""" \'\'\'three\'\'\'',
    'new\nline': 'one\r\ntwo\tthree\u0000\u0007\u2028\u2029\ufeff\u202e',
    unicode: 'µs 東京 👩‍🚀 \u{e0041}',
    __proto__x: 'x',
    ['__proto__']: 'a key like any other',
    number: 21.5,
    negative: -3,
    large: 9007199254740991,
    tiny: 1e-7,
    yes: true,
    no: false,
    nothing: null,
    empty: '',
    list: ['a', 1, null, []],
    record: { deep: { "it's": ['$x'] }, none: {} },
  },
};

/** A script that uses all of them, so that the server takes them, and gives the texts back. */
export const hostileScript = `import "array"
array.from(rows: [{
  plain: params.plain,
  apostrophe: params["it's"],
  quotes: params["quo\\"te"],
  unicode: params.unicode,
  proto: params["__proto__"],
  number: string(v: params.number),
  large: string(v: params.large),
  yes: string(v: params.yes),
}])
`;
