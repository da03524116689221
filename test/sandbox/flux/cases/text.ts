import { type Family, strict } from './case.ts';

/** Package strings. Positions count bytes, as Go has them. */
export const strings: Family = {
  path: 'strings',
  values: {
    toUpper: strict(['strings.toUpper(v: "koala")', 'KOALA'], ['strings.toUpper(v: "straße")', '"STRAßE"']),
    toLower: strict(['strings.toLower(v: "KOALA")', 'koala']),
    toTitle: strict(['strings.toTitle(v: "a flux")', '"A FLUX"']),
    title: strict(
      ['strings.title(v: "a flux of foxes")', '"A Flux Of Foxes"'],
      ['strings.title(v: "")', '""'],
    ),
    trim: strict(
      ['strings.trim(v: ".a.b.", cutset: ".")', '"a.b"'],
      ['strings.trim(v: "..", cutset: ".")', '""'],
    ),
    trimLeft: strict(['strings.trimLeft(v: ".abc.", cutset: ".")', '"abc."']),
    trimRight: strict(['strings.trimRight(v: ".abc.", cutset: ".")', '".abc"']),
    trimSpace: strict(['strings.trimSpace(v: "  abc\\t\\n")', 'abc']),
    trimPrefix: strict(
      ['strings.trimPrefix(v: "123_abc", prefix: "123")', '_abc'],
      ['strings.trimPrefix(v: "abc", prefix: "x")', 'abc'],
    ),
    trimSuffix: strict(
      ['strings.trimSuffix(v: "abc_123", suffix: "123")', 'abc_'],
      ['strings.trimSuffix(v: "abc", suffix: "")', 'abc'],
    ),
    hasPrefix: strict(
      ['strings.hasPrefix(v: "go gopher", prefix: "go")', 'true'],
      ['strings.hasPrefix(v: "a", prefix: "A")', 'false'],
    ),
    hasSuffix: strict(['strings.hasSuffix(v: "go gopher", suffix: "go")', 'false']),
    containsStr: strict(
      ['strings.containsStr(v: "This and that", substr: "and")', 'true'],
      ['strings.containsStr(v: "a", substr: "")', 'true'],
    ),
    containsAny: strict(
      ['strings.containsAny(v: "abc", chars: "and")', 'true'],
      ['strings.containsAny(v: "abc", chars: "")', 'false'],
    ),
    equalFold: strict(
      ['strings.equalFold(v: "Go", t: "go")', 'true'],
      ['strings.equalFold(v: "Go", t: "no")', 'false'],
    ),
    compare: strict(
      ['strings.compare(v: "a", t: "b")', '-1'],
      ['strings.compare(v: "a", t: "a")', '0'],
      ['strings.compare(v: "b", t: "a")', '1'],
    ),
    countStr: strict(
      ['strings.countStr(v: "Hello mississippi", substr: "iss")', '2'],
      ['strings.countStr(v: "abc", substr: "")', '4'],
    ),
    index: strict(
      ['strings.index(v: "go gopher", substr: "go")', '0'],
      ['strings.index(v: "go gopher", substr: "rodent")', '-1'],
      ['strings.index(v: "éa", substr: "a")', '2'],
    ),
    lastIndex: strict(
      ['strings.lastIndex(v: "go gopher", substr: "go")', '3'],
      ['strings.lastIndex(v: "go", substr: "x")', '-1'],
    ),
    indexAny: strict(
      ['strings.indexAny(v: "chicken", chars: "aeiouy")', '2'],
      ['strings.indexAny(v: "crwth", chars: "aeiouy")', '-1'],
    ),
    lastIndexAny: strict(
      ['strings.lastIndexAny(v: "chicken", chars: "aeiouy")', '5'],
      ['strings.lastIndexAny(v: "crwth", chars: "aeiouy")', '-1'],
    ),
    isUpper: strict(
      ['strings.isUpper(v: "A")', 'true'],
      ['strings.isUpper(v: "AB")', '! argument length is not equal to 1'],
    ),
    isLower: strict(
      ['strings.isLower(v: "a")', 'true'],
      ['strings.isLower(v: "")', '! argument length is not equal to 1'],
    ),
    isLetter: strict(['strings.isLetter(v: "a")', 'true'], ['strings.isLetter(v: "1")', 'false']),
    isDigit: strict(['strings.isDigit(v: "7")', 'true'], ['strings.isDigit(v: "a")', 'false']),
    repeat: strict(
      ['strings.repeat(v: "ha", i: 3)', 'hahaha'],
      ['strings.repeat(v: "ha", i: 0)', '""'],
      ['strings.repeat(v: "ha", i: -1)', '! repeat'],
    ),
    replace: strict(
      ['strings.replace(v: "oink oink oink", t: "oink", u: "moo", i: 2)', '"moo moo oink"'],
      ['strings.replace(v: "aa", t: "a", u: "b", i: -1)', 'bb'],
      ['strings.replace(v: "aa", t: "a", u: "b", i: 0)', 'aa'],
    ),
    replaceAll: strict(
      ['strings.replaceAll(v: "oink oink", t: "oink", u: "moo")', '"moo moo"'],
      ['strings.replaceAll(v: "ab", t: "", u: "-")', '"-a-b-"'],
    ),
    split: strict(
      ['strings.split(v: "a flux", t: " ")', '[a, flux]'],
      ['strings.split(v: "ab", t: "")', '[a, b]'],
      ['strings.split(v: "", t: ",")', '[]'],
    ),
    splitAfter: strict(['strings.splitAfter(v: "a,b,c", t: ",")', '[a,, b,, c]']),
    splitN: strict(
      ['strings.splitN(v: "a,b,c", t: ",", i: 2)', '[a, b,c]'],
      ['strings.splitN(v: "a,b,c", t: ",", i: -1)', '[a, b, c]'],
      ['strings.splitN(v: "a,b,c", t: ",", i: 0)', '[]'],
    ),
    splitAfterN: strict(['strings.splitAfterN(v: "a,b,c", t: ",", i: 2)', '[a,, b,c]']),
    joinStr: strict(
      ['strings.joinStr(arr: ["a", "b"], v: ", ")', '"a, b"'],
      ['strings.joinStr(arr: ["a"], v: ", ")', 'a'],
    ),
    strlen: strict(['strings.strlen(v: "grüße")', '5'], ['strings.strlen(v: "")', '0']),
    substring: strict(
      ['strings.substring(v: "influx", start: 0, end: 3)', 'inf'],
      ['strings.substring(v: "grüße", start: 2, end: 4)', '"üß"'],
      ['strings.substring(v: "abc", start: -2, end: 9)', 'abc'],
      ['strings.substring(v: "abc", start: 2, end: 1)', '""'],
    ),
  },
};

/** Package regexp. */
export const regexps: Family = {
  path: 'regexp',
  values: {
    compile: strict(['"abcd" =~ regexp.compile(v: "^b?a")', 'true'], ['regexp.compile(v: "a(")', '! regexp']),
    quoteMeta: strict(['regexp.quoteMeta(v: ".+")', String.raw`"\\.\\+"`]),
    getString: strict(['regexp.getString(r: /[a-z]+/)', '"[a-z]+"']),
    matchRegexpString: strict(
      ['regexp.matchRegexpString(r: /(gopher){2}/, v: "gophergophergopher")', 'true'],
      ['regexp.matchRegexpString(r: /^x/, v: "abc")', 'false'],
    ),
    findString: strict(
      ['regexp.findString(r: /foo.?/, v: "seafood fool")', 'food'],
      ['regexp.findString(r: /x/, v: "abc")', '""'],
    ),
    findStringIndex: strict(['regexp.findStringIndex(r: /ab?/, v: "tablett")', '[1, 3]']),
    replaceAllString: strict(
      ['regexp.replaceAllString(r: /a(x*)b/, v: "-ab-axxb-", t: "T")', '"-T-T-"'],
      ['regexp.replaceAllString(r: /a*/, v: "baaac", t: "-")', '"-b-c-"'],
      ['regexp.replaceAllString(r: /a(.)/, v: "ab ac", t: "<$1>")', '"<b> <c>"'],
    ),
    splitRegexp: strict(
      ['regexp.splitRegexp(r: /a*/, v: "abaabaccadaaae", i: 5)', '[, b, b, c, cadaaae]'],
      ['regexp.splitRegexp(r: /,/, v: "a,b,c", i: -1)', '[a, b, c]'],
    ),
  },
};
